/** How the image lies on the stage: pure arithmetic between image pixels and CSS pixels of the stage. */
import type { Bounds, Point } from '../../../src/core/geometry/handles.ts';
import type { Box } from '../../../src/core/sample.ts';

/** `scale` is CSS pixels per image pixel; (`x`, `y`) is where the image's top left corner stands on the stage. */
export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const MAX_SCALE = 40;
/** Room around a fitted image, so that handles at its edge can be seen and taken. */
const MARGIN = 16;
/** How much of the image stays on the stage however far it is panned. */
const KEPT_IN_VIEW = 40;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

export function fit(image: Bounds, stage: Bounds, largest = 4): Viewport {
  const scale = Math.min(
    Math.max(1, stage.width - 2 * MARGIN) / image.width,
    Math.max(1, stage.height - 2 * MARGIN) / image.height,
    largest,
  );
  return centred({ x: image.width / 2, y: image.height / 2 }, scale, stage);
}

/** `point` of the image in the middle of the stage. */
export function centred(point: Point, scale: number, stage: Bounds): Viewport {
  return { scale, x: stage.width / 2 - point.x * scale, y: stage.height / 2 - point.y * scale };
}

/** Zooms so that the image pixel under `at` (stage coordinates) stays there. */
export function zoomAt(view: Viewport, factor: number, at: Point, smallest: number): Viewport {
  const scale = clamp(view.scale * factor, Math.min(smallest, view.scale), MAX_SCALE);
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

export function pan(view: Viewport, dx: number, dy: number, image: Bounds, stage: Bounds): Viewport {
  return {
    scale: view.scale,
    x: clamp(view.x + dx, KEPT_IN_VIEW - image.width * view.scale, stage.width - KEPT_IN_VIEW),
    y: clamp(view.y + dy, KEPT_IN_VIEW - image.height * view.scale, stage.height - KEPT_IN_VIEW),
  };
}

/** The box in the middle, filling about three fifths of the stage. */
export function zoomToBox(box: Box, stage: Bounds): Viewport {
  const width = Math.max(1, Math.abs(box[2] - box[0]));
  const height = Math.max(1, Math.abs(box[3] - box[1]));
  const scale = Math.min((stage.width * 0.6) / width, (stage.height * 0.6) / height, MAX_SCALE / 4);
  return centred({ x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 }, scale, stage);
}

export function toScreen(view: Viewport, [x1, y1, x2, y2]: Box): Box {
  return [
    x1 * view.scale + view.x,
    y1 * view.scale + view.y,
    x2 * view.scale + view.x,
    y2 * view.scale + view.y,
  ];
}

export function toImage(view: Viewport, point: Point): Point {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
}
