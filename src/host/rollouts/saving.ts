import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { atomicWrite } from '../../node/atomicFile.ts';
import type { RolloutsHostMethods } from '../../protocol/rollouts.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { RolloutsDocument } from './document.ts';

/** Characters of a drawing; thousands of points have far fewer. */
const MAX_DRAWING = 16 * 1024 * 1024;

/** What a page may have written: what a plot shows, and drawings for the page itself to load as images. */
export function savingMethods(
  document: RolloutsDocument,
  webview: vscode.Webview,
): Handlers<Pick<RolloutsHostMethods, 'save' | 'picture'>> {
  return {
    async save({ name, content, base64 }) {
      const target = await vscode.window.showSaveDialog({
        defaultUri: vscode.Uri.joinPath(document.uri, '..', name),
      });
      if (target === undefined) return false;
      const bytes = Buffer.from(content, base64 ? 'base64' : 'utf8');
      await atomicWrite(target.fsPath, [{ kind: 'bytes', bytes }]);
      vscode.window.setStatusBarMessage(`$(check) Saved ${path.basename(target.fsPath)}`, 5000);
      return true;
    },
    async picture({ svg }) {
      if (svg.length > MAX_DRAWING) throw new Error('The drawing is too large for a picture.');
      const file = await document.images.cache.file(`drawing ${svg}`, '.svg', (target) =>
        writeFile(target, svg),
      );
      return webview.asWebviewUri(vscode.Uri.file(file)).toString();
    },
  };
}
