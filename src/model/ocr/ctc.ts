/**
 * Reading a text recogniser's output: greedy CTC decoding (Graves et al., 2006), with the spaces put back
 * that the recogniser nearly always holds for less likely than a blank.
 */

export interface Decoded {
  readonly text: string;
  /** Mean probability of the characters, 0..1; 0 where nothing was read. */
  readonly confidence: number;
  /** For each character of `text`, where it stands along the line, 0..1. An inserted space has its gap's middle. */
  readonly positions: readonly number[];
}

const BLANK = 0;
/** Two characters with a space at least this likely between them are two words. */
const SPACE = 0.01;
/** Digits of one number stand apart in many fonts, so more is asked of a space between two of them. */
const SPACE_IN_NUMBER = 0.3;

/** Scripts written without spaces between words. */
const NO_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff65]/u;

/** Punctuation that follows a word without a space. */
const CLOSES = /[,.;:!?)\]}%]/;

interface Emitted {
  readonly character: string;
  readonly probability: number;
  readonly first: number;
  last: number;
}

/**
 * @param probabilities shape [steps, classes]; class 0 is CTC's blank
 * @param characters one for each class
 */
export function decode(probabilities: Float32Array, steps: number, characters: readonly string[]): Decoded {
  const emitted = emit(probabilities, steps, characters);
  const space = characters.lastIndexOf(' ');
  let text = '';
  const positions: number[] = [];
  let previous: Emitted | undefined;
  const add = (character: string, step: number): void => {
    text += character;
    positions.push(...Array<number>(character.length).fill((step + 0.5) / steps));
  };
  for (const current of emitted) {
    if (previous !== undefined && previous.character !== ' ' && current.character !== ' ') {
      const likely = maxBetween(probabilities, characters.length, space, previous.last, current.first);
      if (separates(likely, previous.character, current.character)) {
        add(' ', (previous.last + current.first) / 2);
      }
    }
    add(current.character, (current.first + current.last) / 2);
    previous = current;
  }
  const total = emitted.reduce((sum, { probability }) => sum + probability, 0);
  return { text, confidence: emitted.length === 0 ? 0 : total / emitted.length, positions };
}

function emit(probabilities: Float32Array, steps: number, characters: readonly string[]): Emitted[] {
  const classes = characters.length;
  const emitted: Emitted[] = [];
  let before = BLANK;
  for (let step = 0; step < steps; step++) {
    let best = 0;
    let probability = -1;
    for (let index = 0, at = step * classes; index < classes; index++, at++) {
      const value = probabilities[at] ?? 0;
      if (value > probability) [best, probability] = [index, value];
    }
    if (best !== BLANK) {
      const last = emitted.at(-1);
      if (best === before && last !== undefined) last.last = step;
      else emitted.push({ character: characters[best] ?? '', probability, first: step, last: step });
    }
    before = best;
  }
  return emitted;
}

function maxBetween(p: Float32Array, classes: number, index: number, after: number, until: number): number {
  let most = 0;
  for (let step = after; step <= until; step++) most = Math.max(most, p[step * classes + index] ?? 0);
  return most;
}

function separates(likely: number, left: string, right: string): boolean {
  if (NO_SPACES.test(left) || NO_SPACES.test(right) || CLOSES.test(right)) return false;
  const inNumber = /\d/.test(left) && /[\d.,]/.test(right);
  return likely > (inNumber ? SPACE_IN_NUMBER : SPACE);
}
