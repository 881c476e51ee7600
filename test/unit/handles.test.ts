import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anchor,
  boxesAt,
  drawBox,
  duplicateBoxes,
  handleAt,
  HANDLES,
  MIN_SIZE,
  moveBoxes,
  resizeBox,
  type Bounds,
} from '../../src/core/geometry/handles.ts';
import type { Box } from '../../src/core/sample.ts';

const image: Bounds = { width: 640, height: 480 };
const within = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
/** A box inside the image, with decimals. */
const box = fc
  .tuple(within(0, 600), within(0, 440), within(2, 40), within(2, 40))
  .map(([x, y, w, h]): Box => [x, y, x + w, y + h]);
const delta = within(-900, 900);
const handle = fc.constantFrom(...HANDLES);

const inside = ([x1, y1, x2, y2]: Box): boolean =>
  x1 >= 0 && y1 >= 0 && x2 <= image.width && y2 <= image.height;

describe('resizing a box', () => {
  it('keeps it inside the image and at least the least size', () => {
    fc.assert(
      fc.property(box, handle, delta, delta, (initial, which, dx, dy) => {
        const after = resizeBox(initial, which, dx, dy, image);
        expect(inside(after)).toBe(true);
        expect(after[2] - after[0]).toBeGreaterThanOrEqual(
          Math.min(MIN_SIZE, initial[2] - initial[0]) - 1e-9,
        );
        expect(after[3] - after[1]).toBeGreaterThanOrEqual(
          Math.min(MIN_SIZE, initial[3] - initial[1]) - 1e-9,
        );
      }),
    );
  });

  it('makes the sides that move whole and leaves every other number alone', () => {
    fc.assert(
      fc.property(box, handle, delta, delta, (initial, which, dx, dy) => {
        const after = resizeBox(initial, which, dx, dy, image);
        const at = anchor(which);
        const changed = after.filter((value) => !initial.includes(value));
        expect(changed.every(Number.isInteger)).toBe(true);
        if (at.x === 0.5) expect([after[0], after[2]]).toEqual([initial[0], initial[2]]);
        if (at.y === 0.5) expect([after[1], after[3]]).toEqual([initial[1], initial[3]]);
      }),
    );
  });

  it('is the very same box where nothing moved', () => {
    const initial: Box = [10.25, 20.5, 30.75, 40];
    for (const which of HANDLES) expect(resizeBox(initial, which, 0, 0, image)).toBe(initial);
    expect(resizeBox(initial, 'n', 5, 0, image)).toBe(initial);
  });

  it('moves the side that the handle names', () => {
    const initial: Box = [100, 100, 200, 180];
    expect(resizeBox(initial, 'se', 10, 20, image)).toEqual([100, 100, 210, 200]);
    expect(resizeBox(initial, 'nw', -10, 5, image)).toEqual([90, 105, 200, 180]);
    expect(resizeBox(initial, 'e', 7, 99, image)).toEqual([100, 100, 207, 180]);
  });

  it('turns a box over that is dragged past its other side', () => {
    expect(resizeBox([100, 100, 200, 180], 'e', -150, 0, image)).toEqual([50, 100, 100, 180]);
  });

  it('never closes a box, at the edge of the image neither', () => {
    expect(resizeBox([100, 100, 200, 180], 'e', -100, 0, image)).toEqual([100, 100, 101, 180]);
    expect(resizeBox([600, 100, 640, 180], 'w', 40, 0, image)).toEqual([639, 100, 640, 180]);
  });

  it('takes an inverted box by the sides that it shows', () => {
    expect(resizeBox([200, 180, 100, 100], 'se', 10, 20, image)).toEqual([100, 100, 210, 200]);
  });
});

describe('moving boxes', () => {
  it('keeps them in the image, whole, and at their distances', () => {
    fc.assert(
      fc.property(fc.array(box, { minLength: 1, maxLength: 4 }), delta, delta, (initial, dx, dy) => {
        const after = moveBoxes(initial, dx, dy, image);
        if (after === initial) return;
        expect(after.flat().every(Number.isInteger)).toBe(true);
        const [first] = after;
        const [before] = initial;
        after.forEach((moved, i) => {
          expect(inside(moved)).toBe(true);
          expect(Math.abs(moved[0] - first![0] - (initial[i]![0] - before![0]))).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  it('stops all of them when one reaches the edge', () => {
    const boxes: Box[] = [
      [10, 10, 20, 20],
      [100, 10, 120, 20],
    ];
    expect(moveBoxes(boxes, -50, 0, image)).toEqual([
      [0, 10, 10, 20],
      [90, 10, 110, 20],
    ]);
  });

  it('gives back the same boxes where they cannot move', () => {
    const boxes: Box[] = [[0, 0.5, 640, 480]];
    expect(moveBoxes(boxes, 30, 0, image)).toBe(boxes);
    expect(moveBoxes(boxes, 0, 0, image)).toBe(boxes);
  });

  it('lets a box that sticks out come back, and not further out', () => {
    expect(moveBoxes([[-20, 10, 30, 40]], 5, 0, image)).toEqual([[-15, 10, 35, 40]]);
    expect(moveBoxes([[-20, 10, 30, 40]], -5, 1, image)).toEqual([[-20, 11, 30, 41]]);
  });
});

describe('drawing and copying', () => {
  it('draws between two corners in any order, within the image', () => {
    expect(drawBox({ x: 50.4, y: 60 }, { x: 10, y: 20.6 }, image)).toEqual([10, 21, 50, 60]);
    expect(drawBox({ x: -30, y: 5 }, { x: 900, y: 9 }, image)).toEqual([0, 5, 640, 9]);
  });

  it('draws nothing that has no size', () => {
    expect(drawBox({ x: 10, y: 10 }, { x: 10.3, y: 40 }, image)).toBeUndefined();
    expect(drawBox({ x: -9, y: 10 }, { x: -3, y: 40 }, image)).toBeUndefined();
  });

  it('sets copies off, towards the room that there is', () => {
    expect(duplicateBoxes([[10, 10, 20, 20]], image)).toEqual([[20, 20, 30, 30]]);
    expect(duplicateBoxes([[600, 440, 640, 480]], image)).toEqual([[590, 430, 630, 470]]);
  });
});

describe('hitting boxes', () => {
  const target: Box = [100, 100, 200, 160];

  it('finds every handle where it stands, and the inside', () => {
    for (const which of HANDLES) {
      const at = anchor(which);
      const point = { x: 100 + at.x * 100, y: 100 + at.y * 60 };
      expect(handleAt(target, point, 7)).toBe(which);
    }
    expect(handleAt(target, { x: 150, y: 130 }, 7)).toBe('inside');
    expect(handleAt(target, { x: 208, y: 130 }, 7)).toBeUndefined();
  });

  it('leaves an inside to every box, however small', () => {
    fc.assert(
      fc.property(within(1, 30), within(1, 30), (width, height) => {
        const small: Box = [50, 50, 50 + width, 50 + height];
        expect(handleAt(small, { x: 50 + width / 2, y: 50 + height / 2 }, 7)).toBe('inside');
      }),
    );
  });

  it('takes the smallest box first, and of equal ones the last', () => {
    const boxes: (Box | undefined)[] = [[0, 0, 400, 400], undefined, target, [100, 100, 200, 160]];
    expect(boxesAt(boxes, { x: 150, y: 130 }, 3)).toEqual([3, 2, 0]);
    expect(boxesAt(boxes, { x: 20, y: 20 }, 3)).toEqual([0]);
  });
});
