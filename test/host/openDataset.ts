import type { TestApi } from '../../src/host/extension.ts';
import type { OpenDataset } from '../../src/host/dataset/openDataset.ts';
import type { DatasetPanel } from '../../src/host/dataset/panel.ts';
import type { ValueEdit } from '../../src/core/edit.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { waitFor } from './support/waitFor.ts';

/** What a webview's call gives its handler where nobody cancels and nobody watches. */
export const CALL: CallContext = {
  signal: new AbortController().signal,
  progress: () => undefined,
};

export async function testApi(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi | undefined>('vqa-verify.vqa-verify');
  const api = await extension?.activate();
  if (api === undefined) throw new Error('The extension gives no test API');
  return api;
}

/** A dataset in an editor, driven as its webview would drive it. */
export class Driver {
  constructor(
    readonly open: OpenDataset,
    readonly panel: DatasetPanel,
  ) {}

  get methods(): DatasetPanel['methods'] {
    return this.panel.methods;
  }

  /** The values of all rows; the text of a row that is none. */
  async rows(): Promise<(JsonObject | string)[]> {
    const { dataset } = this.open.document;
    const rows = await dataset.window(0, dataset.length);
    return rows.map((row) => row.value ?? row.text);
  }

  async apply(row: number, edits: readonly ValueEdit[], label = 'Edit', session?: string): Promise<number> {
    const rev = this.open.document.revision;
    const params = { row, rev, edits, label, ...(session !== undefined && { session }) };
    return (await this.methods.apply(params, CALL)).rev;
  }

  /**
   * Runs a command that changes the rows. VS Code hears of edits by message, and its commands end before
   * what they cause: both are waited for.
   */
  async command(name: 'undo' | 'redo' | 'workbench.action.files.revert'): Promise<void> {
    await sleep(100);
    const { revision } = this.open.document;
    await vscode.commands.executeCommand(name);
    await waitFor(`${name} to happen`, () => this.open.document.revision > revision);
  }

  set(row: number, path: (string | number)[], value: string | number): Promise<number> {
    return this.apply(row, [{ op: 'set', path, value }]);
  }
}

/** Opens a file in our editor, in `column`, and waits for the editor. */
export async function openDataset(uri: vscode.Uri, column = vscode.ViewColumn.One): Promise<Driver> {
  const { provider } = await testApi();
  const before = new Set(provider.at(uri)?.panels);
  await vscode.commands.executeCommand('vscode.openWith', uri, 'vqaVerify.dataset', column);
  return waitFor(`an editor of ${uri.path}`, () => {
    const open = provider.at(uri);
    const panel = [...(open?.panels ?? [])].find((known) => !before.has(known));
    return open !== undefined && panel !== undefined ? new Driver(open, panel) : undefined;
  });
}

/** The tab that shows the file; undefined where none does. */
export function tabOf(uri: vscode.Uri): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString());
}

export function isDirty(uri: vscode.Uri): boolean {
  return tabOf(uri)?.isDirty === true;
}

export function waitForDirty(uri: vscode.Uri, dirty: boolean): Promise<boolean> {
  return waitFor(`${uri.path} to be ${dirty ? 'dirty' : 'clean'}`, () => isDirty(uri) === dirty);
}
