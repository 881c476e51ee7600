import path from 'node:path';
import * as vscode from 'vscode';
import type { RowId } from '../../core/sample.ts';
import { remember, writtenImageRoots } from '../settings.ts';
import { sampleOf } from './details.ts';
import { locateImage } from '../../node/imageFiles.ts';
import type { OpenDataset } from './openDataset.ts';

/** What the button beside a missing image does. It only changes settings; panels follow those. */
export async function imageAction(
  open: OpenDataset,
  row: RowId,
  name: 'addImageFolder' | 'allowHttp',
): Promise<void> {
  const { uri } = open.document;
  if (name === 'allowHttp') {
    await remember('allowHttpImages', true, uri);
    return;
  }
  const folder = await folderFor(open, row);
  if (folder !== undefined) await remember('imageRoots', [...writtenImageRoots(uri), folder], uri);
}

/** The folder that the button named, or else the one that the person chooses. */
async function folderFor(open: OpenDataset, row: RowId): Promise<string | undefined> {
  const sample = sampleOf(open, await open.document.dataset.row(row));
  const ref = sample?.image.value;
  if (ref?.kind === 'path') {
    const located = await locateImage(ref.path, open.images.folders);
    if (located.kind === 'outside') return path.dirname(located.file);
  }
  const chosen = await vscode.window.showOpenDialog({
    title: 'Folder with the Images of This Dataset',
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.Uri.joinPath(open.document.uri, '..'),
  });
  return chosen?.[0]?.fsPath;
}
