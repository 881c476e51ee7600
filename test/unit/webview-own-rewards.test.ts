import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import type { LinkedRollout, OwnRewardResult, OwnRewardsQuestion } from '../../src/protocol/dataset.ts';
import type { Editor } from '../../webview/dataset/editor.ts';
import { scoreGroups } from '../../webview/dataset/groupScores.ts';
import { initialState } from '../../webview/dataset/initial.ts';
import { ownBefore, ownNow } from '../../webview/dataset/own/answers.ts';
import { followOwnRewards, ownRewardsChanged } from '../../webview/dataset/own/follow.ts';
import { currentOf } from '../../webview/dataset/samples.ts';
import type { State } from '../../webview/dataset/state.ts';
import { choose, editScratch } from '../../webview/dataset/underTest.ts';
import { detailOf, openedWith } from './support/editorState.ts';

const ROW: JsonObject = { question: 'Where?', bboxs: [], width: 28, height: 28, possible_answers: ['cat'] };
const rollout = (completion: string, step: number): LinkedRollout => ({
  dump: 'x.rollouts.jsonl',
  source: 'x.rollouts.jsonl',
  line: 1,
  part: 0,
  step,
  completion,
});

type Asked = OwnRewardsQuestion & { readonly aborted: () => boolean };

/** An editor whose host answers when it is told to: with the length of each completion. */
class Desk {
  readonly state: State = initialState(undefined);
  readonly asked: Asked[] = [];
  private readonly answers: (() => void)[] = [];
  /** What was asked to be drawn, and is not yet. */
  readonly drawings: (() => void)[] = [];

  readonly editor = {
    state: this.state,
    queue: { drained: () => Promise.resolve() },
    changed: () => {
      this.drawings.push(() => {
        followOwnRewards(this.editor);
      });
    },
    announce: () => undefined,
    host: {
      call: (method: string, params: OwnRewardsQuestion, options?: { signal: AbortSignal }) => {
        if (method !== 'ownRewards') return Promise.resolve(null);
        this.asked.push({ ...params, aborted: () => options?.signal.aborted === true });
        return new Promise<readonly OwnRewardResult[]>((resolve) => {
          this.answers.push(() => {
            resolve([this.result(params)]);
          });
        });
      },
    },
  } as unknown as Editor;

  show(row: JsonObject, rollouts: readonly LinkedRollout[], saved?: JsonObject): void {
    this.state.current = currentOf(this.state, detailOf(row, rollouts, saved));
  }

  /** Draws, lets the pause go by, and waits for what follows from it. */
  async settle(): Promise<void> {
    followOwnRewards(this.editor);
    for (let i = 0; i < 5; i++) {
      await vi.advanceTimersByTimeAsync(200);
      for (const draw of this.drawings.splice(0)) draw();
    }
  }

  async answer(): Promise<void> {
    this.reply();
    await this.settle();
  }

  reply(): void {
    this.answers.shift()?.();
  }

  private result({ completions, diagnose }: OwnRewardsQuestion): OwnRewardResult {
    const outcomes = completions.map((text) => ({
      reward: text.length,
      notes: [],
      milliseconds: 1,
      ...(diagnose && { raised: [] }),
    }));
    return { name: 'mine', outcomes, wholeBatch: true, milliseconds: 1 };
  }
}

let desk: Desk;
beforeEach(() => {
  vi.useFakeTimers();
  desk = new Desk();
  desk.state.mode = 'debug';
  desk.state.opened = openedWith({
    rewards: [
      { name: 'format', weight: 0 },
      { name: 'mine', path: 'mine.py', weight: 2 },
    ],
  });
});
afterEach(async () => {
  desk.state.mode = 'annotate';
  await desk.settle();
  vi.useRealTimers();
});

const value = (): number | null | undefined => ownNow(desk.state, 'mine')?.outcome.reward;
const totals = (): unknown[] => scoreGroups(desk.state).scores.map(({ total }) => total);

