import type { Box } from '../../../src/core/sample.ts';
import { type Bounds, type Path, boundsOf } from './path.ts';

/** What a drawing call put on the canvas: its exact bounds in image pixels, and itself as black SVG, for tests. */
export interface Ink extends Bounds {
  readonly silhouette: string;
}

export function inkOf(path: Path, strokeReach: number, silhouette: string): Ink {
  const bounds = boundsOf(path);
  if (bounds === undefined) throw new Error('nothing was drawn');
  return {
    x1: bounds.x1 - strokeReach,
    y1: bounds.y1 - strokeReach,
    x2: bounds.x2 + strokeReach,
    y2: bounds.y2 + strokeReach,
    silhouette,
  };
}

/** The ink of several drawings taken as one thing. */
export function union(...inks: readonly Ink[]): Ink {
  if (inks.length === 0) throw new Error('no ink to join');
  return {
    x1: Math.min(...inks.map((ink) => ink.x1)),
    y1: Math.min(...inks.map((ink) => ink.y1)),
    x2: Math.max(...inks.map((ink) => ink.x2)),
    y2: Math.max(...inks.map((ink) => ink.y2)),
    silhouette: inks.map((ink) => ink.silhouette).join(''),
  };
}

/** Coverage this small (in pixels) leaves no visible trace, so it does not push a box outward. */
const FAINT = 0.02;

/** The ink's box in whole pixels, rounded outward and cut to the image. */
export function toBox(ink: Bounds, width: number, height: number): Box {
  return [
    Math.max(0, Math.floor(ink.x1 + FAINT)),
    Math.max(0, Math.floor(ink.y1 + FAINT)),
    Math.min(width, Math.ceil(ink.x2 - FAINT)),
    Math.min(height, Math.ceil(ink.y2 - FAINT)),
  ];
}
