/**
 * Python source with what is inside strings and comments blanked, so that only code is left to look at; every
 * character stays at its place, quotes and line ends too.
 */
export function maskPython(text: string): string {
  let out = '';
  let at = 0;
  const blank = (end: number): void => {
    out += text.slice(at, end).replace(/[^\n\r]/g, ' ');
    at = end;
  };
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '#') {
      const end = text.indexOf('\n', at);
      blank(end < 0 ? text.length : end);
    } else if (character === '"' || character === "'") {
      const quote = text.startsWith(character.repeat(3), at) ? character.repeat(3) : character;
      out += quote;
      at += quote.length;
      const end = stringEnd(text, at, quote);
      blank(end);
      if (text.startsWith(quote, at)) {
        out += quote;
        at += quote.length;
      }
    } else {
      out += character;
      at++;
    }
  }
  return out;
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
