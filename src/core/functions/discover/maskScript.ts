import { lineEnd, mask, whole } from './mask.ts';

/**
 * JavaScript or TypeScript source with what is inside strings, and all of templates, regular expressions and comments,
 * blanked; every character stays at its place, quotes too. Code inside a template's `${}` is blanked, too: nothing is exported there.
 */
export function maskScript(text: string): string {
  return mask(text, (at, before) => {
    const character = text[at] ?? '';
    if (text.startsWith('//', at)) return whole(at, lineEnd(text, at));
    if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      return whole(at, end < 0 ? text.length : end + 2);
    }
    if (character === '"' || character === "'") {
      const next = quotedEnd(text, at + 1, character);
      return { start: at + 1, end: text[next - 1] === character && next > at + 1 ? next - 1 : next, next };
    }
    if (character === '`') return whole(at, templateEnd(text, at + 1));
    if (character === '/' && startsRegExp(before().slice(-200))) return whole(at, regExpEnd(text, at + 1));
    return undefined;
  });
}

/** Behind the closing quote; a string ends with its line at the latest. */
function quotedEnd(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
    else if (text[at] === '\n') return at;
  }
  return text.length;
}

function templateEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`') return at + 1;
    else if (text.startsWith('${', at)) at = substitutionEnd(text, at + 2) - 1;
  }
  return text.length;
}

/** Behind the brace that closes a template's `${`. */
function substitutionEnd(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '"' || character === "'") at = quotedEnd(text, at + 1, character) - 1;
    else if (character === '`') at = templateEnd(text, at + 1) - 1;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}

/** A slash divides behind a value, and begins a regular expression elsewhere. */
function startsRegExp(before: string): boolean {
  const code = before.trimEnd();
  if (
    /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|yield|await)$/.test(
      code.slice(-12),
    )
  ) {
    return true;
  }
  return !/[\w$)\]}"']$/.test(code.slice(-1));
}

function regExpEnd(text: string, start: number): number {
  let inClass = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '\n') return at;
    else if (character === '[') inClass = true;
    else if (character === ']') inClass = false;
    else if (character === '/' && !inClass) return at + 1;
  }
  return text.length;
}
