/**
 * Where the tokens of BLEU and ROUGE stand in the text that they were made from, as it was before lowercasing: for
 * people to see what matched. The metrics themselves never ask.
 */
import { rougeTokens } from './rouge.ts';
import { skipWhitespace } from './whitespace.ts';
import { wordTokens } from './words.ts';

/** A token and the range of the original text, in UTF-16 units, that it was made from. */
export interface PlacedToken {
  readonly token: string;
  readonly start: number;
  readonly end: number;
}

/** What the word tokenizer writes for double quotes, and the ways in which the text may have them. */
const QUOTES: Readonly<Record<string, readonly string[]>> = {
  '``': ['``', '"', "''"],
  "''": ["''", '"', '``'],
};

/** The tokens of `wordTokens(text.toLowerCase())`, each with its place in `text`. */
export function placeWords(text: string): PlacedToken[] {
  const lowercased = text.toLowerCase();
  const original = originalPlaces(text, lowercased);
  let at = 0;
  return wordTokens(lowercased).map((token) => {
    const { start, end } = find(lowercased, token, skipWhitespace(lowercased, at));
    at = end;
    return { token, ...original(start, end) };
  });
}

/** The tokens of `rougeTokens(text.toLowerCase())`, stems, each with the place of its word in `text`. */
export function placeRougeWords(text: string): PlacedToken[] {
  const lowercased = text.toLowerCase();
  const original = originalPlaces(text, lowercased);
  const stems = rougeTokens(lowercased);
  return Array.from(lowercased.matchAll(/[a-z0-9]+/g), ({ 0: word, index }, at) => ({
    token: stems[at] ?? word,
    ...original(index, index + word.length),
  }));
}

/** The tokenizer only inserts spaces and rewrites quotes, so that a token is found where the one before it ended. */
function find(text: string, token: string, from: number): { start: number; end: number } {
  const forms = QUOTES[token] ?? [token];
  const here = forms.find((form) => text.startsWith(form, from));
  return { start: from, end: from + (here?.length ?? 0) };
}

/** Turns a range of the lowercased text into one of the text itself: `İ` becomes two units in lower case. */
function originalPlaces(
  text: string,
  lowercased: string,
): (start: number, end: number) => { start: number; end: number } {
  // No character becomes shorter, so that equal lengths mean equal places.
  if (lowercased.length === text.length) return (start, end) => ({ start, end });
  const starts = new Int32Array(lowercased.length + 1);
  const ends = new Int32Array(lowercased.length + 1);
  let from = 0;
  let to = 0;
  for (const character of text) {
    const length = character.toLowerCase().length;
    starts.fill(from, to, to + length);
    from += character.length;
    ends.fill(from, to + 1, to + length + 1);
    to += length;
  }
  starts[to] = from;
  return (start, end) => {
    const first = starts[start] ?? 0;
    return { start: first, end: end > start ? (ends[end] ?? 0) : first };
  };
}
