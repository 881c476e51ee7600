import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fit, toImage } from '../../webview/ui/image/viewport.ts';
import {
  actualPixels,
  pannedBy,
  toBox,
  viewportOf,
  zoomedBy,
  zoomOf,
  type Staged,
  type Zoom,
} from '../../webview/rollouts/picture/zoom.ts';

const side = fc.integer({ min: 50, max: 2000 });
const staged = fc
  .record({ width: side, height: side, stageWidth: side, stageHeight: side })
  .map(({ width, height, stageWidth, stageHeight }): Staged => ({
    image: { width, height },
    stage: { width: stageWidth, height: stageHeight },
  }));
const part = fc.double({ min: 0, max: 1, noNaN: true });
const zooms = fc
  .record({ factor: fc.double({ min: 0.5, max: 20, noNaN: true }), x: part, y: part })
  .map(({ factor, x, y }): Zoom => ({ factor, middle: { x, y } }));

describe('the zoom of the large image', () => {
  it('is the whole image where none was chosen', () => {
    fc.assert(
      fc.property(staged, (at) => {
        expect(viewportOf(undefined, at)).toEqual(fit(at.image, at.stage));
      }),
    );
  });

  it('comes back from the viewport it leads to', () => {
    fc.assert(
      fc.property(staged, zooms, (at, zoom) => {
        const back = zoomOf(viewportOf(zoom, at), at);
        expect(back.factor).toBeCloseTo(zoom.factor, 8);
        expect(back.middle.x).toBeCloseTo(zoom.middle.x, 8);
        expect(back.middle.y).toBeCloseTo(zoom.middle.y, 8);
      }),
    );
  });

  it('shows the same part of an image on stages of any size', () => {
    fc.assert(
      fc.property(staged, staged, zooms, (a, b, zoom) => {
        const middle = (at: Staged): number =>
          toImage(viewportOf(zoom, at), { x: at.stage.width / 2, y: 0 }).x / at.image.width;
        expect(middle(a)).toBeCloseTo(middle(b), 8);
      }),
    );
  });

  it('keeps the image pixel under the pointer', () => {
    const at: Staged = { image: { width: 400, height: 300 }, stage: { width: 800, height: 700 } };
    const pointer = { x: 123, y: 456 };
    const before = toImage(viewportOf(undefined, at), pointer);
    const after = toImage(viewportOf(zoomedBy(undefined, 3, pointer, at), at), pointer);
    expect(after.x).toBeCloseTo(before.x, 8);
    expect(after.y).toBeCloseTo(before.y, 8);
  });

  it('follows a drag, and goes to actual pixels and to a box', () => {
    const at: Staged = { image: { width: 400, height: 300 }, stage: { width: 800, height: 700 } };
    const fitted = viewportOf(undefined, at);
    expect(viewportOf(pannedBy(undefined, 10, -20, at), at).x).toBeCloseTo(fitted.x + 10, 8);
    expect(viewportOf(actualPixels(undefined, at), at).scale).toBeCloseTo(1, 8);
    const { middle, factor } = toBox([100, 100, 140, 130], at);
    expect(middle.x).toBeCloseTo(0.3, 8);
    expect(factor).toBeGreaterThan(1);
  });
});
