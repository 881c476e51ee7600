/** Between the worker that reads rollouts and the process in which DuckDB queries them. */
import type { Json } from '../core/json.ts';
import type { SqlColumn } from '../core/rollouts/sqlColumns.ts';

/** What is wrong with a query, as DuckDB says it. */
export interface SqlProblem {
  readonly kind: 'problem';
  readonly message: string;
  /** Where in the query, both 1-based; undefined where DuckDB names no place. */
  readonly at?: { readonly line: number; readonly column: number };
}

export interface SqlRows {
  readonly kind: 'rows';
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Whole numbers beyond what a double holds exactly are text. */
  readonly rows: readonly (readonly Json[])[];
  /** Which limit the result was cut at. */
  readonly cut?: 'rows' | 'bytes';
}

export type SqlAnswer = SqlRows | SqlProblem;

export interface SqlLimits {
  readonly rows: number;
  /** Of the values as JSON. */
  readonly bytes: number;
}

/** What a query reads, so that nothing else has to be filled in. */
export interface SqlNeeds {
  readonly kind: 'needs';
  readonly numbers: boolean;
  readonly texts: boolean;
  readonly samples: boolean;
}

/** Rollouts from one number on; they take the place of those that are there. */
export interface NumbersBlock {
  readonly from: number;
  readonly count: number;
  /**
   * For each column that is kept as a number, in order, one for each rollout, NaN for null; where the column is text,
   * a place in `words`, or bits for the places in it of a list.
   */
  readonly values: readonly Float64Array[];
  /** By name of the column. */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

/** Rollouts that follow those that are there. */
export interface TextsBlock {
  readonly from: number;
  readonly questions: readonly string[];
  readonly prompts: readonly string[];
  readonly completions: readonly string[];
  readonly errors: readonly (string | null)[];
  /** The rollout's own columns, as JSON; null where it has none. */
  readonly columns: readonly (string | null)[];
}

/** Rows of the dataset; they take the place of those that are there. */
export interface SamplesBlock {
  readonly rows: readonly number[];
  readonly questions: readonly (string | null)[];
  /** As JSON. */
  readonly samples: readonly string[];
}

/** Calls fail with `DuckDbMissing` where there is no build of DuckDB for this machine. */
export type QueryMethods = {
  /** Makes the tables; numbers that were in them are gone, texts and samples stay. */
  tables(params: { readonly columns: readonly SqlColumn[] }): null;
  needs(params: { readonly sql: string }): SqlNeeds | SqlProblem;
  numbers(params: NumbersBlock): null;
  texts(params: TextsBlock): null;
  samples(params: SamplesBlock): null;
  run(params: { readonly sql: string } & SqlLimits): SqlAnswer;
  /** The different values of the result's column `rollout`. */
  rollouts(params: { readonly sql: string }): Int32Array | SqlProblem;
  /** Answers once nothing else runs. */
  ping(params: null): null;
};
