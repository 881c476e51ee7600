import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

/** Kinds of files that may hold the dataset beside `name.rollouts.jsonl`. */
const SUFFIXES = ['.vqa.jsonl', '.jsonl', '.json'];

/** Which dataset each dump answers: as a person chose, else an open one that names it, else the sibling of its name. */
export class DatasetChoices {
  constructor(
    private readonly memory: vscode.Memento,
    /** The open dataset that names a dump as its rollouts. */
    private readonly naming: (dump: string) => string | undefined,
  ) {}

  async of(dump: vscode.Uri): Promise<string | undefined> {
    const chosen = this.memory.get<string>(key(dump));
    if (chosen !== undefined && (await isFile(chosen))) return chosen;
    const naming = this.naming(dump.fsPath);
    if (naming !== undefined) return naming;
    const folder = path.dirname(dump.fsPath);
    const name = path.basename(dump.fsPath).replace(/(\.rollouts)?(\.\w+)?$/i, '');
    for (const suffix of SUFFIXES) {
      const sibling = path.join(folder, `${name}${suffix}`);
      if (sibling !== dump.fsPath && (await isFile(sibling))) return sibling;
    }
    return undefined;
  }

  /** Asks for a dataset; undefined where the person gives up. */
  async choose(dump: vscode.Uri): Promise<string | undefined> {
    const [chosen] =
      (await vscode.window.showOpenDialog({
        title: 'The Dataset of These Rollouts',
        filters: { Datasets: ['jsonl', 'json'] },
        defaultUri: vscode.Uri.joinPath(dump, '..'),
      })) ?? [];
    if (chosen === undefined) return undefined;
    await this.memory.update(key(dump), chosen.fsPath);
    return chosen.fsPath;
  }
}

const key = (dump: vscode.Uri): string => `dataset of ${dump.toString()}`;

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
