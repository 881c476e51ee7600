import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OwnGroups } from '../../src/node/analysis/ownGroups.ts';
import { findPython } from '../../src/node/runner/interpreters.ts';
import { startRunners, type Runners } from './support/runners.ts';

const SOURCE = `def longest(completions, **kwargs):
    most = max(len(completion) for completion in completions)
    return [1.0 if len(completion) == most else None for completion in completions]


def numbers(completions, **kwargs):
    return [float(completion) for completion in completions]
`;

let runners: Runners;
let cwd: string;
beforeAll(async () => {
  runners = await startRunners();
  cwd = mkdtempSync(path.join(tmpdir(), 'vqa-verify-own-groups-'));
  writeFileSync(path.join(cwd, 'mine.py'), SOURCE);
});
afterAll(() => {
  runners.dispose();
  rmSync(cwd, { recursive: true, force: true });
});

async function scorer(...symbols: readonly string[]): Promise<OwnGroups> {
  const interpreter = await findPython({ folder: cwd });
  return new OwnGroups({
    dist: runners.dist,
    limits: { call: 20, load: 20 },
    functions: symbols.map((symbol) => ({
      name: symbol,
      weight: 1,
      target: { file: path.join(cwd, 'mine.py'), symbol },
      options: {},
      place: { cwd, interpreter },
    })),
  });
}
const { signal } = new AbortController();

it('scores a group as a trainer calls each function, and tells where one fails', async () => {
  const own = await scorer('longest', 'numbers');
  try {
    expect(await own.score(['0.5', 'half', '2'], {}, signal)).toEqual({
      values: [
        [null, 0.5],
        [1, null],
        [null, 2],
      ],
      failed: [0, 1],
    });
  } finally {
    own.dispose();
  }
});

it('ends with what keeps a function from being called at all', async () => {
  const own = await scorer('gone');
  try {
    await expect(own.score(['1'], {}, signal)).rejects.toMatchObject({
      name: 'OwnRewardError',
      message: 'gone: NoSuchFunction: the file has no gone; there are longest, numbers',
    });
  } finally {
    own.dispose();
  }
});
