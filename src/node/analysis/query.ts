import type { ColumnSettings } from '../../core/columns.ts';
import type { Dataset } from '../../core/dataset.ts';
import { hasWords, matcher, ordered, type Listed, type ListQuery } from '../../core/listQuery.ts';
import { readSample } from '../../core/readSample.ts';
import type { RowId, Sample } from '../../core/sample.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { ProblemStore } from './problemStore.ts';
import { scan, scanIds } from './scan.ts';

/** What was found out about rows before, or can be. */
export interface KnownOfRows {
  readonly problems: ProblemStore;
  /** What the ground truth of each row scores in total. */
  attainable(ids: readonly RowId[]): Promise<readonly (number | null)[]>;
}

/** Ids of the rows that pass the filter, in the order asked for. */
export async function runQuery(
  query: ListQuery,
  dataset: Dataset,
  columns: ColumnSettings,
  known: KnownOfRows,
  call: CallContext,
): Promise<Uint32Array> {
  const progress = (done: number): void => {
    call.progress(done);
  };
  const found: Listed[] = [];
  if (ranksByKnown(query) && !hasWords(query)) {
    for await (const ids of scanIds(dataset, call.signal, progress)) {
      found.push(...(await ranked(ids, query, known)));
    }
  } else {
    const matches = matcher(query.text);
    for await (const rows of scan(dataset, call.signal, progress)) {
      const passed: Listed[] = [];
      for (const row of rows) {
        const sample = row.value === undefined ? undefined : readSample(row.value, columns);
        if (matches(row, sample)) passed.push({ id: row.id, by: rank(sample, query) });
      }
      const ids = passed.map(({ id }) => id);
      found.push(...(ranksByKnown(query) ? await ranked(ids, query, known) : passed));
    }
  }
  return Uint32Array.from(ordered(found, query));
}

/** Whether rows are ordered by what is known of them, so that they need not be read again. */
const ranksByKnown = ({ sort }: ListQuery): boolean => sort === 'problems' || sort === 'attainable';

async function ranked(
  ids: readonly RowId[],
  { sort }: ListQuery,
  known: KnownOfRows,
): Promise<readonly Listed[]> {
  if (sort === 'problems') return ids.map((id) => ({ id, by: known.problems.weight(id) }));
  const totals = await known.attainable(ids);
  // What cannot be scored comes before what scores nothing.
  return ids.map((id, i) => ({ id, by: totals[i] ?? -Infinity }));
}

function rank(sample: Sample | undefined, { sort }: ListQuery): Listed['by'] {
  switch (sort) {
    case 'question':
      return sample?.question.value ?? '';
    case 'boxes':
      return sample?.boxes.value.length ?? 0;
    case 'file':
    case 'problems':
    case 'attainable':
      return 0;
  }
}
