import type { Box } from '../core/sample.ts';

/** Whether two boxes stand on one line of print: half of the lower one's height lies beside the other. */
export function besides(a: Box, b: Box): boolean {
  const shared = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return shared >= 0.5 * Math.min(a[3] - a[1], b[3] - b[1]);
}

/** Rows from top to bottom, each from left to right. */
export function inReadingOrder<T extends { readonly box: Box }>(items: readonly T[]): T[] {
  const rows: T[][] = [];
  for (const item of [...items].sort((a, b) => middle(a.box) - middle(b.box))) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row !== undefined && first !== undefined && besides(first.box, item.box)) row.push(item);
    else rows.push([item]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.box[0] - b.box[0]));
}

function middle(box: Box): number {
  return (box[1] + box[3]) / 2;
}
