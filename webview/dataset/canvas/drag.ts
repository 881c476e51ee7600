/** What becomes of boxes that are dragged: a pure function of where the drag began and where the pointer is now. */
import { moveBoxes, resizeBox, type Bounds, type Point } from '../../../src/core/geometry/handles.ts';
import type { Box } from '../../../src/core/sample.ts';
import type { Grip } from './grip.ts';

type Boxes = readonly (Box | undefined)[];

export interface Drag {
  /** In image pixels, as all that follows. */
  readonly start: Point;
  readonly handle: Grip;
  /** All boxes of the layer when the drag began. */
  readonly initial: Boxes;
  /** Those that are dragged; a handle resizes the last. */
  readonly indices: readonly number[];
}

/** All boxes of the layer with the pointer at `to`. `straight` keeps a move on the axis that it went farther along. */
export function draggedBoxes(drag: Drag, to: Point, bounds: Bounds, straight: boolean): Boxes {
  const { start, handle, initial, indices } = drag;
  const [dx, dy] = [to.x - start.x, to.y - start.y];
  const boxes = [...initial];
  if (handle !== 'inside') {
    const index = indices.at(-1) ?? -1;
    const box = initial[index];
    if (box !== undefined) boxes[index] = resizeBox(box, handle, dx, dy, bounds);
    return boxes;
  }
  const held = indices.flatMap((index) => {
    const box = initial[index];
    return box === undefined ? [] : [{ index, box }];
  });
  const along = Math.abs(dx) < Math.abs(dy) ? 'y' : 'x';
  const moved = moveBoxes(
    held.map(({ box }) => box),
    straight && along === 'y' ? 0 : dx,
    straight && along === 'x' ? 0 : dy,
    bounds,
  );
  for (const [place, { index }] of held.entries()) boxes[index] = moved[place];
  return boxes;
}

/** The boxes that a drag has changed. */
export function changedBoxes(
  { indices, initial }: Drag,
  boxes: Boxes,
): readonly { readonly index: number; readonly box: Box }[] {
  return indices.flatMap((index) => {
    const box = boxes[index];
    return box === undefined || box === initial[index] ? [] : [{ index, box }];
  });
}
