/** A part of a source text that is no code. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
  /** Where to look on; behind the closing quote, where that is to stay. */
  readonly next: number;
}

/**
 * A source text with what is no code blanked; every character stays at its place, line ends too. `hiddenAt` tells of a
 * place what begins there, if anything; `before` is the text up to it, as it was masked.
 */
export function mask(
  text: string,
  hiddenAt: (at: number, before: () => string) => Hidden | undefined,
): string {
  let out = '';
  const before = (): string => out;
  for (let at = 0; at < text.length;) {
    const hidden = hiddenAt(at, before);
    const { start, end, next } = hidden ?? { start: at + 1, end: at + 1, next: at + 1 };
    out += text.slice(at, start) + text.slice(start, end).replace(/[^\n\r]/g, ' ') + text.slice(end, next);
    at = next;
  }
  return out;
}

/** Hidden as a whole. */
export const whole = (start: number, end: number): Hidden => ({ start, end, next: end });

/** Where the line ends, without its end. */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
