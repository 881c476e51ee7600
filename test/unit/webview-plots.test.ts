import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlotData } from '../../src/protocol/rollouts.ts';
import {
  correlationsCsv,
  failuresCsv,
  flatCsv,
  heatCsv,
  histogramCsv,
  scatterCsv,
  seriesCsv,
} from '../../webview/rollouts/plots/csv.ts';
import { OpenRun } from './support/openRun.ts';

const SAMPLE = path.join(import.meta.dirname, '../../media/sample');

/** Lines of cells; no cell of these tests holds a comma. */
const cells = (csv: string): string[][] => csv.split('\n').map((line) => line.split(','));

describe('plots as comma-separated values', () => {
  const open = new OpenRun();
  let [whole, sliced] = [{}, {}] as [PlotData, PlotData];

  beforeAll(async () => {
    await open.open(path.join(SAMPLE, 'sample.rollouts.jsonl'), path.join(SAMPLE, 'sample.vqa.jsonl'));
    whole = await open.call('plots', { where: '', slice: null });
    sliced = await open.call('plots', { where: '', slice: 'category' });
  });
  afterAll(() => open.run.close());

  it('have a line for each step, and for each value and step where the run is sliced', () => {
    const [head, ...lines] = cells(seriesCsv(whole, 'bbox'));
    expect(head).toEqual(['step', 'to', 'count', 'mean', 'p10', 'median', 'p90']);
    expect(lines.map(([step, to, count]) => [step, to, count])).toEqual(
      [64, 64, 64, 64, 64, 16].map((count, i) => [`${i + 1}`, `${i + 1}`, `${count}`]),
    );
    const [slicedHead, ...slicedLines] = cells(seriesCsv(sliced, 'bbox'));
    expect(slicedHead?.[0]).toBe('category');
    expect(slicedLines).toHaveLength(18);
    // The samples of one value may not occur in a step: no mean is not a mean of 0.
    const absent = slicedLines.filter(([, , , count]) => count === '0');
    expect(absent.length).toBeGreaterThan(0);
    for (const [, , , , ...numbers] of absent) expect(numbers).toEqual(['', '', '', '']);
  });

  it.each<[string, (data: PlotData) => string]>([
    ['histogram', (data) => histogramCsv(data, 'total')],
    ['histograms by step', (data) => heatCsv(data, 'total')],
  ])('count every rollout once, sliced or not: %s', (_, csv) => {
    for (const data of [whole, sliced]) {
      const [, ...lines] = cells(csv(data));
      expect(lines.reduce((sum, line) => sum + Number(line.at(-1)), 0)).toBe(336);
    }
  });

  it('tell groups without spread, format failures, correlations and dots', () => {
    expect(cells(flatCsv(whole))[1]).toEqual(['1', '1', '8', '0']);
    const [head = [], first = []] = cells(failuresCsv(whole));
    expect(Number(first[head.indexOf('missing-tag')])).toBe(whole.whole.failures['missing-tag'][0]);
    expect(cells(correlationsCsv(whole))).toHaveLength(7);
    expect(cells(scatterCsv(sliced))).toHaveLength(337);
  });

  it('quote what has a comma in it', () => {
    const parts = sliced.parts.map((part) => ({ ...part, label: 'a "b", c' }));
    expect(flatCsv({ ...sliced, parts }).split('\n')[1]).toMatch(/^"a ""b"", c",1,1,/);
  });
});