describe('rewards of own functions', () => {
  it('are asked for group by group, the one under test first, and go into totals and advantages', async () => {
    desk.show(ROW, [rollout('a', 1), rollout('bbb', 1), rollout('cc', 2)]);
    desk.state.underTest = { choice: { kind: 'rollout', index: 2 }, scratches: [] };
    await desk.settle();
    expect(desk.asked.map(({ completions, tested }) => [completions, tested])).toEqual([[['cc'], 0]]);
    expect(totals()).toEqual([undefined, undefined, undefined]);
    await desk.answer();
    expect(desk.asked[1]).toMatchObject({ completions: ['a', 'bbb'], truth: 'edited' });
    expect(desk.asked[1]?.tested).toBeUndefined();
    expect(totals()).toEqual([undefined, undefined, 4]);
    expect(scoreGroups(desk.state).groups.map(({ statistics }) => statistics?.mean)).toEqual([undefined, 4]);
    await desk.answer();
    expect(totals()).toEqual([2, 6, 4]);
    expect(scoreGroups(desk.state).groups.map(({ statistics }) => statistics?.mean)).toEqual([4, 4]);
    expect(scoreGroups(desk.state).advantages[1]).toBeCloseTo(Math.SQRT1_2, 3);
    expect(desk.asked).toHaveLength(2);
  });

  it('show nothing that was computed from another text, and give up what nobody waits for', async () => {
    desk.show(ROW, [rollout('ab', 1)]);
    await desk.settle();
    await desk.answer();
    expect(value()).toBe(2);
    editScratch(desk.editor, 'abc');
    expect(value()).toBeUndefined();
    await desk.settle();
    editScratch(desk.editor, 'abcd');
    await desk.settle();
    expect(desk.asked.map(({ completions }) => completions[0])).toEqual(['ab', 'abc', 'abcd']);
    expect(desk.asked.map(({ aborted }) => aborted())).toEqual([false, true, false]);
    await desk.answer();
    expect(value()).toBeUndefined();
    await desk.answer();
    expect(value()).toBe(4);
    choose(desk.editor, { kind: 'rollout', index: 0 });
    expect(value()).toBe(2);
    expect(desk.asked).toHaveLength(3);
  });

  it('wait for the end of typing', async () => {
    desk.show(ROW, []);
    for (const text of ['a', 'ab', 'abc']) {
      editScratch(desk.editor, text);
      followOwnRewards(desk.editor);
      await vi.advanceTimersByTimeAsync(50);
    }
    await desk.settle();
    expect(desk.asked.map(({ completions }) => completions)).toEqual([['abc']]);
  });

  it('are compared with the annotation as saved', async () => {
    const saved = { ...ROW, question: 'What?' };
    desk.show(ROW, [rollout('a', 1), rollout('bbb', 1)], saved);
    await desk.settle();
    await desk.answer();
    expect(ownBefore(desk.state, 'mine')).toBeUndefined();
    expect(desk.asked[1]).toMatchObject({ completions: ['a', 'bbb'], truth: 'saved' });
    await desk.answer();
    expect(ownBefore(desk.state, 'mine')?.outcome.reward).toBe(1);
  });

  it('are unknown while something is dragged, and asked for when it is let go', async () => {
    desk.show(ROW, [rollout('ab', 1)]);
    await desk.settle();
    await desk.answer();
    desk.state.preview = { layer: 'truth', boxes: [[0, 0, 9, 9]] };
    await desk.settle();
    expect(value()).toBeUndefined();
    expect(desk.asked).toHaveLength(1);
    desk.state.preview = undefined;
    desk.show({ ...ROW, bboxs: [[0, 0, 9, 9]] }, [rollout('ab', 1)]);
    await desk.settle();
    expect(desk.asked).toHaveLength(2);
  });

  it('are asked for anew when the functions have changed, and not when only a weight has', async () => {
    desk.show(ROW, [rollout('ab', 1)]);
    await desk.settle();
    await desk.answer();
    desk.state.weighing = { ...desk.state.weighing, changed: { mine: 5 } };
    await desk.settle();
    expect(totals()).toEqual([10]);
    expect(desk.asked).toHaveLength(1);
    ownRewardsChanged(desk.editor);
    expect(value()).toBeUndefined();
    await desk.settle();
    expect(desk.asked).toHaveLength(2);
  });

  it('are asked for at once when a function is saved, and drawn only with what it says', async () => {
    desk.show(ROW, [rollout('ab', 1)]);
    await desk.settle();
    await desk.answer();
    ownRewardsChanged(desk.editor);
    await vi.advanceTimersByTimeAsync(0);
    expect([desk.asked.length, desk.drawings.length]).toEqual([2, 0]);
    desk.reply();
    await vi.advanceTimersByTimeAsync(200);
    expect([value(), desk.drawings.length]).toEqual([2, 1]);
    // Of a slow one it is said after a moment that there is no answer yet.
    await desk.settle();
    ownRewardsChanged(desk.editor);
    await vi.advanceTimersByTimeAsync(200);
    expect([value(), desk.drawings.length]).toEqual([undefined, 1]);
  });

  it('are looked into where they gave all there is, as ground truth that cannot be read may', async () => {
    desk.show(ROW, [rollout('a', 1)]);
    await desk.settle();
    await desk.answer();
    expect(desk.asked.slice(1)).toMatchObject([{ completions: ['a'], diagnose: true, tested: 0 }]);
  });

  it('are looked into for exceptions where their row is open, and where they gave nothing', async () => {
    desk.show(ROW, [rollout('a', 1), rollout('bb', 1)]);
    desk.state.traces = { ...desk.state.traces, open: ['mine'] };
    await desk.settle();
    await desk.answer();
    expect(desk.asked[1]).toMatchObject({ completions: ['a'], diagnose: true, tested: 0 });
    await desk.answer();
    desk.state.traces = { ...desk.state.traces, open: [] };
    editScratch(desk.editor, '');
    await desk.settle();
    await desk.answer();
    await desk.answer();
    expect(
      desk.asked.slice(2).map(({ completions, truth, diagnose }) => [completions, truth, diagnose]),
    ).toEqual([
      [[''], 'edited', false],
      [['a'], 'saved', false],
      [[''], 'edited', true],
    ]);
  });
});
