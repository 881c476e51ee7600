/** Print photographed at a slant, turned level, so that what stands on one line can be told. */
import type { Box } from '../core/sample.ts';
import { heightOf, widthOf, type Parallelogram } from './ocr/parallelogram.ts';
import type { TextLine } from './ocr/readText.ts';

/** A line this much longer than high tells its direction. */
const TELLING = 3;
/** In radians: less slant than this leaves rows apart as they are. */
const LEVEL = 0.01;

/** The lines with their places as if the whole picture were turned by the slant that most lines share. */
export function levelled(lines: readonly TextLine[]): (TextLine & { readonly level?: Box })[] {
  const slant = commonSlant(lines.map(({ region }) => region));
  if (Math.abs(slant) < LEVEL) return [...lines];
  return lines.map((line) => ({ ...line, level: turnedBox(line.region, -slant) }));
}

/** Radians, clockwise; 0 where no line tells. */
function commonSlant(regions: readonly Parallelogram[]): number {
  const slants = regions
    .filter((region) => region.ux > Math.abs(region.uy) && widthOf(region) >= TELLING * heightOf(region))
    .map((region) => Math.atan2(region.uy, region.ux))
    .sort((a, b) => a - b);
  return slants[Math.floor(slants.length / 2)] ?? 0;
}

function turnedBox({ x, y, ux, uy, vx, vy }: Parallelogram, angle: number): Box {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const corners = [
    [x, y],
    [x + ux, y + uy],
    [x + vx, y + vy],
    [x + ux + vx, y + uy + vy],
  ] as const;
  const xs = corners.map(([px, py]) => px * cos - py * sin);
  const ys = corners.map(([px, py]) => px * sin + py * cos);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
