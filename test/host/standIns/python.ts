/** Stands in for the Python extension: its environments API, with one interpreter chosen. */
import * as vscode from 'vscode';

export function activate(): object {
  const path = process.env.VQA_TEST_CHOSEN_PYTHON ?? '';
  return {
    environments: {
      getActiveEnvironmentPath: () => ({ id: path, path }),
      resolveEnvironment: () => Promise.resolve({ executable: { uri: vscode.Uri.file(path) } }),
    },
  };
}
