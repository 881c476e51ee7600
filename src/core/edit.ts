import type { Json, JsonPath } from './json.ts';
import type { RowId } from './sample.ts';

/**
 * What a person asks to change inside one row, by value. Applied to the row's text by the codec,
 * which touches only the bytes of these values (see codec/splice.ts).
 */
export type ValueEdit =
  /**
   * Replace the value at `path`. Missing keys are added at the end of their object, missing objects on the
   * way are made, and the place after an array's last element appends.
   */
  | { readonly op: 'set'; readonly path: JsonPath; readonly value: Json }
  /** Insert `values` before element `at` of the array at `path`. */
  | { readonly op: 'insert'; readonly path: JsonPath; readonly at: number; readonly values: readonly Json[] }
  /** Remove `count` elements from `at` on of the array at `path`. */
  | { readonly op: 'remove'; readonly path: JsonPath; readonly at: number; readonly count: number };

/**
 * `removed` stood at UTF-16 offset `at` of a row's text; `inserted` stands there after. In a list, each
 * patch counts its offset in the text that the one before it left.
 */
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
  /** Its line end; absent where the file is to choose one. */
  readonly eol?: string;
}

/** A reversible change of a dataset as plain data: what undo, redo and the hot-exit backup store. */
export type Edit =
  | {
      readonly kind: 'patch';
      readonly row: RowId;
      readonly patches: readonly TextPatch[];
      /** Hashes of the row's text before and after: a patch that only inserts would fit many a text. */
      readonly check?: readonly [before: string, after: string];
    }
  | { readonly kind: 'insert'; readonly at: number; readonly rows: readonly StoredRow[] }
  | { readonly kind: 'delete'; readonly at: number; readonly rows: readonly StoredRow[] }
  | { readonly kind: 'move'; readonly from: number; readonly to: number }
  | { readonly kind: 'group'; readonly edits: readonly Edit[] };

/** Rows that an edit takes out of the dataset; what a group puts back in again is listed all the same. */
export function deletedBy(edit: Edit): readonly RowId[] {
  switch (edit.kind) {
    case 'delete':
      return edit.rows.map(({ id }) => id);
    case 'group':
      return edit.edits.flatMap(deletedBy);
    case 'patch':
    case 'insert':
    case 'move':
      return [];
  }
}

/** The edit that takes `edit` back. */
export function invert(edit: Edit): Edit {
  switch (edit.kind) {
    case 'patch':
      return {
        ...edit,
        patches: edit.patches.map(swap).reverse(),
        ...(edit.check === undefined ? {} : { check: [edit.check[1], edit.check[0]] }),
      };
    case 'insert':
      return { ...edit, kind: 'delete' };
    case 'delete':
      return { ...edit, kind: 'insert' };
    case 'move':
      return { kind: 'move', from: edit.to, to: edit.from };
    case 'group':
      return { kind: 'group', edits: edit.edits.map(invert).reverse() };
  }
}

function swap(patch: TextPatch): TextPatch {
  return { at: patch.at, removed: patch.inserted, inserted: patch.removed };
}

/** An edit that does not fit the dataset it is applied to; nothing was changed. */
export class EditError extends Error {
  override name = 'EditError';
}

/** Applies patches one after the other, each to the text that the one before left. */
export function applyPatches(text: string, patches: readonly TextPatch[]): string {
  return patches.reduce((before, { at, removed, inserted }) => {
    const end = at + removed.length;
    if (before.slice(at, end) !== removed)
      throw new EditError('the row has changed since this edit was made');
    return before.slice(0, at) + inserted + before.slice(end);
  }, text);
}
