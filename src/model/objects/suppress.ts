import { iou } from '../../core/geometry/iou.ts';
import type { Box } from '../../core/sample.ts';

export interface Detection {
  readonly box: Box;
  readonly label: string;
  /** 0..1 */
  readonly score: number;
}

/**
 * Non-maximum suppression over all classes together: the detector gives one thing several labels, and only
 * its best one is worth showing.
 */
export function suppress(detections: readonly Detection[], maxOverlap: number): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of [...detections].sort((a, b) => b.score - a.score)) {
    if (kept.every(({ box }) => iou(box, candidate.box) <= maxOverlap)) kept.push(candidate);
  }
  return kept;
}
