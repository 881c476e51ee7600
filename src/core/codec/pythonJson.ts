import type { Json } from '../json.ts';
import { findJsonError } from './jsonError.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const UPPER_N = 0x4e;
const UPPER_I = 0x49;

/**
 * `JSON.parse` that also takes what Python's `json.dumps` writes for floats that JSON has no numbers for: a bare `NaN`
 * is read as null, `Infinity` and `-Infinity` as these numbers. Throws SyntaxError for anything else that is no JSON,
 * with what is wrong.
 */
export function parsePythonJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    const plain = withoutNaN(text) ?? text;
    try {
      return JSON.parse(plain) as Json;
    } catch (error) {
      throw new SyntaxError(findJsonError(plain).message, { cause: error });
    }
  }
}

/** The text with JSON in the place of bare `NaN` and `Infinity`; undefined where it holds none. One pass. */
function withoutNaN(text: string): string | undefined {
  const parts: string[] = [];
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at);
    else if (unit === UPPER_N && text.startsWith('NaN', at)) {
      parts.push(text.slice(copied, at), 'null');
      copied = at + 3;
    } else if (unit === UPPER_I && text.startsWith('Infinity', at)) {
      // Beyond a double, so it is read as infinite; a minus before it stays.
      parts.push(text.slice(copied, at), '1e999');
      copied = at + 8;
    }
  }
  if (parts.length === 0) return undefined;
  return parts.join('') + text.slice(copied);
}

/** Offset of the quote that closes the string at `start`, or of the text's end. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}
