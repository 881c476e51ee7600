import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { openRowSource, type FileRowSource } from '../../node/rowSource.ts';

/** Largest document that is read through VS Code's file system, in bytes: it has no windows, only whole files. */
export const MAX_VIRTUAL_BYTES = 256 * 1024 * 1024;
/** Opening shows its progress once it takes this many milliseconds. */
const SHOW_AFTER = 400;

export interface OpenedSource {
  readonly source: FileRowSource;
  /** The local file that holds the rows. */
  readonly path: string;
  /** Why it cannot be edited; undefined where it can. */
  readonly readOnly?: string;
  /** Removes what was made only for this document. */
  dispose(): Promise<void>;
}

/** Opens the rows of a document; one that is no local file is copied into `folder` and opened read-only. */
export async function openSource(
  uri: vscode.Uri,
  folder: vscode.Uri,
  token: vscode.CancellationToken,
): Promise<OpenedSource> {
  if (uri.scheme === 'file') {
    const source = await index(uri.fsPath, token);
    return { source, path: uri.fsPath, dispose: () => Promise.resolve() };
  }
  const stat = await vscode.workspace.fs.stat(uri);
  if (stat.size > MAX_VIRTUAL_BYTES) {
    const [size, limit] = [stat.size, MAX_VIRTUAL_BYTES].map(
      (bytes) => `${Math.round(bytes / 1_000_000)} MB`,
    );
    throw new Error(`This file is no local one and holds ${size}; at most ${limit} can be opened that way.`);
  }
  const copy = path.join(folder.fsPath, 'virtual', `${randomUUID()}${path.extname(uri.path)}`);
  const remove = (): Promise<void> => rm(copy, { force: true });
  await mkdir(path.dirname(copy), { recursive: true });
  await writeFile(copy, await vscode.workspace.fs.readFile(uri));
  try {
    const source = await index(copy, token);
    return {
      source,
      path: copy,
      readOnly: 'This is no local file, so it can only be read.',
      dispose: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Indexes a file; where that takes long, a notification shows how far it is and can cancel it. */
export async function index(file: string, token: vscode.CancellationToken): Promise<FileRowSource> {
  const abort = new AbortController();
  const cancelled = token.onCancellationRequested(() => {
    abort.abort();
  });
  let report: ((done: number) => void) | undefined;
  let done = 0;
  const opening = openRowSource(file, {
    signal: abort.signal,
    onProgress(fraction) {
      report?.(fraction - done);
      done = fraction;
    },
  });
  const timer = setTimeout(() => {
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Reading ${path.basename(file)}`,
        cancellable: true,
      },
      async (progress, fromNotification) => {
        fromNotification.onCancellationRequested(() => {
          abort.abort();
        });
        report = (step) => {
          progress.report({ increment: step * 100 });
        };
        report(done);
        await opening.catch(() => undefined);
      },
    );
  }, SHOW_AFTER);
  try {
    return await opening;
  } finally {
    clearTimeout(timer);
    cancelled.dispose();
  }
}
