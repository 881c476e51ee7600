import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { stageModels } from '../../scripts/models/stage.ts';
import { detections, letterbox } from '../../src/model/objects/detectObjects.ts';
import { suppress, type Detection } from '../../src/model/objects/suppress.ts';
import { labelsInTables, nameFor, plural, singular, withArticle } from '../../src/model/vocabulary.ts';

describe('objects', () => {
  it('lie in the middle of the square, scaled alike on both axes', () => {
    expect(letterbox(1000, 500, 512)).toEqual({ width: 512, height: 256, left: 0, top: 128 });
    expect(letterbox(300, 600, 256)).toEqual({ width: 128, height: 256, left: 192, top: 128 });
    expect(letterbox(30_000, 10, 512)).toEqual({ width: 512, height: 1, left: 0, top: 255 });
  });

  it('come back in pixels of the image, cut to it', () => {
    const frame = letterbox(1000, 500, 512);
    const output = new Float32Array([
      128, 192, 256, 256, 0.9, 1, -10, 0, 600, 600, 0.5, 0, 0, 0, 9, 9, 0.1, 0,
    ]);
    expect(detections(output, ['cat', 'dog'], frame, { width: 1000, height: 500 }, 0.3)).toEqual([
      { box: [250, 125, 500, 250], label: 'dog', score: expect.closeTo(0.9, 5) as number },
      { box: [0, 0, 1000, 500], label: 'cat', score: expect.closeTo(0.5, 5) as number },
    ]);
  });

  it('are suppressed over all labels together where they overlap too much', () => {
    const best: Detection = { box: [0, 0, 100, 100], label: 'car', score: 0.8 };
    const same: Detection = { box: [5, 5, 105, 105], label: 'truck', score: 0.6 };
    const other: Detection = { box: [60, 0, 160, 100], label: 'car', score: 0.5 };
    expect(suppress([same, other, best], 0.4)).toEqual([best, other]);
  });
});

describe('vocabulary', () => {
  it('names only labels that the detector has', async () => {
    const staged = path.resolve(import.meta.dirname, '../../.vscode-test/models-under-test');
    await stageModels(staged);
    const labels = JSON.parse(
      await readFile(path.join(staged, 'models/centernet.labels.json'), 'utf8'),
    ) as string[];
    expect(labelsInTables().filter((label) => !labels.includes(label))).toEqual([]);
    for (const label of labels) expect(nameFor(label, label.split(' ').map(singular)), label).toBe(label);
  });

  it('knows plurals and singulars', () => {
    expect([plural('person'), plural('bus'), plural('knife'), plural('dog')]).toEqual([
      'people',
      'buses',
      'knives',
      'dogs',
    ]);
    expect(['people', 'buses', 'cherries', 'benches', 'dogs', 'glass', 'bus'].map(singular)).toEqual([
      'person',
      'bus',
      'cherry',
      'bench',
      'dog',
      'glass',
      'bus',
    ]);
    expect([withArticle('umbrella'), withArticle('scissors')]).toEqual(['an umbrella', 'a pair of scissors']);
  });

  it('finds a label by its name, another word for it, or its kind', () => {
    expect(nameFor('person', ['how', 'many', 'woman'])).toBe('woman');
    expect(nameFor('dog', ['which', 'animal'])).toBe('animal');
    expect(nameFor('traffic light', ['the', 'traffic', 'light'])).toBe('traffic light');
    expect(nameFor('cat', ['a', 'category'])).toBeUndefined();
  });
});
