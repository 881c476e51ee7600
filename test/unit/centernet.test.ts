import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { stageModels } from '../../scripts/models/stage.ts';
import { drawScene, SCENES } from './centernetScenes.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const STAGED = path.join(ROOT, '.vscode-test/models-under-test');

type Detection = readonly [number, number, number, number, number, number];

describe('CenterNet converted to ONNX', () => {
  let session: ort.InferenceSession;
  let expected: Record<string, readonly Detection[]>;

  beforeAll(async () => {
    await stageModels(STAGED);
    session = await ort.InferenceSession.create(path.join(STAGED, 'models/centernet.onnx'));
    const fixture = path.join(ROOT, 'test/fixtures/centernet/detections.json');
    expected = JSON.parse(await readFile(fixture, 'utf8')) as typeof expected;
  });

  it.each(Object.keys(SCENES))('agrees with TensorFlow.js on the scene "%s"', async (name) => {
    const pixels = new ort.Tensor('float32', drawScene(SCENES[name]!), [1, 512, 512, 3]);
    const result = await session.run({ 'tower_0/images': pixels });
    const detections = result['tower_0/detections']!.data as Float32Array;
    const rows = expected[name]!;
    expect(rows.length).toBeGreaterThan(3);
    let farthest = 0;
    let scoreGap = 0;
    rows.forEach((row, index) => {
      const actual = detections.slice(index * 6, index * 6 + 6);
      for (let side = 0; side < 4; side++)
        farthest = Math.max(farthest, Math.abs(actual[side]! - row[side]!));
      scoreGap = Math.max(scoreGap, Math.abs(actual[4]! - row[4]));
      expect(actual[5], `class of detection ${index}`).toBe(row[5]);
    });
    // Measured when this was written: at most 0.0007 px and 1e-6.
    expect(farthest).toBeLessThan(0.01);
    expect(scoreGap).toBeLessThan(1e-5);
  });

  it('leaves models that are up to date alone', async () => {
    expect(await stageModels(STAGED)).toEqual([]);
  });

  it('stages one label for each of the 80 classes', async () => {
    const labels = JSON.parse(
      await readFile(path.join(STAGED, 'models/centernet.labels.json'), 'utf8'),
    ) as string[];
    expect(labels).toHaveLength(80);
    expect([labels[0], labels[5], labels[79]]).toEqual(['person', 'bus', 'toothbrush']);
  });
});
