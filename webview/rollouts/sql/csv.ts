import type { Json } from '../../../src/core/json.ts';
import type { SqlRows } from '../../../src/protocol/query.ts';
import { csvLine, type CsvCell } from '../../ui/csv.ts';

/** The rows that were answered, all of them. Lists and structures are JSON. */
export function resultCsv({ columns, rows }: Pick<SqlRows, 'columns' | 'rows'>): string {
  return [columns.map(({ name }) => name), ...rows.map((row) => row.map(plain))].map(csvLine).join('\n');
}

export const plain = (value: Json): CsvCell =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
