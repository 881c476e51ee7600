/** Zooming and panning the large image, in the dataset editor's arithmetic. */
import type { Bounds, Point } from '../../../src/core/geometry/handles.ts';
import type { Box } from '../../../src/core/sample.ts';
import { centred, fit, pan, toImage, zoomAt, zoomToBox, type Viewport } from '../../ui/image/viewport.ts';

/**
 * How closely an image is looked at, whatever the size of the image or of its stage, so that two images side by side
 * show the same part. Undefined stands for the whole image.
 */
export interface Zoom {
  /** Of the scale at which the whole image fits. */
  readonly factor: number;
  /** What is in the middle of the stage, in parts of the image's width and height. */
  readonly middle: Point;
}

/** An image and the room there is for it. */
export interface Staged {
  readonly image: Bounds;
  readonly stage: Bounds;
}

export function viewportOf(zoom: Zoom | undefined, { image, stage }: Staged): Viewport {
  const fitted = fit(image, stage);
  if (zoom === undefined) return fitted;
  const { factor, middle } = zoom;
  return centred({ x: middle.x * image.width, y: middle.y * image.height }, fitted.scale * factor, stage);
}

export function zoomOf(view: Viewport, { image, stage }: Staged): Zoom {
  const middle = toImage(view, { x: stage.width / 2, y: stage.height / 2 });
  return {
    factor: view.scale / fit(image, stage).scale,
    middle: { x: middle.x / image.width, y: middle.y / image.height },
  };
}

/** Zooms about a point of the stage. */
export function zoomedBy(zoom: Zoom | undefined, factor: number, at: Point, staged: Staged): Zoom {
  const smallest = Math.min(0.1, fit(staged.image, staged.stage).scale / 2);
  return zoomOf(zoomAt(viewportOf(zoom, staged), factor, at, smallest), staged);
}

export function pannedBy(zoom: Zoom | undefined, dx: number, dy: number, staged: Staged): Zoom {
  return zoomOf(pan(viewportOf(zoom, staged), dx, dy, staged.image, staged.stage), staged);
}

/** One image pixel to one CSS pixel. */
export function actualPixels(zoom: Zoom | undefined, staged: Staged): Zoom {
  const { stage } = staged;
  const { scale } = viewportOf(zoom, staged);
  return zoomedBy(zoom, 1 / scale, { x: stage.width / 2, y: stage.height / 2 }, staged);
}

export const toBox = (box: Box, staged: Staged): Zoom => zoomOf(zoomToBox(box, staged.stage), staged);
