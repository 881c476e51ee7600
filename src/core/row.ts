import { findJsonError } from './codec/jsonError.ts';
import type { StoredRow } from './edit.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { RawRow } from './rowSource.ts';
import type { RowId } from './sample.ts';

/** `malformed` rows are kept and shown verbatim; `tooLarge` rows are view-only. */
export type RowState = 'ok' | 'malformed' | 'tooLarge';

/** A row as it stands: its text, and what the text says. */
export interface Row {
  readonly id: RowId;
  readonly state: RowState;
  /** Without line end; of a row that is too large its beginning, of invalid UTF-8 its best reading. */
  readonly text: string;
  /** Present where `state` is ok. */
  readonly value?: JsonObject;
  /** Why the row is malformed or too large, and the 1-based character column where that shows. */
  readonly message?: string;
  readonly column?: number;
}

/** A row's text in memory: what `StoredRow` keeps, without the row's identity. */
export type RowText = Omit<StoredRow, 'id'>;

/** Decodes a row's bytes; what is no valid UTF-8 is kept as base64, so that no byte is lost. */
export function rowText(bytes: Uint8Array): RowText {
  try {
    return { text: strict.decode(bytes) };
  } catch {
    return { text: toBase64(bytes), encoding: 'base64' };
  }
}

export function rowBytes(row: RowText): Uint8Array {
  return row.encoding === 'base64' ? fromBase64(row.text) : encoder.encode(row.text);
}

/** True where both stand for the same bytes; line ends do not count. */
export function sameText(a: RowText, b: RowText): boolean {
  return a.text === b.text && a.encoding === b.encoding;
}

/** Reads a row's text. Never throws: a row that is no JSON object is malformed. */
export function parseRow(id: RowId, row: RowText): Row {
  if (row.encoding === 'base64') {
    const bytes = fromBase64(row.text);
    const text = lenient.decode(bytes);
    return { id, state: 'malformed', text, message: 'the row is no valid UTF-8', column: badColumn(bytes) };
  }
  const { text } = row;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    const error = findJsonError(text);
    return { id, state: 'malformed', text, message: error.message, column: error.offset + 1 };
  }
  if (isObject(value)) return { id, state: 'ok', text, value };
  const found = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  return { id, state: 'malformed', text, message: `the row is ${found}, expected an object`, column: 1 };
}

/** The beginning of a row that is too large to be parsed. */
export function largeRow(id: RowId, raw: RawRow): Row {
  const size = ((raw.end - raw.start) / 1_000_000).toFixed(1);
  const message = `the row holds ${size} MB; rows over 8 MB can be viewed and moved, but not edited`;
  return { id, state: 'tooLarge', text: lenient.decode(raw.bytes), message, column: 1 };
}

// A row is no file: a byte order mark inside one is an ordinary character.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** 1-based column of the first character that is no valid UTF-8. */
function badColumn(bytes: Uint8Array): number {
  const text = lenient.decode(bytes);
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) {
    // The character that stands for what is broken may also be in the text itself.
    const offset = encoder.encode(text.slice(0, at)).length;
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return at + 1;
  }
  return 1;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let shift = 18; shift >= 0; shift -= 6) text += DIGITS.charAt((word >> shift) & 63);
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  return text.slice(0, text.length - missing) + '='.repeat(missing);
}

function fromBase64(text: string): Uint8Array {
  const digits = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let length = 0;
  for (const digit of digits) {
    word = (word << 6) | DIGITS.indexOf(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (word >> bits) & 255;
    }
  }
  return bytes;
}
