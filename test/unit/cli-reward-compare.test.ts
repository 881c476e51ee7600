import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/cli/command.ts';
import { rewardCommand } from '../../src/cli/reward.ts';
import { startRunners, type Runners } from './support/runners.ts';

/** Gives what stands in a completion, or fails where it is no number. */
const NUMBER = ['def reward(completions, **kwargs):', '    return [float(c) for c in completions]'];
const ROLLOUTS = [
  { id: 'a', step: 1, completion: '0', rewards: { right: 0 } },
  { id: 'a', step: 1, completion: '1', rewards: { right: 1 } },
  { id: 'b', step: 1, completion: '0.5', rewards: { right: 0.75 } },
  { id: 'b', step: 1, completion: 'x', rewards: { right: 0.6 } },
];

interface Line {
  readonly index?: number;
  readonly reward?: number | null;
  readonly other?: number | null;
  readonly difference?: number;
  readonly error?: { readonly type: string };
  readonly otherError?: { readonly type: string };
  readonly summary?: Record<string, unknown>;
}

describe('reward --compare', () => {
  let runners: Runners;
  let folder: string;
  let rollouts: string;
  const here = process.cwd();

  beforeAll(async () => {
    runners = await startRunners();
  });
  afterAll(() => {
    runners.dispose();
  });
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'vqa-verify-compare-')));
    rollouts = write('rollouts.jsonl', ...ROLLOUTS.map((line) => JSON.stringify(line)));
  });
  afterEach(() => {
    process.chdir(here);
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, ...lines: string[]): string => {
    const file = path.join(folder, name);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  };

  async function run(...args: string[]): Promise<{ code: number; rows: Line[]; summary: Line['summary'] }> {
    let out = '';
    const code = await rewardCommand(runners.dist).run([...args, '--rollouts', rollouts], {
      stdin: Readable.from([]),
      stdout: { write: (text) => (out += text) },
      stderr: { write: () => undefined },
    });
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    return { code, rows: lines.slice(0, -1), summary: lines.at(-1)?.summary };
  }

  it('prints what differs from what was logged, failures apart from zeros, and a summary', async () => {
    const { code, rows, summary } = await run(write('mine.py', ...NUMBER), '--compare', 'logged:right');
    expect(code).toBe(1);
    expect(rows).toMatchObject([
      { index: 2, reward: 0.5, other: 0.75, difference: -0.25 },
      { index: 3, reward: null, other: 0.6, error: { type: 'ValueError' } },
    ]);
    expect(rows[1]).not.toHaveProperty('difference');
    expect(summary).toMatchObject({
      reward: 'mine.py',
      other: 'logged:right',
      tolerance: 1e-6,
      compared: 3,
      differ: 1,
      oneSided: 1,
      mean: 0.5,
      largest: 0.25,
      scored: { rewards: 3, failed: 1, none: 0, absent: 0 },
      otherScored: { rewards: 4, failed: 0, none: 0, absent: 0 },
      groups: 1,
      reranked: 0,
    });
    const { milliseconds } = summary as { milliseconds: { median: number; slowest: unknown[] } };
    expect(milliseconds.median).toBeGreaterThanOrEqual(0);
    expect(milliseconds.slowest).toHaveLength(4);
  });

  it('compares with HEAD, and exits 1 for differences only where that is asked for', async () => {
    const file = write('mine.py', 'from scale import SCALE', ...NUMBER.slice(0, 1), '    return [SCALE] * 4');
    rollouts = write('four.jsonl', JSON.stringify({ completions: ['a', 'b', 'c', 'd'] }));
    write('scale.py', 'SCALE = 1');
    const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: folder });
    git('init', '-q');
    git('add', '-A');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'first');
    process.chdir(folder);
    const same = await run(file, '--compare', 'HEAD', '--exit-code');
    expect(same.code).toBe(0);
    expect(same.rows).toEqual([]);
    write('scale.py', 'SCALE = 2');
    const changed = await run(file, '--compare', 'HEAD');
    expect(changed.code).toBe(0);
    expect(changed.rows.map(({ reward, other }) => [reward, other])).toEqual(Array(4).fill([2, 1]));
    expect(changed.summary?.other).toMatch(/^HEAD [0-9a-f]{12}$/);
    const within = await run(file, '--compare', 'HEAD', '--exit-code', '--tolerance', '1');
    expect(within).toMatchObject({ code: 0, rows: [] });
    expect((await run(file, '--compare', 'HEAD', '--exit-code')).code).toBe(1);
  });

  it('compares with another function and with a built-in', async () => {
    const lines = ['a', 'b'].map((given) =>
      JSON.stringify({ completion: `<answer>${given}</answer>`, possible_answers: ['a'] }),
    );
    rollouts = write('answers.jsonl', ...lines);
    const ones = write('ones.py', ...NUMBER.slice(0, 1), '    return [1.0 for c in completions]');
    const script = write(
      'half.ts',
      'export const reward = (completions: string[]): number[] => completions.map(() => 0.5);',
    );
    const other = await run(ones, '--compare', `${script}:reward`);
    expect(other.rows.map(({ difference }) => difference)).toEqual([0.5, 0.5]);
    const answer = await run(ones, '--compare', 'builtin:answer');
    expect(answer.rows).toMatchObject([{ index: 1, reward: 1, other: 0 }]);
    expect(answer.summary).toMatchObject({ compared: 2, differ: 1, other: 'builtin:answer' });
  });

  it.each([
    [['--compare', 'logged:wright'], 'did you mean right'],
    [['--compare', 'builtin:bbx'], 'did you mean'],
    [['--compare', 'HEAD'], 'is in no Git repository'],
    [['--compare', 'gone.py'], 'cannot open gone.py'],
    [['--compare', 'logged:right', '--tolerance', '-1'], 'a number from 0 up'],
    [['--tolerance', '1'], 'need --compare'],
  ])('refuses %j', async (args, message) => {
    const file = write('mine.py', ...NUMBER);
    await expect(run(file, ...args)).rejects.toThrow(message);
    await expect(run(file, ...args)).rejects.toThrow(UsageError);
  });
});
