/** Comparing what was read with what was asked or answered, blind to case, width, spacing and punctuation. */

export interface Folded {
  /** Letters and digits in lower case; a point, colon, slash or dash only between digits. */
  readonly text: string;
  /** For each UTF-16 unit of `text`, the unit of the original it comes from. */
  readonly origin: readonly number[];
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}\p{M}]/u;
const IN_NUMBERS = /[.:/-]/;
const DIGIT = /\p{Nd}/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

export function fold(original: string): Folded {
  let text = '';
  const origin: number[] = [];
  const characters = Array.from(original);
  let at = 0;
  characters.forEach((character, index) => {
    const before = characters[index - 1] ?? '';
    const after = characters[index + 1] ?? '';
    const kept =
      LETTER_OR_DIGIT.test(character) ||
      (IN_NUMBERS.test(character) && DIGIT.test(before) && DIGIT.test(after));
    if (kept) {
      const folded = character.normalize('NFKC').toLowerCase();
      text += folded;
      origin.push(...Array<number>(folded.length).fill(at));
    }
    at += character.length;
  });
  return { text, origin };
}

/** Half-open range in UTF-16 units. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** So many letters in a row mean the same word even where a space next to them was lost. */
const LONG_ENOUGH = 5;

/** Where `wanted` stands in `text` as whole words, or undefined. */
export function findWords(text: string, wanted: string): TextSpan | undefined {
  const needle = fold(wanted).text;
  const hay = fold(text);
  if (needle === '') return undefined;
  for (let at = hay.text.indexOf(needle); at >= 0; at = hay.text.indexOf(needle, at + 1)) {
    const start = hay.origin[at] ?? 0;
    const last = hay.origin[at + needle.length - 1] ?? 0;
    const end = last + String.fromCodePoint(text.codePointAt(last) ?? 0).length;
    const loose = UNSPACED.test(needle) || (needle.length >= LONG_ENOUGH && !DIGIT.test(needle));
    if (loose || (!joined(text, start) && !joined(text, end))) return { start, end };
  }
  return undefined;
}

/** Whether a word or number runs on across this place. */
function joined(text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - 2), at + 2);
  const split = Math.min(2, at);
  const before = around.slice(0, split);
  const after = around.slice(split);
  if (/[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after)) return true;
  return /\p{Nd}[.,]?$/u.test(before) && /^[.,]?\p{Nd}/u.test(after);
}

/** Words in lower case: runs of letters and digits, numbers whole. */
export function words(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{Nd}+(?:[.,:/-]\p{Nd}+)*|[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)?/gu) ?? []
  );
}

/** How alike two folded texts are: 1 − edit distance / longer length. */
export function likeness(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 1 : 1 - editDistance(a, b) / longer;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
