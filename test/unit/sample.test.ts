import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { KINDS, rolloutsOf, type RolloutRow } from '../../scripts/sample/rollouts.ts';
import { paintScene, type SampleRow } from '../../scripts/sample/rows.ts';
import { scenes } from '../../scripts/sample/scenes/index.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { groundTruthOf } from '../../src/core/rewards/groundTruth.ts';
import { REWARD_NAMES, type RewardName } from '../../src/core/rewards/reward.ts';
import { scoreSatori } from '../../src/core/rewards/satori.ts';

const folder = fileURLToPath(new URL('../../media/sample/', import.meta.url));

function readLines<T>(name: string): T[] {
  const text = fs.readFileSync(path.join(folder, name), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

const rows = readLines<SampleRow>('sample.vqa.jsonl');
const rollouts = readLines<RolloutRow>('sample.rollouts.jsonl');
const painted = scenes.map(paintScene);
const samples = painted.flatMap((scene) => scene.samples);

/** The extent of the ink in an SVG fragment, measured on pixels rendered a little beyond `box`. */
async function measure(fragment: string, box: SampleRow['bboxs'][number]): Promise<number[]> {
  const margin = 8;
  const [left, top] = [box[0] - margin, box[1] - margin];
  const width = box[2] - box[0] + 2 * margin;
  const height = box[3] - box[1] + 2 * margin;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="${left} ${top} ${width} ${height}">${fragment}</svg>`;
  const alpha = await sharp(Buffer.from(svg), { unlimited: true }).extractChannel(3).raw().toBuffer();
  const extent = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((alpha[y * width + x] ?? 0) < 4) continue;
      extent[0] = Math.min(extent[0]!, x);
      extent[1] = Math.min(extent[1]!, y);
      extent[2] = Math.max(extent[2]!, x + 1);
      extent[3] = Math.max(extent[3]!, y + 1);
    }
  }
  return [extent[0]! + left, extent[1]! + top, extent[2]! + left, extent[3]! + top];
}

describe('the sample dataset', () => {
  it('is what the script draws, row for row', () => {
    expect(rows).toEqual(samples.map(({ row }) => row));
    expect(rollouts).toEqual(samples.flatMap(({ row, question }, index) => rolloutsOf(row, question, index)));
  });

  it('names every sample once and has every picture it names, and no other', () => {
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    const named = new Set(rows.map((row) => path.basename(row.images[0])));
    expect(new Set(fs.readdirSync(path.join(folder, 'images')))).toEqual(named);
  });

  it('covers two questions on one image, Chinese, Arabic, EXIF rotation and 4000 × 3000', () => {
    expect(new Set(rows.map((row) => row.images[0])).size).toBeLessThan(rows.length);
    expect(rows.some((row) => /\p{Script=Han}/u.test(row.messages[0].content))).toBe(true);
    expect(rows.some((row) => /\p{Script=Arabic}/u.test(row.messages[0].content))).toBe(true);
    expect(scenes.some((scene) => scene.orientation === 6)).toBe(true);
    expect(rows.some((row) => row.width === 4000 && row.height === 3000)).toBe(true);
  });

  it.each(scenes.map((scene) => [scene.name, scene] as const))(
    'states the upright size of %s',
    async (_name, scene) => {
      const file = path.join(folder, 'images', `${scene.name}.${scene.format}`);
      const { width, height, orientation = 1 } = await sharp(file).metadata();
      expect(orientation).toBe(scene.orientation ?? 1);
      expect(orientation >= 5 ? [height, width] : [width, height]).toEqual([...scene.size]);
    },
  );

  it('keeps boxes inside the image, of whole pixels and not empty', () => {
    for (const { id, bboxs, width, height } of rows) {
      expect(bboxs.length, id).toBeGreaterThan(0);
      for (const [x1, y1, x2, y2] of bboxs) {
        expect([x1, y1, x2, y2].every(Number.isInteger), id).toBe(true);
        expect(x1 >= 0 && y1 >= 0 && x1 < x2 && y1 < y2 && x2 <= width && y2 <= height, id).toBe(true);
      }
    }
  });

  it.each(samples.map((sample) => [sample.row.id, sample] as const))(
    'boxes exactly the rendered ink of %s',
    async (_id, { row, question }) => {
      for (const [index, ink] of question.evidence.entries()) {
        const box = row.bboxs[index]!;
        const measured = await measure(ink.silhouette, box);
        measured.forEach((edge, side) => {
          expect(Math.abs(edge - box[side]!)).toBeLessThanOrEqual(1);
        });
      }
    },
  );

  it('turns the photograph with EXIF orientation 6 upright', async () => {
    const turned = painted.find(({ scene }) => scene.orientation === 6)!;
    const small = { width: 30, height: 40, fit: 'fill' } as const;
    const file = path.join(folder, 'images', `${turned.scene.name}.${turned.scene.format}`);
    const shown = await sharp(file).autoOrient().resize(small).greyscale().raw().toBuffer();
    const drawn = await sharp(Buffer.from(turned.canvas.svg()), { unlimited: true })
      .flatten({ background: '#fff' })
      .resize(small)
      .greyscale()
      .raw()
      .toBuffer();
    const distance = (other: Buffer): number =>
      shown.reduce((sum, value, index) => sum + Math.abs(value - other[index]!), 0) / shown.length;
    // Upside down is what the other quarter turn would look like.
    expect(distance(drawn)).toBeLessThan(distance(Buffer.from(drawn).reverse()) / 3);
  });

  it('stays under 6 MB', () => {
    const sizes = fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => fs.statSync(path.join(entry.parentPath, entry.name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(6e6);
  });
});

describe('the sample rollouts', () => {
  it('holds eight completions a sample, each group in one step', () => {
    const groups = new Map<string, RolloutRow[]>();
    for (const rollout of rollouts) groups.set(rollout.id, [...(groups.get(rollout.id) ?? []), rollout]);
    expect([...groups.keys()]).toEqual(rows.map((row) => row.id));
    for (const group of groups.values()) {
      expect(group).toHaveLength(KINDS.length);
      expect(new Set(group.map((rollout) => rollout.step)).size).toBe(1);
    }
  });

  it.each(KINDS.map((kind, index) => [kind, index] as const))('scores as "%s" implies', (kind, index) => {
    for (const [sample, row] of rows.entries()) {
      const completion = rollouts[sample * KINDS.length + index]!.completion;
      const scores = scoreSatori(completion, groundTruthOf(row as unknown as JsonObject));
      const [format, caption, bbox, answer] = REWARD_NAMES.map((name) => scores[name].value!);
      const latin = !/[\p{Script=Han}\p{Script=Arabic}]/u.test(row.image_caption);
      EXPECTED[kind]({ format: format!, caption: caption!, bbox: bbox!, answer: answer!, row, latin });
    }
  });
});

interface Outcome extends Record<RewardName, number> {
  readonly row: SampleRow;
  /** The caption reward's tokens are Latin letters and digits; other scripts leave it little to compare. */
  readonly latin: boolean;
}

const EXPECTED: Readonly<Record<(typeof KINDS)[number], (outcome: Outcome) => void>> = {
  perfect: ({ format, caption, bbox, answer, latin }) => {
    expect([format, answer]).toEqual([1, 1]);
    expect(bbox).toBeGreaterThan(0.98);
    if (latin) expect(caption).toBe(1);
  },
  'loose box': ({ format, bbox, answer }) => {
    expect([format, answer]).toEqual([1, 1]);
    expect(bbox).toBeGreaterThan(0.2);
    expect(bbox).toBeLessThan(0.6);
  },
  'wrong box': ({ format, bbox, answer }) => {
    expect([format, answer]).toEqual([1, 0]);
    expect(bbox).toBeLessThan(0.1);
  },
  'wrong coordinate space': ({ format, bbox, answer }) => {
    expect([format, answer]).toEqual([1, 1]);
    expect(bbox).toBeLessThan(0.2);
  },
  'flat box list': ({ format, bbox, answer, row }) => {
    expect([format, answer]).toEqual([0, 1]);
    // One flat box is still read; more than one is no box at all.
    if (row.bboxs.length === 1) expect(bbox).toBeGreaterThan(0.85);
    else expect(bbox).toBe(0);
  },
  'broken format': ({ format, bbox }) => {
    expect(format).toBe(0);
    expect(bbox).toBeGreaterThan(0.85);
  },
  'right answer, wrong evidence': ({ format, bbox, answer }) => {
    expect([format, answer]).toEqual([1, 1]);
    expect(bbox).toBeLessThan(0.1);
  },
  empty: ({ format, caption, bbox, answer }) => {
    expect([format, caption, bbox, answer]).toEqual([0, 0, 0, 0]);
  },
};
