import { LiteralFailure } from './outcome.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;

/** A string of any kind. It can never be a coordinate: only its kind, its end and its errors matter. */
export interface PythonString {
  readonly end: number;
  readonly kind: 'string' | 'bytes' | 'f-string';
  readonly raw: boolean;
  /** Where what stands between the quotes starts and ends. */
  readonly from: number;
  readonly to: number;
}

/** How many letters and quotes open a string at `at`; 0 where none starts. */
export function stringOpening(
  text: string,
  at: number,
  end: number,
): { letters: number; quotes: number } | undefined {
  let quote = at;
  while (quote < end && quote < at + 2 && isPrefixLetter(text.charCodeAt(quote))) quote++;
  const unit = quote < end ? text.charCodeAt(quote) : 0;
  if (unit !== QUOTE && unit !== APOSTROPHE) return undefined;
  const letters = quote - at;
  if (letters === 2 && !isPrefixPair(text.charCodeAt(at) | 0x20, text.charCodeAt(at + 1) | 0x20))
    return undefined;
  const triple =
    quote + 2 < end && text.charCodeAt(quote + 1) === unit && text.charCodeAt(quote + 2) === unit;
  return { letters, quotes: triple ? 3 : 1 };
}

/** b, f, r or u. */
function isPrefixLetter(unit: number): boolean {
  const letter = unit | 0x20;
  return unit < 0x80 && (letter === 0x62 || letter === 0x66 || letter === 0x72 || letter === 0x75);
}

/** One is r, the other b or f. */
function isPrefixPair(first: number, second: number): boolean {
  const other = first === 0x72 ? second : first;
  return (first === 0x72 || second === 0x72) && (other === 0x62 || other === 0x66);
}

/** The string at `at`, which stringOpening has found. Throws LiteralFailure. */
export function scanString(
  text: string,
  at: number,
  end: number,
  { letters, quotes }: { readonly letters: number; readonly quotes: number },
): PythonString {
  const prefix = text.slice(at, at + letters).toLowerCase();
  const bytes = prefix.includes('b');
  const raw = prefix.includes('r');
  const quote = text.charCodeAt(at + letters);
  const from = at + letters + quotes;
  for (let here = from; here < end;) {
    const unit = text.charCodeAt(here);
    if (unit === quote && closes(text, here, end, quotes)) {
      const kind = bytes ? 'bytes' : prefix.includes('f') ? 'f-string' : 'string';
      return { end: here + quotes, kind, raw, from, to: here };
    }
    if (quotes === 1 && (unit === NEWLINE || unit === RETURN)) {
      throw new LiteralFailure('a string is not closed on its line', at);
    }
    if (bytes && unit > 0x7f) throw new LiteralFailure('bytes hold only ASCII', here);
    if (unit === BACKSLASH) {
      if (!raw) checkEscape(text, here, end, bytes);
      here += text.charCodeAt(here + 1) === RETURN && text.charCodeAt(here + 2) === NEWLINE ? 3 : 2;
    } else here++;
  }
  throw new LiteralFailure('a string is never closed', at);
}

function closes(text: string, at: number, end: number, quotes: number): boolean {
  const unit = text.charCodeAt(at);
  return (
    quotes === 1 || (at + 2 < end && text.charCodeAt(at + 1) === unit && text.charCodeAt(at + 2) === unit)
  );
}

/** Of `\\N{name}` only the shape is checked: which names Unicode has is not known here. */
const ESCAPES: ReadonlyMap<number, RegExp> = new Map([
  [0x78, /[0-9a-f]{2}/iy],
  [0x75, /[0-9a-f]{4}/iy],
  [0x55, /(?:000[0-9a-f]|0010)[0-9a-f]{4}/iy],
  [0x4e, /\{[^}]+\}/y],
]);
const HEX_ESCAPE = 0x78;

function checkEscape(text: string, at: number, end: number, bytes: boolean): void {
  const letter = text.charCodeAt(at + 1);
  const pattern = bytes && letter !== HEX_ESCAPE ? undefined : ESCAPES.get(letter);
  if (pattern === undefined) return;
  pattern.lastIndex = at + 2;
  const found = pattern.exec(text);
  if (found === null || at + 2 + found[0].length > end) {
    throw new LiteralFailure(`a string holds an incomplete \\${text.charAt(at + 1)} escape`, at);
  }
}
