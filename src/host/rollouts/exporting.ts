import path from 'node:path';
import * as vscode from 'vscode';
import { EXPORT_KINDS, type ExportKind, type ExportOptions } from '../../core/rollouts/exports/rows.ts';
import type { ExportCounts } from '../../protocol/rollouts.ts';
import { exportNotes } from '../../protocol/rollouts/exportNotes.ts';
import { CallError } from '../../protocol/rpc.ts';
import { DATASET_VIEW } from '../dataset/viewType.ts';
import type { RolloutsDocument } from './document.ts';

interface KindText {
  readonly label: string;
  readonly detail: string;
}

const KINDS: Readonly<Record<ExportKind, KindText>> = {
  prompts: {
    label: 'Prompts to Train On',
    detail: 'The samples of which some completions pass and some fail: 0 < pass@G < 1',
  },
  sft: {
    label: 'Rows for Supervised Fine-Tuning',
    detail: 'Rejection sampling: the best completions of each group, above a threshold, no two the same',
  },
  dpo: {
    label: 'Preference Pairs (DPO)',
    detail:
      'The best and the worst completion of each group, at least a margin apart, as ms-swift reads them',
  },
  'dpo-trl': {
    label: 'Pairs for TRL (DPO)',
    detail: 'The same as prompt, chosen and rejected',
  },
};

const STANDARD = { most: 1, margin: 0 } as const;

/**
 * Asks what to export and how, says how many rows that gives, asks where to, and writes them: of the groups that the
 * list's filter leaves. Answers the file, undefined where the person gave up.
 */
export async function exportRows(document: RolloutsDocument, where: string): Promise<vscode.Uri | undefined> {
  const kind = await chooseKind(where);
  if (kind === undefined) return undefined;
  let options: ExportOptions | undefined = { kind, ...STANDARD };
  let counts: ExportCounts | undefined;
  for (let settled = kind === 'prompts'; ; settled = false) {
    if (!settled) options = await askOptions(options);
    if (options === undefined) return undefined;
    const asked = { where, options };
    counts = await progressing('Counting rows to export', (signal, onProgress) =>
      document.run.call('countRows', asked, { signal, onProgress }),
    );
    if (counts === undefined) return undefined;
    const next = await preview(options, counts);
    if (next === 'write') break;
    if (next === undefined) return undefined;
  }
  const target = await vscode.window.showSaveDialog({
    title: `Export ${rowsText(counts.rows)}`,
    saveLabel: `Export ${rowsText(counts.rows)}`,
    defaultUri: defaultTarget(document, kind),
    filters: { Datasets: ['jsonl'] },
  });
  if (target === undefined) return undefined;
  if (target.scheme !== 'file') throw new Error('Exports are written to local files.');
  const query = { where, options, file: target.fsPath };
  const written = await progressing(`Exporting to ${path.basename(target.fsPath)}`, (signal, onProgress) =>
    document.run.call('writeRows', query, { signal, onProgress }),
  );
  if (written === undefined) return undefined;
  void offerToOpen(target, written);
  return target;
}

async function chooseKind(where: string): Promise<ExportKind | undefined> {
  const items = EXPORT_KINDS.map((exported) => ({ ...KINDS[exported], exported }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Export Rows to Train On',
    placeHolder: where === '' ? 'Of all groups' : `Of the groups that the filter leaves: ${where}`,
    matchOnDetail: true,
  });
  return chosen?.exported;
}

/** What a kind can be told; undefined where the person gives up. */
async function askOptions(options: ExportOptions): Promise<ExportOptions | undefined> {
  const title = KINDS[options.kind].label;
  const ask = async (prompt: string, value: number, whole = false): Promise<number | undefined> => {
    const text = await vscode.window.showInputBox({
      title,
      prompt,
      value: String(value),
      validateInput: (typed) => numberProblem(typed, whole),
    });
    return text === undefined ? undefined : Number(text);
  };
  if (options.kind === 'dpo' || options.kind === 'dpo-trl') {
    const margin = await ask('How far apart the two totals are at least', options.margin);
    return margin === undefined ? undefined : { ...options, margin };
  }
  const text = await vscode.window.showInputBox({
    title,
    prompt: 'The least total that a completion must have; empty for any above 0',
    value: options.least === undefined ? '' : String(options.least),
    validateInput: (typed) => (typed.trim() === '' ? undefined : numberProblem(typed, false)),
  });
  if (text === undefined) return undefined;
  const most = await ask(
    'How many completions of a group are taken at most, the best first',
    options.most,
    true,
  );
  if (most === undefined) return undefined;
  const { kind, margin } = options;
  return { kind, margin, most, ...(text.trim() !== '' && { least: Number(text) }) };
}

function numberProblem(typed: string, whole: boolean): string | undefined {
  const number = typed.trim() === '' ? NaN : Number(typed);
  if (!Number.isFinite(number)) return 'This is no number';
  return whole && (!Number.isInteger(number) || number < 1) ? 'This is no whole number from 1 on' : undefined;
}

/** Shows how many rows there are; answers what to do. */
async function preview({ kind }: ExportOptions, counts: ExportCounts): Promise<'write' | 'ask' | undefined> {
  const { groups, used, rows } = counts;
  const parts = [
    `from ${used.toLocaleString('en')} of ${groups.toLocaleString('en')} groups`,
    ...exportNotes(counts),
  ];
  const items = [
    ...(rows > 0 ? [{ label: `$(export) Export ${rowsText(rows)}…`, does: 'write' as const }] : []),
    ...(kind === 'prompts' ? [] : [{ label: '$(settings) Change Options…', does: 'ask' as const }]),
    ...(rows === 0 && kind === 'prompts' ? [{ label: '$(close) Nothing to Export', does: undefined }] : []),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: KINDS[kind].label,
    placeHolder: `${rowsText(rows)} ${parts.join('; ')}`,
  });
  return chosen?.does;
}

const rowsText = (rows: number): string => `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;

/** Beside the dataset, so that its images stay where they are named. */
function defaultTarget(document: RolloutsDocument, kind: ExportKind): vscode.Uri {
  const beside = document.datasetUri ?? document.uri;
  const name = path.basename(document.uri.fsPath).replace(/(\.rollouts)?(\.\w+)?$/i, '');
  return vscode.Uri.joinPath(beside, '..', `${name}.${kind}.vqa.jsonl`);
}

/** Runs a call with a notification that can be cancelled; undefined where it was. */
async function progressing<T>(
  title: string,
  call: (signal: AbortSignal, onProgress: (done: unknown) => void) => Promise<T>,
): Promise<T | undefined> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, cancellable: true, title },
    async (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => {
        controller.abort();
      });
      let before = 0;
      try {
        return await call(controller.signal, (done) => {
          if (typeof done !== 'number') return;
          progress.report({ increment: 100 * (done - before), message: `${Math.round(100 * done)}%` });
          before = done;
        });
      } catch (error) {
        if (error instanceof CallError && error.name === 'CancelledError') return undefined;
        throw error;
      }
    },
  );
}

async function offerToOpen(file: vscode.Uri, counts: ExportCounts): Promise<void> {
  const left = exportNotes(counts)
    .map((note) => `; ${note}`)
    .join('');
  const chosen = await vscode.window.showInformationMessage(
    `Exported ${rowsText(counts.rows)} to ${path.basename(file.fsPath)}${left}.`,
    'Open',
  );
  if (chosen === 'Open') await vscode.commands.executeCommand('vscode.openWith', file, DATASET_VIEW);
}
