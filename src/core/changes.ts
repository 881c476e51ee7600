import { trimPatch } from './codec/trimPatch.ts';
import { EditError, type Edit } from './edit.ts';
import type { RowText } from './row.ts';
import { RowOrder, type Run } from './rowOrder.ts';
import type { RowId } from './sample.ts';
import type { SavedRows } from './savedRows.ts';

/** The edits that lead from a file, just opened, to the rows as they are. */
export interface Changes {
  /** They name rows by their index in the file; added rows have numbers beyond its row count. */
  readonly edits: readonly Edit[];
  /** Texts in the file of the rows that the edits touch, by index. */
  readonly touched: readonly (readonly [index: number, text: RowText])[];
}

/**
 * Compares rows as they are with the file. What was done in between does not matter: an edit that was
 * taken back leaves no trace.
 */
export async function changesSince(
  saved: SavedRows,
  order: RowOrder,
  texts: ReadonlyMap<RowId, RowText>,
): Promise<Changes> {
  const rows = saved.order.length;
  const { target, added } = renumbered(saved, order);
  const here = RowOrder.of(target.runs.filter((run) => run.id < rows));
  const gone = gaps(
    [...here.runs].sort((a, b) => a.id - b.id),
    rows,
  );
  const edited = [...texts.keys()].map((id) => saved.indexOf(id)).filter((index) => index >= 0);
  const touched = [...edited, ...gone.flatMap(idsOf)];
  const idOf = (index: number): RowId => saved.order.idAt(index) ?? -1;
  await saved.load(touched.map(idOf));
  const savedText = (index: number): RowText => {
    const text = saved.text(idOf(index));
    if (text === undefined) throw new EditError(`row ${index + 1} is too large to be kept in memory`);
    return text;
  };

  const patches = edited.flatMap((row): Edit[] => {
    const inserted = texts.get(idOf(row))?.text ?? '';
    const patch = trimPatch({ at: 0, removed: savedText(row).text, inserted });
    return patch === undefined ? [] : [{ kind: 'patch', row, patches: [patch] }];
  });
  const deletions = [...gone].reverse().map((run): Edit => {
    const stored = idsOf(run).map((index) => ({ ...savedText(index), id: index }));
    return { kind: 'delete', at: run.id, rows: stored };
  });
  const left = gone.reduceRight(
    (rest, run) => rest.remove(run.id, run.count),
    RowOrder.of([{ id: 0, count: rows }]),
  );
  const insertions = [...added].map(([id, number]): Edit => {
    const text = texts.get(id) ?? { text: '' };
    return { kind: 'insert', at: target.positionOf(number), rows: [{ ...text, id: number }] };
  });
  return {
    edits: [...patches, ...deletions, ...moves(left, here), ...insertions],
    touched: touched.map((index) => [index, savedText(index)] as const),
  };
}

/** The order with each row under its index in the file; added rows get numbers after the file's. */
function renumbered(
  saved: SavedRows,
  order: RowOrder,
): { readonly target: RowOrder; readonly added: ReadonlyMap<RowId, number> } {
  const runs: Run[] = [];
  const added = new Map<RowId, number>();
  for (const run of order.runs) {
    for (let id = run.id; id < run.id + run.count;) {
      const index = saved.indexOf(id);
      if (index < 0) {
        // One number is left out, so that a run never holds rows of the file and added ones.
        const number = saved.order.length + 1 + added.size;
        added.set(id, number);
        runs.push({ id: number, count: 1 });
        id++;
      } else {
        const together = saved.order.slice(index, index + run.id + run.count - id)[0]?.count ?? 1;
        runs.push({ id: index, count: together });
        id += together;
      }
    }
  }
  return { target: RowOrder.of(runs), added };
}

/** The moves that turn one order of rows into another of the same rows; as many rows as can be stay. */
function moves(from: RowOrder, to: RowOrder): readonly Edit[] {
  const staying = RowOrder.of(longestAscent(to.runs));
  const edits: Edit[] = [];
  let current = from;
  let before = -1;
  for (const run of to.runs) {
    if (staying.positionOf(run.id) < 0) {
      for (const id of idsOf(run)) {
        const source = current.positionOf(id);
        const after = current.positionOf(before) + 1;
        const target = source < after ? after - 1 : after;
        if (source !== target) edits.push({ kind: 'move', from: source, to: target });
        current = current.move(source, target);
        before = id;
      }
    }
    before = run.id + run.count - 1;
  }
  return edits;
}

function idsOf(run: Run): readonly number[] {
  return Array.from({ length: run.count }, (_, i) => run.id + i);
}

/** Of runs in any order, ascending ones with the most rows: the rows that need not move. */
function longestAscent(runs: readonly Run[]): readonly Run[] {
  interface Chain {
    readonly run: Run;
    readonly rows: number;
    readonly before: Chain | undefined;
  }
  // Chains by the index they end at, ascending, each with more rows than all before it.
  const best: Chain[] = [];
  for (const run of runs) {
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((best[middle]?.run.id ?? 0) < run.id) low = middle + 1;
      else high = middle;
    }
    const before = best[low - 1];
    const chain: Chain = { run, rows: (before?.rows ?? 0) + run.count, before };
    let worse = low;
    while (worse < best.length && (best[worse]?.rows ?? 0) <= chain.rows) worse++;
    best.splice(low, worse - low, chain);
  }
  const result: Run[] = [];
  for (let chain = best.at(-1); chain !== undefined; chain = chain.before) result.unshift(chain.run);
  return result;
}

/** What ascending runs leave out of `count` rows. */
function gaps(runs: readonly Run[], count: number): readonly Run[] {
  const result: Run[] = [];
  let next = 0;
  for (const run of [...runs, { id: count, count: 0 }]) {
    if (run.id > next) result.push({ id: next, count: run.id - next });
    next = run.id + run.count;
  }
  return result;
}
