import type { Json, JsonPath } from './json.ts';

/** A box in xyxy order, in pixels of the upright original image unless a name says otherwise. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

/** Identifies a row for as long as its document is open; it survives edits, moves and saves. */
export type RowId = number;

/**
 * One column of a sample as read from its row: the value that the editor works with, where it came from,
 * and what is wrong with it. A wrong type is never an exception: `value` is then the best reading
 * (an empty string or list at worst) and `problem` says what was found.
 */
export interface Field<T> {
  /** Where the raw value stands, or where an edit would create it. */
  readonly path: JsonPath;
  /** The value as parsed, undefined where the column is missing. */
  readonly raw: Json | undefined;
  readonly value: T;
  readonly problem?: string;
}

/** Where a sample's image comes from. */
export type ImageRef =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'data'; readonly uri: string }
  | { readonly kind: 'http'; readonly url: string };

/** How the boxes column is written; an edit keeps it. */
export type BoxesShape = 'list' | 'flat';

/** A row of a VQA-Verify dataset through its column mapping. */
export interface Sample {
  readonly key: string;
  readonly image: Field<ImageRef | undefined>;
  readonly question: Field<string>;
  readonly answers: Field<readonly string[]>;
  readonly caption: Field<string>;
  /** Aligned with the raw list: an element that is no box is undefined. */
  readonly boxes: Field<readonly (Box | undefined)[]> & { readonly shape: BoxesShape };
  readonly width: Field<number | undefined>;
  readonly height: Field<number | undefined>;
}
