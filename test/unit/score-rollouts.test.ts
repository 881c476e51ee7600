import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Rollout } from '../../src/core/rollouts/rollout.ts';
import { scoreRollouts } from '../../src/node/rollouts/scoreRollouts.ts';
import type { RunFunction } from '../../src/node/runner/rowOutcomes.ts';

const GROUPS = Array.from({ length: 100 }, (_, group) => Array.from({ length: 8 }, (__, i) => group * 8 + i));

/** A function that takes so many milliseconds for each completion, and gives each 1. */
const taking =
  (milliseconds: (row: number) => number): RunFunction =>
  (params) => {
    const calls = params.batches.map((rows, batch) => {
      for (const { columns } of rows) vi.advanceTimersByTime(milliseconds(Number(columns.at)));
      const outcomes = rows.map(() => ({ reward: 1, milliseconds: 0 }));
      return { batch, row: 0, rows: rows.length, outcomes, milliseconds: 0 };
    });
    return Promise.resolve({ calls, files: {} });
  };

/** How many rollouts were told at once. */
async function portions(milliseconds: (row: number) => number): Promise<number[]> {
  const sizes: number[] = [];
  const told = scoreRollouts({
    run: taking(milliseconds),
    params: { target: { file: '/rewards.py' }, stopAtError: false },
    groups: GROUPS,
    read: (at) => Promise.resolve(rollout(at)),
    dataset: undefined,
  });
  for await (const portion of told) sizes.push(portion.length);
  return sizes;
}

const rollout = (at: number): Rollout => ({
  source: 'run.jsonl',
  line: at + 1,
  step: 1,
  turns: [],
  completion: 'x',
  logged: {},
  columns: { at },
});

describe('scoring rollouts', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells of a slow function group by group, so that its progress shows and little is lost with a cancel', async () => {
    const sizes = await portions(() => 200);
    expect(new Set(sizes.slice(0, -1))).toEqual(new Set([8]));
    expect(sizes.reduce((sum, size) => sum + size)).toBe(800);
  });

  it('hands more over at once the quicker a function is, and less where it gets slow', async () => {
    const quick = await portions(() => 0.1);
    expect(quick.slice(0, 6)).toEqual([8, 16, 32, 64, 128, 256]);
    const slowLater = await portions((at) => (at < 56 ? 0.1 : 100));
    expect(slowLater.slice(0, 6)).toEqual([8, 16, 32, 64, 32, 16]);
    expect(slowLater.slice(6, -1).every((size) => size === 8)).toBe(true);
  });
});
