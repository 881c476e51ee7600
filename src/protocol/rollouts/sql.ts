/** SQL over the rollouts of a run, for what no control offers. */
import type { SqlColumn } from '../../core/rollouts/sqlColumns.ts';
import type { SqlLimits, SqlProblem, SqlRows } from '../query.ts';
import type { MethodNames } from '../rpc.ts';

export interface SqlResult extends SqlRows {
  /** Of the query alone. */
  readonly milliseconds: number;
  /** How many rollouts there were, and how many of them were scored here by then. */
  readonly rollouts: number;
  readonly judged: number;
}

/** SQL cannot be used here, everything else can. */
export interface SqlUnavailable {
  readonly kind: 'unavailable';
  readonly message: string;
}

/** What a query waits for. */
export interface SqlProgress {
  readonly stage: 'numbers' | 'texts' | 'samples' | 'query';
  /** 0..1 */
  readonly done: number;
}

export type SqlMethods = {
  /** Reports SqlProgress. */
  sql(params: { readonly sql: string; readonly limits?: SqlLimits }): SqlResult | SqlProblem | SqlUnavailable;
  /** The columns of the table `rollouts`. */
  sqlColumns(params: null): readonly SqlColumn[];
  /**
   * Marks the rollouts in the result's column `rollout`, so that the filter `is:queried` holds for them alone.
   * Reports SqlProgress.
   */
  sqlMark(params: {
    readonly sql: string;
  }): { readonly kind: 'marked'; readonly rollouts: number } | SqlProblem | SqlUnavailable;
};

export const SQL_METHODS: MethodNames<SqlMethods> = { sql: true, sqlColumns: true, sqlMark: true };
