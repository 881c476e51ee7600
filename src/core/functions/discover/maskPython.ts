import { lineEnd, mask, whole } from './mask.ts';

/**
 * Python source with what is inside strings and comments blanked, so that only code is left to look at; every
 * character stays at its place, quotes and line ends too.
 */
export function maskPython(text: string): string {
  return mask(text, (at) => {
    const character = text[at] ?? '';
    if (character === '#') return whole(at, lineEnd(text, at));
    if (character !== '"' && character !== "'") return undefined;
    const quote = text.startsWith(character.repeat(3), at) ? character.repeat(3) : character;
    const start = at + quote.length;
    const end = stringEnd(text, start, quote);
    return { start, end, next: text.startsWith(quote, end) ? end + quote.length : end };
  });
}

/** Where the closing quote stands; a string in single quotes ends with its line at the latest. */
function stringEnd(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    // Also a raw string's backslash keeps the quote behind it from closing.
    if (text[at] === '\\') at++;
    else if (text.startsWith(quote, at)) return at;
    else if (text[at] === '\n' && quote.length === 1) return at;
  }
  return text.length;
}
