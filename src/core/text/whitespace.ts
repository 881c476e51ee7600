/**
 * Whitespace as Python sees it in `str.strip`, `str.split` and the regex class `\s`. JavaScript's own
 * `trim` and `\s` lack U+001C–U+001F and U+0085, and wrongly include U+FEFF.
 */

/** Whether a UTF-16 code unit is whitespace; no such character lies outside the BMP. */
export function isWhitespace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit >= 0x1c && unit <= 0x1f);
  return unit >= 0x85 && isWideWhitespace(unit);
}

function isWideWhitespace(unit: number): boolean {
  if (unit === 0x85 || unit === 0xa0 || unit === 0x1680) return true;
  if (unit < 0x2000 || unit > 0x3000) return false;
  return (
    unit <= 0x200a ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** The first offset in [start, end) that is no whitespace, else `end`. */
export function skipWhitespace(text: string, start: number, end = text.length): number {
  let at = start;
  while (at < end && isWhitespace(text.charCodeAt(at))) at++;
  return at;
}

/** The end of [start, end) without trailing whitespace, never before `start`. */
export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isWhitespace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Python's `text[start:end].strip()`. */
export function strip(text: string, start = 0, end = text.length): string {
  const from = skipWhitespace(text, start, end);
  return text.slice(from, trimEnd(text, from, end));
}

/** Python's `text.split()`. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  for (let at = skipWhitespace(text, 0); at < text.length;) {
    const start = at;
    while (at < text.length && !isWhitespace(text.charCodeAt(at))) at++;
    words.push(text.slice(start, at));
    at = skipWhitespace(text, at);
  }
  return words;
}
