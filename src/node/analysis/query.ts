import type { ColumnSettings } from '../../core/columns.ts';
import type { Dataset } from '../../core/dataset.ts';
import { matcher, ordered, type Listed, type ListQuery } from '../../core/listQuery.ts';
import { readSample } from '../../core/readSample.ts';
import type { Row } from '../../core/row.ts';
import type { Sample } from '../../core/sample.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { ProblemStore } from './problemStore.ts';
import { scan } from './scan.ts';

/** Ids of the rows that pass the filter, in the order asked for. */
export async function runQuery(
  query: ListQuery,
  dataset: Dataset,
  columns: ColumnSettings,
  known: {
    readonly problems: ProblemStore;
    /** What the ground truth of each of these rows scores. */
    attainable(rows: readonly Row[]): Promise<readonly (number | null)[]>;
  },
  call: CallContext,
): Promise<Uint32Array> {
  const matches = matcher(query.text);
  const by = (row: Row, sample: Sample | undefined): Listed['by'] => {
    switch (query.sort) {
      case 'file':
        return 0;
      case 'question':
        return sample?.question.value ?? '';
      case 'boxes':
        return sample?.boxes.value.length ?? 0;
      case 'problems':
        return known.problems.weight(row.id);
      // Asked for all rows of a window at once, below.
      case 'attainable':
        return 0;
    }
  };
  const found: Listed[] = [];
  for await (const rows of scan(dataset, call.signal, (done) => {
    call.progress(done);
  })) {
    const listed: { readonly row: Row; readonly by: Listed['by'] }[] = [];
    for (const row of rows) {
      const sample = row.value === undefined ? undefined : readSample(row.value, columns);
      if (matches(row, sample)) listed.push({ row, by: by(row, sample) });
    }
    const totals = query.sort === 'attainable' ? await known.attainable(listed.map(({ row }) => row)) : [];
    for (const [i, each] of listed.entries()) {
      // What cannot be scored comes before what scores nothing.
      found.push({ id: each.row.id, by: query.sort === 'attainable' ? (totals[i] ?? -Infinity) : each.by });
    }
  }
  return Uint32Array.from(ordered(found, query));
}
