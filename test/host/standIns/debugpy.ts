/** Stands in for the Python Debugger extension: its debug type, by Debian's debugpy. Writes down each use. */
import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  const used = process.env.VQA_TEST_DEBUGPY_USED ?? '';
  subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory('debugpy', {
      createDebugAdapterDescriptor({ configuration }) {
        appendFileSync(used, `${configuration.name}\n`);
        return new vscode.DebugAdapterExecutable('/usr/bin/python3', ['-m', 'debugpy.adapter']);
      },
    }),
  );
}
