import type { ExportOptions } from '../../core/rollouts/exports/rows.ts';

export interface ExportQuery {
  /** The filter of the list, as in core/rollouts/where.ts: only groups that it leaves are exported. */
  readonly where: string;
  readonly options: ExportOptions;
}

export interface ExportCounts {
  /** Groups that the filter leaves, and those of them that give at least one row. */
  readonly groups: number;
  readonly used: number;
  readonly rows: number;
  /** Rows left out because an equal one is there already. */
  readonly repeated: number;
  /** Groups without any reward: there is nothing to choose by. */
  readonly unscored: number;
  /** Groups that name no image: their rows ask about nothing, and prompts over two images look the same. */
  readonly imageless: number;
  /** Completions that are not chosen from because they are cut off. */
  readonly truncated: number;
  /** Of supervised rows: groups where no completion of the filter earned more than nothing. */
  readonly worthless: number;
}

export type TrainingMethods = {
  /** Counts what would be written, once all rollouts are scored. Reports progress 0..1. */
  countRows(params: ExportQuery): ExportCounts;
  /** Writes the rows as JSON Lines; `file` is the old one or the new one at every moment. Reports progress 0..1. */
  writeRows(params: ExportQuery & { readonly file: string }): ExportCounts;
};
