/** Stands in for the Python extension: its environments API, with one interpreter chosen, and another at a command. */
import * as vscode from 'vscode';

export function activate({ subscriptions }: vscode.ExtensionContext): object {
  const changed = new vscode.EventEmitter<object>();
  let path = process.env.VQA_TEST_CHOSEN_PYTHON ?? '';
  subscriptions.push(
    changed,
    vscode.commands.registerCommand('python.setInterpreter', () => {
      path = '/usr/bin/python3';
      changed.fire({ path });
    }),
  );
  return {
    environments: {
      onDidChangeActiveEnvironmentPath: changed.event,
      getActiveEnvironmentPath: () => ({ id: path, path }),
      resolveEnvironment: () => Promise.resolve({ executable: { uri: vscode.Uri.file(path) } }),
    },
  };
}
