import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rewardCommand } from '../../src/cli/reward.ts';
import { startRunners, type Runners } from './support/runners.ts';

let runners: Runners;
let folder: string;
beforeAll(async () => {
  runners = await startRunners();
  folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-doubts-'));
});
afterAll(() => {
  runners.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** What is said of a function over rollouts. */
async function told(source: string, rollouts: readonly object[]): Promise<string> {
  const [file, dump] = [path.join(folder, 'mine.py'), path.join(folder, 'some.jsonl')];
  writeFileSync(file, source);
  writeFileSync(dump, rollouts.map((each) => `${JSON.stringify(each)}\n`).join(''));
  let messages = '';
  await rewardCommand(runners.dist).run([file, '--rollouts', dump], {
    stdin: Readable.from([]),
    stdout: { write: () => undefined },
    stderr: { write: (text) => (messages += text) },
  });
  return messages;
}

const IOU = `
def box_reward(completions, bboxs, **kwargs):
    return [float(eval(c)[0] == gt[0]) for c, gt in zip(completions, bboxs)]
`;

describe('what no exception tells', () => {
  it('is said where boxes of another coordinate space give nothing but zeros', async () => {
    const rollout = { completion: '[[0.1, 0.1, 0.3, 0.4]]', bboxs: [[100, 100, 300, 400]] };
    expect(await told(IOU, [rollout, rollout, rollout, rollout])).toContain(
      'all 4 rewards are 0, and the boxes look like two coordinate spaces: they reach up to 0.4 in the completions, and up to 400 in the ground truth',
    );
    const right = { ...rollout, completion: '[[100, 100, 300, 400]]' };
    expect(await told(IOU, [rollout, rollout, rollout, right])).toBe('');
    const near = { ...rollout, completion: '[[1, 1, 300, 390]]' };
    expect(await told(IOU, [near, near, near, near])).toBe('all 4 rewards are 0\n');
  });

  it('is said where exceptions are caught and turned into a zero, or into a full reward', async () => {
    const source = `
def accuracy(completions, solution, **kwargs):
    rewards = []
    for completion, gold in zip(completions, solution):
        try:
            gold = float(gold)
        except ValueError:
            rewards.append(1.0)
            continue
        try:
            rewards.append(float(float(completion) == gold) / 2)
        except ValueError:
            rewards.append(0.0)
    return rewards
`;
    const messages = await told(source, [
      { completion: '1', solution: '1' },
      { completion: 'x', solution: '1' },
      { completion: '2', solution: '1' },
      { completion: '1', solution: 'a bus' },
    ]);
    expect(messages.split('\n').slice(0, 2)).toEqual([
      "raised and caught in 1 of 2 rollouts that got 0: ValueError: could not convert string to float: 'x' (mine.py, line 11)",
      "raised and caught in 1 of 1 rollout that got 1: ValueError: could not convert string to float: 'a bus' (mine.py, line 6)",
    ]);
  });
});
