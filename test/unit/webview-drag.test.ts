import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/core/sample.ts';
import { changedBoxes, draggedBoxes, type Drag } from '../../webview/dataset/canvas/drag.ts';
import { readWheel } from '../../webview/dataset/canvas/wheel.ts';

const BOUNDS = { width: 100, height: 100 };
const A: Box = [10, 10, 20, 20];
const B: Box = [30, 30, 40, 40];

describe('a drag', () => {
  const drag: Drag = {
    start: { x: 15, y: 15 },
    handle: 'inside',
    initial: [A, undefined, B],
    indices: [0, 2],
  };

  it('moves what is selected together, and leaves the rest', () => {
    const boxes = draggedBoxes({ ...drag, indices: [0] }, { x: 18, y: 10 }, BOUNDS, false);
    expect(boxes).toEqual([[13, 5, 23, 15], undefined, B]);
    expect(draggedBoxes(drag, { x: 16, y: 16 }, BOUNDS, false)).toEqual([
      [11, 11, 21, 21],
      undefined,
      [31, 31, 41, 41],
    ]);
  });

  it('keeps to the axis that it went farther along where it is to be straight', () => {
    const one = { ...drag, indices: [0] };
    expect(draggedBoxes(one, { x: 18, y: 13 }, BOUNDS, true)[0]).toEqual([13, 10, 23, 20]);
    expect(draggedBoxes(one, { x: 17, y: 12 }, BOUNDS, true)[0]).toEqual([10, 7, 20, 17]);
  });

  it('by a handle resizes the last of them', () => {
    const boxes = draggedBoxes({ ...drag, handle: 'se' }, { x: 20, y: 25 }, BOUNDS, true);
    expect(boxes).toEqual([A, undefined, [30, 30, 45, 50]]);
    expect(changedBoxes(drag, boxes)).toEqual([{ index: 2, box: [30, 30, 45, 50] }]);
  });

  it('that ends where it began has changed nothing', () => {
    expect(changedBoxes(drag, drag.initial)).toEqual([]);
  });
});

describe('the wheel', () => {
  const wheel = (event: Partial<WheelEvent>): WheelEvent =>
    ({
      deltaX: 0,
      deltaY: 0,
      deltaMode: 0,
      DOM_DELTA_LINE: 1,
      ctrlKey: false,
      metaKey: false,
      shiftKey: false,
      ...event,
    }) as WheelEvent;

  it('zooms by itself or with Ctrl, and pans otherwise', () => {
    const down = wheel({ deltaY: 100 });
    expect(readWheel(down, true)).toEqual({ factor: expect.closeTo(0.861, 3) as number });
    expect(readWheel(down, false)).toEqual({ dx: -0, dy: -100 });
    expect(readWheel(wheel({ deltaY: 100, ctrlKey: true }), false)).toEqual(readWheel(down, true));
    expect(readWheel(wheel({ deltaY: 100, shiftKey: true }), true)).toEqual({ dx: -100, dy: 0 });
    expect(readWheel(wheel({ deltaX: 5, deltaY: 7, shiftKey: true }), true)).toEqual({ dx: -5, dy: -7 });
  });

  it('goes by lines where it counts them', () => {
    expect(readWheel(wheel({ deltaY: 2, deltaMode: 1 }), false)).toEqual({ dx: -0, dy: -64 });
  });

  it('goes farther for a pinch', () => {
    const pinch = readWheel(wheel({ deltaY: -10, ctrlKey: true }), true);
    expect(pinch).toEqual({ factor: expect.closeTo(1.0015 ** 60, 9) as number });
  });
});
