import type { SqlColumn } from '../../../src/core/rollouts/sqlColumns.ts';
import { SQL_EXAMPLES } from '../../../src/core/rollouts/sqlExamples.ts';
import type { SqlProblem } from '../../../src/protocol/query.ts';
import type { SqlProgress, SqlResult, SqlUnavailable } from '../../../src/protocol/rollouts/sql.ts';

/** Rows that a table begins with, and those that come with each "Show more". */
export const ROWS_AT_ONCE = 200;

/** What came of a query. */
export interface Answered {
  readonly sql: string;
  readonly answer: SqlResult | SqlProblem | SqlUnavailable;
  /** How many of its rows are on the page. */
  shown: number;
}

export interface Running {
  readonly controller: AbortController;
  progress: SqlProgress | undefined;
}

export interface SqlState {
  text: string;
  /** Queries that were run, the last one first, each once. */
  history: readonly string[];
  answered: Answered | undefined;
  running: Running | undefined;
  /** The columns of `rollouts`; undefined until they are known. */
  columns: readonly SqlColumn[] | undefined;
  columnsShown: boolean;
}

/** What is kept while the tab is hidden. */
export type SqlMemory = Pick<SqlState, 'text' | 'history' | 'columnsShown'>;

export const initialSql = (memory: Partial<SqlMemory> = {}): SqlState => ({
  text: SQL_EXAMPLES[0]?.sql ?? '',
  history: [],
  answered: undefined,
  running: undefined,
  columns: undefined,
  columnsShown: false,
  ...memory,
});

export const sqlMemory = ({ text, history, columnsShown }: SqlState): SqlMemory => ({
  text,
  history,
  columnsShown,
});
