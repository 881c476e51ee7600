import type { Json, JsonPath } from './json.ts';
import type { RowId } from './sample.ts';

/**
 * What a person asks to change inside one row, by value. Applied to the row's text by the codec,
 * which touches only the bytes of these values (see codec/splice.ts).
 */
export type ValueEdit =
  /** Replace the value at `path`; where only its last key is missing, add that key at the end of its object. */
  | { readonly op: 'set'; readonly path: JsonPath; readonly value: Json }
  /** Insert `values` before element `at` of the array at `path`. */
  | { readonly op: 'insert'; readonly path: JsonPath; readonly at: number; readonly values: readonly Json[] }
  /** Remove `count` elements from `at` on of the array at `path`. */
  | { readonly op: 'remove'; readonly path: JsonPath; readonly at: number; readonly count: number };

/** `removed` stood at UTF-16 offset `at` of a row's text; `inserted` stands there after. */
export interface TextPatch {
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
}

/** A row kept by value so that deleting it can be undone, byte for byte. */
export interface StoredRow {
  readonly id: RowId;
  /** The row's text without its line end; base64 of its bytes where they are no valid UTF-8. */
  readonly text: string;
  readonly encoding?: 'base64';
}

/** A reversible change of a dataset as plain data: what undo, redo and the hot-exit backup store. */
export type Edit =
  | { readonly kind: 'patch'; readonly row: RowId; readonly patches: readonly TextPatch[] }
  | { readonly kind: 'insert'; readonly at: number; readonly rows: readonly StoredRow[] }
  | { readonly kind: 'delete'; readonly at: number; readonly rows: readonly StoredRow[] }
  | { readonly kind: 'move'; readonly from: number; readonly to: number }
  | { readonly kind: 'group'; readonly edits: readonly Edit[] };
