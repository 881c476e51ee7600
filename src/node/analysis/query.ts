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
  problems: ProblemStore,
  call: CallContext,
): Promise<Uint32Array> {
  const matches = matcher(query.text);
  const by = (row: Row, sample: Sample | undefined): string | number => {
    switch (query.sort) {
      case 'file':
        return 0;
      case 'question':
        return sample?.question.value ?? '';
      case 'boxes':
        return sample?.boxes.value.length ?? 0;
      case 'problems':
        return problems.weight(row.id);
    }
  };
  const found: Listed[] = [];
  for await (const rows of scan(dataset, call.signal, (done) => {
    call.progress(done);
  })) {
    for (const row of rows) {
      const sample = row.value === undefined ? undefined : readSample(row.value, columns);
      if (matches(row, sample)) found.push({ id: row.id, by: by(row, sample) });
    }
  }
  return Uint32Array.from(ordered(found, query));
}
