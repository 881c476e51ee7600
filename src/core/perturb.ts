/**
 * Scratch completions to try the rewards with: what a perfect answer would be, and the ways in which policies
 * commonly fall short of it, one at a time, so that it shows which reward notices.
 */
import { writeBoxes, writeCompletion } from './completion.ts';
import { tagged } from './completion/tags.ts';
import { extent, fromOriginal, type CoordinateConvention } from './geometry/coordinates.ts';
import type { Size } from './geometry/smartResize.ts';
import { upright } from './geometry/handles.ts';
import type { Box } from './sample.ts';

export type ScratchKind = 'truth' | 'jitter' | 'wrongSpace' | 'flatList' | 'missingTag' | 'swappedTags';

/** In the order in which they are offered, the truth first. */
export const SCRATCH_KINDS: readonly { readonly kind: ScratchKind; readonly label: string }[] = [
  { kind: 'truth', label: 'Ground truth' },
  { kind: 'jitter', label: 'Jittered boxes' },
  { kind: 'wrongSpace', label: 'Wrong coordinate space' },
  { kind: 'flatList', label: 'Flat box list' },
  { kind: 'missingTag', label: 'Missing answer tag' },
  { kind: 'swappedTags', label: 'Swapped tags' },
];

export interface Truth {
  readonly caption: string;
  /** In original pixels. */
  readonly boxes: readonly Box[];
  readonly answer: string;
  /** Of the upright original, in pixels. */
  readonly size: Size;
}

/** How far `jitter` moves each side at most, as a part of the box's own width or height. */
const JITTER = 0.12;

/**
 * The truth as a completion of a model that writes `convention`, spoilt as `kind` says. The same input gives
 * the same text. Throws ResizeError where the convention resizes and the image's size does not allow it.
 */
export function scratchCompletion(truth: Truth, kind: ScratchKind, convention: CoordinateConvention): string {
  const write = (boxes: readonly Box[], space = convention): Box[] =>
    boxes.map((box) => toConvention(box, space, truth.size));
  const parts = { caption: truth.caption, boxes: write(truth.boxes), answer: truth.answer };
  const caption = tagged('caption', parts.caption);
  const bbox = tagged('bbox', writeBoxes(parts.boxes));
  const answer = tagged('answer', parts.answer);
  switch (kind) {
    case 'truth':
      return writeCompletion(parts);
    case 'jitter':
      return writeCompletion({ ...parts, boxes: write(truth.boxes.map(jittered(truth.size))) });
    case 'wrongSpace':
      return writeCompletion({ ...parts, boxes: write(truth.boxes, otherSpace(convention, truth.size)) });
    case 'flatList':
      return [caption, tagged('bbox', `[${parts.boxes.flat().join(',')}]`), answer].join('\n');
    case 'missingTag':
      return [caption, bbox, parts.answer].join('\n');
    case 'swappedTags':
      return [caption, answer, bbox].join('\n');
  }
}

/** A box of original pixels as a model would write it: to a thousandth of its unit, finer where 1 is the whole image. */
export function toConvention(box: Box, convention: CoordinateConvention, size: Size): Box {
  const places = convention === 'relative1' ? 1e6 : 1e3;
  const tidy = (value: number): number => Math.round(value * places) / places;
  const [x1, y1, x2, y2] = fromOriginal(box, convention, size.width, size.height);
  return [tidy(x1), tidy(y1), tidy(x2), tidy(y2)];
}

/** A space that the convention is commonly mistaken for and whose numbers differ on this image. */
function otherSpace(convention: CoordinateConvention, size: Size): CoordinateConvention {
  const candidates: readonly CoordinateConvention[] = ['original', 'relative1000', 'resized28'];
  const mine = extent(convention, size);
  const differs = (other: CoordinateConvention): boolean => {
    const theirs = extent(other, size);
    return theirs.width !== mine.width || theirs.height !== mine.height;
  };
  return candidates.find((other) => other !== convention && differs(other)) ?? 'relative1';
}

function jittered(size: Size): (box: Box, index: number) => Box {
  return (box, index) => {
    const [x1, y1, x2, y2] = upright(box);
    const part = (side: number): number => JITTER * (2 * noise(4 * index + side) - 1);
    const across = (value: number, side: number): number =>
      between(value + part(side) * (x2 - x1), size.width);
    const down = (value: number, side: number): number =>
      between(value + part(side) * (y2 - y1), size.height);
    return [across(x1, 0), down(y1, 1), across(x2, 2), down(y2, 3)];
  };
}

const between = (value: number, high: number): number => Math.max(0, Math.min(high, value));

/** The `index`-th of a fixed sequence in 0..1: multiples of the golden ratio, which never come close together. */
function noise(index: number): number {
  return ((index + 1) * 0.618_033_988_749_895) % 1;
}
