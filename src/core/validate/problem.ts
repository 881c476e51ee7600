import type { JsonPath } from '../json.ts';
import type { RowId } from '../sample.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Something wrong with a row, by a rule of this folder. Bad rows are data: shown, never dropped. */
export interface Problem {
  readonly row: RowId;
  /** 1-based line in the file as last saved; 0 for a row that was never saved. */
  readonly line: number;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The column at fault, as a path into the row. */
  readonly path?: JsonPath;
}
