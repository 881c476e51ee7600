import type * as vscode from 'vscode';
import type { JsonObject } from '../../core/json.ts';

/** Rows of an open dataset that are edited and not saved, by their place in the file. */
export interface UnsavedRows {
  readonly rows: readonly number[];
  /** Those of them that were edited since `revision`. */
  readonly changed: readonly (readonly [row: number, value: JsonObject])[];
  /** Up to which edits this goes. */
  readonly revision: number;
}

/** What dumps want to know of the datasets that are open in their editors. */
export interface OpenDatasets {
  /** The dataset whose `rollouts` setting names this file or folder. */
  naming(dump: string): string | undefined;
  unsaved(dataset: vscode.Uri, since: number): Promise<UnsavedRows>;
  /** A dataset was edited, saved, read anew or closed. */
  readonly onDidChange: vscode.Event<{ readonly dataset: vscode.Uri; readonly saved: boolean }>;
  /** Opens a row of the file in its editor. */
  openRow(dataset: vscode.Uri, row: number): Promise<void>;
}
