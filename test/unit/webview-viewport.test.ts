import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fit,
  MAX_SCALE,
  pan,
  toImage,
  toScreen,
  zoomAt,
  zoomToBox,
} from '../../webview/ui/image/viewport.ts';

const stage = { width: 800, height: 600 };
const image = { width: 1280, height: 860 };
const scale = fc.double({ min: 0.1, max: 8, noNaN: true });
const place = fc.double({ min: -500, max: 1500, noNaN: true });

describe('the viewport', () => {
  it('fits an image whole, in the middle', () => {
    const view = fit(image, stage);
    const [x1, y1, x2, y2] = toScreen(view, [0, 0, image.width, image.height]);
    expect(Math.min(x1, y1)).toBeGreaterThanOrEqual(0);
    expect(x1).toBeCloseTo(stage.width - x2);
    expect(y1).toBeCloseTo(stage.height - y2);
  });

  it('does not blow a tiny image up beyond use', () => {
    expect(fit({ width: 10, height: 10 }, stage).scale).toBe(4);
  });

  it('finds the image pixel under a point of the stage, and back', () => {
    fc.assert(
      fc.property(scale, place, place, place, place, (s, x, y, px, py) => {
        const view = { scale: s, x, y };
        const point = toImage(view, { x: px, y: py });
        const [sx, sy] = toScreen(view, [point.x, point.y, 0, 0]);
        expect(sx).toBeCloseTo(px, 6);
        expect(sy).toBeCloseTo(py, 6);
      }),
    );
  });

  it('keeps what is under the pointer there while zooming', () => {
    fc.assert(
      fc.property(scale, place, place, fc.double({ min: 0.2, max: 5, noNaN: true }), (s, x, y, factor) => {
        const view = { scale: s, x, y };
        const at = { x: 320, y: 200 };
        const before = toImage(view, at);
        const after = toImage(zoomAt(view, factor, at, 0.05), at);
        expect(after.x).toBeCloseTo(before.x, 6);
        expect(after.y).toBeCloseTo(before.y, 6);
      }),
    );
  });

  it('stops zooming at its limits', () => {
    const view = { scale: 1, x: 0, y: 0 };
    expect(zoomAt(view, 1e9, { x: 0, y: 0 }, 0.1).scale).toBe(MAX_SCALE);
    expect(zoomAt(view, 1e-9, { x: 0, y: 0 }, 0.1).scale).toBe(0.1);
  });

  it('never loses the image by panning', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        (dx, dy) => {
          const view = pan(fit(image, stage), dx, dy, image, stage);
          const [x1, y1, x2, y2] = toScreen(view, [0, 0, image.width, image.height]);
          expect(x1).toBeLessThan(stage.width);
          expect(y1).toBeLessThan(stage.height);
          expect(Math.min(x2, y2)).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('brings a box into the middle', () => {
    const [x1, y1, x2, y2] = toScreen(zoomToBox([100, 200, 180, 240], stage), [100, 200, 180, 240]);
    expect((x1 + x2) / 2).toBeCloseTo(400);
    expect((y1 + y2) / 2).toBeCloseTo(300);
    expect(x2 - x1).toBeLessThanOrEqual(stage.width);
  });
});
