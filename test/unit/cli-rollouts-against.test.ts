import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/cli.ts';

describe('vqa-verify rollouts --against', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, lines: readonly object[]): string => {
    const file = path.join(folder, name);
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return file;
  };
  async function run(
    ...args: readonly string[]
  ): Promise<{ code: number; lines: unknown[]; stderr: string }> {
    let [stdout, stderr] = ['', ''];
    const code = await runCli(['rollouts', ...args], {
      stdin: Readable.from([]),
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
    });
    const lines = stdout.split('\n').filter((line) => line !== '');
    return { code, lines: lines.map((line) => JSON.parse(line) as unknown), stderr };
  }
  const row = (id: string, source: string): object => ({
    id,
    question: `${id}?`,
    source,
    possible_answers: ['a'],
  });
  const rollout = (id: string, answer: string, step: number): object => ({
    id,
    step,
    completion: `<answer>${answer}</answer>`,
  });

  it('prints the samples of both runs, the most regressed first, and a summary by slice', async () => {
    const dataset = write('some.vqa.jsonl', [row('x', 'vqa'), row('y', 'text'), row('z', 'text')]);
    const other = write('old.jsonl', [rollout('x', 'b', 1), rollout('y', 'a', 1), rollout('only', 'a', 1)]);
    const now = write('new.jsonl', [rollout('x', 'a', 2), rollout('y', 'b', 2), rollout('z', 'a', 2)]);
    const { code, lines, stderr } = await run(
      now,
      '--against',
      other,
      '--dataset',
      dataset,
      '--slice',
      'source',
    );
    expect(code).toBe(0);
    expect(stderr).toBe('2 samples in both, 1 only in the baseline, 1 only in this run\n');
    expect(lines).toMatchObject([
      {
        index: 0,
        question: 'y?',
        baseline: { source: other, line: 2, rollouts: 1, means: { answer: 1 } },
        run: { source: now, line: 2, means: { answer: 0 } },
        change: { answer: -1 },
      },
      { index: 1, question: 'x?', change: { answer: 1 } },
      {
        summary: {
          samples: 2,
          byRow: 2,
          rewards: { answer: { improved: 1, regressed: 1, equal: 0, mean: 0 } },
          slices: [
            { value: 'vqa', samples: 1, rewards: { answer: { improved: 1 } } },
            { value: 'text', samples: 1, rewards: { answer: { regressed: 1 } } },
          ],
        },
      },
    ]);
  });

  it('is used wrongly with a slice alone, with an export, or with a run that is not there', async () => {
    const now = write('now.jsonl', [rollout('x', 'a', 1)]);
    expect(await run(now, '--slice', 'source')).toMatchObject({ code: 2 });
    expect(await run(now, '--against', now, '--export', 'sft')).toMatchObject({ code: 2 });
    const { code, stderr } = await run(now, '--against', path.join(folder, 'none.jsonl'));
    expect(code).toBe(2);
    expect(stderr).toContain('none.jsonl');
  });
});
