import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Editors } from '../dataset/editors.ts';
import { chooseDump } from '../rollouts/chooseDump.ts';
import type { RolloutsDocument } from '../rollouts/document.ts';
import type { RolloutsProvider } from '../rollouts/provider.ts';
import { rolloutFiles } from '../settings.ts';

const TITLE = 'Score Which Rollouts?';

/** The rollouts that a function is to run over, open in their editor; undefined where the person gives up. */
export async function chooseRollouts(
  provider: RolloutsProvider,
  editors: Editors,
  given: vscode.Uri | undefined,
): Promise<RolloutsDocument | undefined> {
  const uri = given ?? provider.active?.uri ?? (await ask(provider, editors));
  return uri === undefined ? undefined : provider.open(uri);
}

/** Those of the one editor there is; else a question. */
async function ask(provider: RolloutsProvider, editors: Editors): Promise<vscode.Uri | undefined> {
  const open = [...provider.documents].map(({ uri }) => uri);
  if (open.length === 1) return open[0];
  const dataset = editors.recent?.open.document.uri;
  const known = new Map(open.map((uri) => [uri.toString(), uri]));
  for (const file of dataset?.scheme === 'file' ? rolloutFiles(dataset) : []) {
    const uri = vscode.Uri.file(file);
    if (await isThere(file)) known.set(uri.toString(), uri);
  }
  if (known.size === 0) return chooseDump(TITLE);
  const openOnes = new Set(open.map(String));
  const items = [...known.values()].map((uri) => ({
    label: path.basename(uri.fsPath),
    description: `${vscode.workspace.asRelativePath(uri)} · ${openOnes.has(uri.toString()) ? 'open' : 'linked to the dataset'}`,
    uri,
  }));
  const picked = await vscode.window.showQuickPick(
    [...items, { label: 'Choose a File…', description: '', uri: undefined }],
    { title: TITLE, matchOnDescription: true },
  );
  return picked === undefined || picked.uri !== undefined ? picked?.uri : chooseDump(TITLE);
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
