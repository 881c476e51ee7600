import { setImmediate } from 'node:timers/promises';
import { readSample } from '../../core/readSample.ts';
import type { Row } from '../../core/row.ts';
import type { RowId, Sample } from '../../core/sample.ts';
import type { Severity } from '../../core/validate/problem.ts';
import type { RowDetail, RowSummary, SortKey } from '../../protocol/dataset.ts';
import { columnSettings } from '../settings.ts';
import { elideRow } from './elide.ts';
import type { OpenDataset } from './openDataset.ts';
import type * as vscode from 'vscode';

/** Longest title in the list, in characters. */
const TITLE = 200;
/** How much of a row that cannot be parsed is shown, in characters. */
const SHOWN_TEXT = 100_000;
/** Milliseconds that the worker may take to be there; what it knows comes later otherwise. */
const PATIENCE = 150;
/** Milliseconds after which other work of the extension host gets its turn. */
const SLICE = 16;

const NO_ROLLOUTS = { rollouts: [], earlier: 0 } as const;

/** What the list shows of these rows; what the ground truth scores only where that is what it is sorted by. */
export async function summaries(
  open: OpenDataset,
  ids: readonly RowId[],
  sort: SortKey,
): Promise<readonly RowSummary[]> {
  const known = await open.analysis.ready(PATIENCE);
  const worst = known ? await open.analysis.worst(ids) : [];
  const totals = known && sort === 'attainable' ? await open.analysis.attainable(ids) : [];
  const marks = new Map(ids.map((id, i) => [id, { worst: worst[i], attainable: totals[i] }]));
  return readSlowly(open, ids, (row) => {
    const { worst: severity, attainable } = marks.get(row.id) ?? {};
    const summed = summary(open, row, severity ?? undefined);
    return attainable === undefined ? summed : { ...summed, attainable };
  });
}

/** Everything about one row, as of one revision: read again where it changes meanwhile. */
export async function rowDetail(open: OpenDataset, id: RowId, webview: vscode.Webview): Promise<RowDetail> {
  const { document, analysis, images } = open;
  for (;;) {
    const { dataset, revision } = document;
    const row = await dataset.row(id);
    const saved = dataset.isEdited(id) ? await dataset.savedRow(id) : undefined;
    const sample = sampleOf(open, row);
    const known = await analysis.ready(PATIENCE);
    const [image, problems, rollouts, siblings] = await Promise.all([
      images.view(sample?.image.value, webview),
      known ? analysis.problemsOf(id) : [],
      known ? analysis.rolloutsOf(id) : NO_ROLLOUTS,
      known ? analysis.siblings(id) : [],
    ]);
    const others = await readSlowly(open, siblings, (other) => ({
      id: other.id,
      position: dataset.positionOf(other.id),
      title: title(other, sampleOf(open, other)),
    }));
    if (document.revision !== revision) continue;
    return {
      summary: summary(open, row, worstOf(problems)),
      line: dataset.lineOf(id),
      ...(row.value === undefined ? { text: row.text.slice(0, SHOWN_TEXT) } : { row: elideRow(row.value) }),
      ...(saved?.value !== undefined && { saved: elideRow(saved.value) }),
      image: row.value === undefined ? { kind: 'problem', message: describeState(row) } : image,
      problems,
      rollouts: rollouts.rollouts,
      earlierRollouts: rollouts.earlier,
      siblings: others,
    };
  }
}

export function sampleOf(open: OpenDataset, row: Row): Sample | undefined {
  return row.value === undefined ? undefined : readSample(row.value, columnSettings(open.document.uri));
}

/** Reads rows and makes something of each, a few at a time: rows that hold images take long to parse. */
async function readSlowly<T>(
  open: OpenDataset,
  ids: readonly RowId[],
  make: (row: Row) => T,
): Promise<readonly T[]> {
  const made: T[] = [];
  for (let at = 0, count = 16; at < ids.length;) {
    const started = performance.now();
    for (const row of await open.document.dataset.rows(ids.slice(at, at + count))) made.push(make(row));
    at += count;
    if (performance.now() - started < SLICE / 4) count *= 2;
    else if (count > 1) count = Math.ceil(count / 2);
    await setImmediate();
  }
  return made;
}

function summary(open: OpenDataset, row: Row, worst: Severity | undefined): RowSummary {
  const { dataset } = open.document;
  const sample = sampleOf(open, row);
  const severity = row.state === 'ok' ? worst : (worst ?? 'error');
  return {
    id: row.id,
    position: dataset.positionOf(row.id),
    title: title(row, sample),
    boxes: sample?.boxes.value.length ?? 0,
    edited: dataset.isEdited(row.id),
    state: row.state,
    ...(severity !== undefined && { worst: severity }),
  };
}

function title(row: Row, sample: Sample | undefined): string {
  return (sample === undefined ? row.text : sample.question.value).slice(0, TITLE);
}

function describeState(row: Row): string {
  return `There is no image to show: ${row.message ?? 'the row cannot be read'}.`;
}

function worstOf(problems: readonly { readonly severity: Severity }[]): Severity | undefined {
  const order: readonly Severity[] = ['error', 'warning', 'info'];
  return order.find((severity) => problems.some((problem) => problem.severity === severity));
}
