/** What taking proposals does to the boxes of a sample: a thing that has a box never gets a second one. */
import { iou } from '../../src/core/geometry/iou.ts';
import type { Box } from '../../src/core/sample.ts';

/** From this overlap on two boxes are taken for the same thing. */
const SAME_THING = 0.5;

/** The box that overlaps most, where it overlaps enough to be the same thing; −1 where there is none. */
export function sameThing(boxes: readonly (Box | undefined)[], box: Box): number {
  const overlaps = boxes.map((other) => (other === undefined ? 0 : iou(other, box)));
  const most = Math.max(0, ...overlaps);
  return most >= SAME_THING ? overlaps.indexOf(most) : -1;
}

export interface Acceptance {
  /** Boxes of the sample, by index, that proposals take the place of. */
  readonly replaced: ReadonlyMap<number, Box>;
  readonly added: readonly Box[];
  /** Places among `proposed` that were taken. */
  readonly taken: readonly number[];
  /** Indices that the taken boxes have in the sample afterwards. */
  readonly indices: readonly number[];
}

/**
 * Takes proposals in their order. One that is the same thing as a box replaces it; one that is the same thing
 * as a proposal taken before it is left.
 */
export function planAcceptance(boxes: readonly (Box | undefined)[], proposed: readonly Box[]): Acceptance {
  const replaced = new Map<number, Box>();
  const added: Box[] = [];
  const taken: number[] = [];
  proposed.forEach((box, place) => {
    const same = sameThing(boxes, box);
    if (replaced.has(same) || sameThing([...replaced.values(), ...added], box) >= 0) return;
    if (same < 0) added.push(box);
    else replaced.set(same, box);
    taken.push(place);
  });
  const indices = [...replaced.keys(), ...added.map((_, place) => boxes.length + place)];
  return { replaced, added, taken, indices };
}
