import type { Levels } from '../../src/core/attention/levels.ts';
import { parseBoxes, findTag } from '../../src/core/completion.ts';
import { toOriginal } from '../../src/core/geometry/coordinates.ts';
import type { Bounds } from '../../src/core/geometry/handles.ts';
import { ResizeError } from '../../src/core/geometry/smartResize.ts';
import { readSample } from '../../src/core/readSample.ts';
import type { Box } from '../../src/core/sample.ts';
import type { ShownGroup } from '../../src/protocol/rollouts.ts';
import type { State } from './state.ts';

/** Size of the upright image in pixels: as the host read it, else as the browser did, else as the row says. */
export function imageSize({
  group,
  decoded,
  opened,
}: Pick<State, 'group' | 'decoded' | 'opened'>): Bounds | undefined {
  if (group === undefined) return undefined;
  const { image, sample } = group;
  if (image.kind === 'image') {
    if (image.width !== undefined && image.height !== undefined)
      return { width: image.width, height: image.height };
    const seen = decoded.get(image.uri);
    if (seen !== undefined) return seen;
  }
  const read = sample && readSample(sample.row, opened?.settings.columns);
  const [width, height] = [read?.width.value, read?.height.value];
  return width === undefined || height === undefined ? undefined : { width, height };
}

/** The true boxes in original pixels. */
export function truthBoxes({ group, opened }: Pick<State, 'group' | 'opened'>): readonly Box[] {
  if (group?.sample === undefined) return [];
  return readSample(group.sample.row, opened?.settings.columns).boxes.value.filter(
    (box) => box !== undefined,
  );
}

/** Completions whose boxes are kept: those of the groups that are looked at. */
const MOST_KEPT = 256;
const parsedBoxes = new Map<string, readonly Box[]>();

/** The boxes of a completion in original pixels, as the reward reads them; none where they cannot be read. */
export function predictedBoxes(
  state: Pick<State, 'opened'>,
  completion: string,
  size: Bounds,
): readonly Box[] {
  return inOriginal(state, writtenBoxes(completion), size);
}

/** As they are written; kept, because they are drawn with every frame of a drag. */
function writtenBoxes(completion: string): readonly Box[] {
  const known = parsedBoxes.get(completion);
  if (known !== undefined) return known;
  const span = findTag(completion, 'bbox');
  const parsed = span && parseBoxes(completion, span.start, span.end);
  const boxes = parsed?.kind === 'boxes' ? parsed.boxes : [];
  if (parsedBoxes.size >= MOST_KEPT) parsedBoxes.clear();
  parsedBoxes.set(completion, boxes);
  return boxes;
}

/** Written boxes in original pixels, as the reward reads them; none where they cannot be scaled. */
export function inOriginal(
  { opened }: Pick<State, 'opened'>,
  written: readonly Box[],
  size: Bounds,
): readonly Box[] {
  if (opened === undefined) return [];
  try {
    const { rewardCoordinates } = opened.settings;
    const boxes = written.map((box) => toOriginal(box, rewardCoordinates, size.width, size.height));
    return boxes.every((box) => box.every((at) => Math.abs(at) < 1e7)) ? boxes : [];
  } catch (error) {
    if (error instanceof ResizeError) return [];
    throw error;
  }
}

const CELLS = 48;

/** Drawn with every frame of a drag, worked out once for an image's size. */
const agreements = new WeakMap<ShownGroup, { readonly size: string; readonly levels: Levels }>();

/** How many of a group's rollouts have a box over each of 48 × 48 cells of the image, 255 standing for all. */
export function agreement(state: Pick<State, 'opened'>, group: ShownGroup, image: Bounds): Levels {
  const size = `${image.width} ${image.height}`;
  const known = agreements.get(group);
  if (known?.size === size) return known.levels;
  const { length } = group.rollouts;
  const counts = new Array<number>(CELLS * CELLS).fill(0);
  for (const { completion } of group.rollouts) {
    const own = predictedBoxes(state, completion, image);
    for (let cell = 0; cell < counts.length; cell++) {
      const x = (((cell % CELLS) + 0.5) / CELLS) * image.width;
      const y = ((Math.floor(cell / CELLS) + 0.5) / CELLS) * image.height;
      if (own.some((box) => isInside(box, x, y))) counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  const bytes = Uint8Array.from(counts, (count) => Math.round((count / Math.max(1, length)) * 255));
  const levels = { rows: CELLS, columns: CELLS, bytes, least: 0, most: length };
  agreements.set(group, { size, levels });
  return levels;
}

function isInside([x1, y1, x2, y2]: Box, x: number, y: number): boolean {
  return x >= Math.min(x1, x2) && x <= Math.max(x1, x2) && y >= Math.min(y1, y2) && y <= Math.max(y1, y2);
}
