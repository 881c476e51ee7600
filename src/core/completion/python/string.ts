import { LiteralFailure } from './outcome.ts';

export interface StringToken {
  readonly at: number;
  readonly end: number;
  readonly type: 'string' | 'bytes' | 'f-string';
}

export interface StringPrefix {
  readonly letters: string;
  readonly quote: string;
}

const PREFIX = /(r|b|u|f|br|rb|fr|rf|)("""|'''|"|')/iy;
const CAN_START = '"\'rbufRBUF';
const ESCAPES: Readonly<Record<string, RegExp>> = {
  x: /[0-9a-f]{2}/iy,
  u: /[0-9a-f]{4}/iy,
  U: /(?:000[0-9a-f]|0010)[0-9a-f]{4}/iy,
  N: /\{[^}]+\}/y,
};

/** The prefix and the opening quote of a string that starts at `at`, undefined where none does. */
export function stringPrefix(text: string, at: number, end: number): StringPrefix | undefined {
  if (!CAN_START.includes(text.charAt(at))) return undefined;
  PREFIX.lastIndex = at;
  const found = PREFIX.exec(text);
  if (found === null || at + found[0].length > end) return undefined;
  return { letters: (found[1] ?? '').toLowerCase(), quote: found[2] ?? '' };
}

/** A string can never be a coordinate: only its type, its end and its errors matter. */
export function scanString(text: string, at: number, end: number, prefix: StringPrefix): StringToken {
  const { letters, quote } = prefix;
  const bytes = letters.includes('b');
  const raw = letters.includes('r');
  let here = at + letters.length + quote.length;
  for (;;) {
    if (here >= end) throw new LiteralFailure('a string is never closed', at);
    const unit = text.charAt(here);
    if (text.startsWith(quote, here) && here + quote.length <= end) break;
    if (quote.length === 1 && (unit === '\n' || unit === '\r')) {
      throw new LiteralFailure('a string is not closed on its line', at);
    }
    if (bytes && unit > '\x7f') throw new LiteralFailure('bytes hold only ASCII', here);
    if (unit === '\\') {
      if (!raw) checkEscape(text, here, end, bytes);
      here += text.startsWith('\r\n', here + 1) ? 3 : 2;
    } else here++;
  }
  const type = bytes ? 'bytes' : letters.includes('f') ? 'f-string' : 'string';
  return { at, end: here + quote.length, type };
}

function checkEscape(text: string, at: number, end: number, bytes: boolean): void {
  const letter = text.charAt(at + 1);
  const pattern = bytes && letter !== 'x' ? undefined : ESCAPES[letter];
  if (pattern === undefined) return;
  pattern.lastIndex = at + 2;
  const found = pattern.exec(text);
  if (found === null || at + 2 + found[0].length > end) {
    throw new LiteralFailure(`a string holds an incomplete \\${letter} escape`, at);
  }
}
