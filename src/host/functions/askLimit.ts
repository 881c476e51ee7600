import * as vscode from 'vscode';

/** Less is worth a look unless the person says otherwise. */
const LOW = 0.2;

/** Asks below which reward rows are debugged; undefined where the person gave up. */
export async function askLimit(): Promise<number | undefined> {
  const given = await vscode.window.showInputBox({
    title: 'Debug the Rows Below',
    prompt: 'Rows with a lower reward, and rows that fail, are debugged',
    value: String(LOW),
    validateInput: (text) => (text.trim() !== '' && Number.isFinite(Number(text)) ? undefined : 'A number.'),
  });
  return given === undefined ? undefined : Number(given);
}
