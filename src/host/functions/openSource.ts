import path from 'node:path';
import * as vscode from 'vscode';

/** Opens a file at a 1-based line beside the dataset, whose sample stays in view. @throws Error for what is no path */
export async function openSource({
  file,
  line,
}: {
  readonly file: string;
  readonly line: number;
}): Promise<void> {
  if (!path.isAbsolute(file)) throw new Error(`${file} is not the path of a file.`);
  const position = new vscode.Position(Math.max(0, Math.floor(line) - 1), 0);
  const other = vscode.window.visibleTextEditors.find(
    ({ document, viewColumn }) => viewColumn !== undefined && document.uri.fsPath === file,
  );
  await vscode.window.showTextDocument(vscode.Uri.file(file), {
    selection: new vscode.Range(position, position),
    viewColumn: other?.viewColumn ?? vscode.ViewColumn.Beside,
  });
}
