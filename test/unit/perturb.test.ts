import { describe, expect, it } from 'vitest';
import { parseCompletion } from '../../src/core/completion.ts';
import { COORDINATE_CONVENTIONS, toOriginal } from '../../src/core/geometry/coordinates.ts';
import { iou } from '../../src/core/geometry/iou.ts';
import { SCRATCH_KINDS, scratchCompletion, type ScratchKind, type Truth } from '../../src/core/perturb.ts';
import type { GroundTruth } from '../../src/core/rewards/reward.ts';
import { scoreSatori } from '../../src/core/rewards/satori.ts';
import type { Box } from '../../src/core/sample.ts';

const boxes: Box[] = [
  [40, 60, 300, 260],
  [350, 100, 600, 400],
];
const truth: Truth = {
  caption: 'A cat sits on a mat. A $1 toy lies beside it.',
  boxes,
  answer: 'cat',
  size: { width: 640, height: 480 },
};
const columns: GroundTruth = {
  image_caption: truth.caption,
  bboxs: boxes.map((box) => [...box]),
  width: 640,
  height: 480,
  possible_answers: ['cat'],
};
const rewards = (kind: ScratchKind) => scoreSatori(scratchCompletion(truth, kind, 'resized28'), columns);

describe('scratch completions', () => {
  it('score full marks where they hold the truth', () => {
    const { format, caption, bbox, answer } = rewards('truth');
    expect([format.value, answer.value]).toEqual([1, 1]);
    expect(caption.value).toBeCloseTo(1, 12);
    expect(bbox.value).toBeCloseTo(1, 4);
  });

  it.each(COORDINATE_CONVENTIONS)('write the boxes in %s', (convention) => {
    const parsed = parseCompletion(scratchCompletion(truth, 'truth', convention)).boxes;
    if (parsed?.kind !== 'boxes') throw new Error('the boxes cannot be read');
    parsed.boxes.forEach((box, i) => {
      expect(iou(toOriginal(box, convention, 640, 480), boxes[i]!)).toBeGreaterThan(0.9999);
    });
  });

  it('jitter the boxes alone, and not beyond use', () => {
    const { format, caption, bbox, answer } = rewards('jitter');
    expect([format.value, answer.value]).toEqual([1, 1]);
    expect(caption.value).toBeCloseTo(1, 12);
    expect(bbox.value).toBeGreaterThan(0.5);
    expect(bbox.value).toBeLessThan(0.99);
  });

  it('jitter the same way every time, within the image', () => {
    const full: Truth = { ...truth, boxes: [[0, 0, 640, 480]] };
    const once = scratchCompletion(full, 'jitter', 'original');
    expect(scratchCompletion(full, 'jitter', 'original')).toBe(once);
    const parsed = parseCompletion(once).boxes;
    if (parsed?.kind !== 'boxes') throw new Error('the boxes cannot be read');
    const [[x1, y1, x2, y2]] = parsed.boxes as [Box];
    expect(Math.min(x1, y1)).toBeGreaterThanOrEqual(0);
    expect(x2).toBeLessThanOrEqual(640);
    expect(y2).toBeLessThanOrEqual(480);
  });

  it.each(COORDINATE_CONVENTIONS)('in the wrong space differ from %s', (convention) => {
    const right = scratchCompletion(truth, 'truth', convention);
    expect(scratchCompletion(truth, 'wrongSpace', convention)).not.toBe(right);
  });

  it('with a flat list fail format and, for several boxes, bbox', () => {
    const { format, bbox, answer } = rewards('flatList');
    expect([format.value, bbox.value, answer.value]).toEqual([0, 0, 1]);
    expect(scratchCompletion(truth, 'flatList', 'original')).toContain('[40,60,300,260,350,100,600,400]');
  });

  it('without the answer tag fail format and answer', () => {
    const { format, bbox, answer } = rewards('missingTag');
    expect([format.value, answer.value]).toEqual([0, 0]);
    expect(bbox.value).toBeCloseTo(1, 4);
    expect(scratchCompletion(truth, 'missingTag', 'original')).toMatch(/\ncat$/);
  });

  it('with swapped tags fail format alone', () => {
    const { format, bbox, answer } = rewards('swappedTags');
    expect([format.value, answer.value]).toEqual([0, 1]);
    expect(bbox.value).toBeCloseTo(1, 4);
  });

  it('take a caption that looks like tags or like a pattern as it is', () => {
    const odd: Truth = { ...truth, caption: '$& <bbox> $1 <answer>', boxes: [] };
    for (const { kind } of SCRATCH_KINDS) {
      expect(scratchCompletion(odd, kind, 'original')).toContain('<caption>$& <bbox> $1 <answer></caption>');
    }
  });
});
