import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AdvantagePreset } from '../../src/core/rollouts/advantage.ts';
import type { GroupQuestion, GroupReport, LinkedRollout } from '../../src/protocol/dataset.ts';
import type { Editor } from '../../webview/dataset/editor.ts';
import { cancelGroups, choosePreset, followGroups, groupsChanged } from '../../webview/dataset/groups.ts';
import { scoreGroups } from '../../webview/dataset/groupScores.ts';
import { initialState } from '../../webview/dataset/initial.ts';
import { currentOf } from '../../webview/dataset/samples.ts';
import type { State } from '../../webview/dataset/state.ts';
import { detailOf, openedWith } from './support/editorState.ts';

const DUMP = 'x.rollouts.jsonl';
const rollout = (answer: string): LinkedRollout => ({
  dump: DUMP,
  source: DUMP,
  line: 1,
  part: 0,
  completion: `<answer>${answer}</answer>`,
});

interface Asked {
  readonly question: GroupQuestion;
  readonly signal: AbortSignal;
  answer(spread: number): void;
  fail(): void;
}

/** An editor whose host answers when it is told to, in any order. */
class Desk {
  readonly state: State = initialState(undefined);
  readonly asked: Asked[] = [];
  readonly told: string[] = [];

  readonly editor = {
    state: this.state,
    changed: () => undefined,
    announce: () => undefined,
    notify: (_kind: string, text: string) => this.told.push(text),
    host: {
      call: (method: string, question: GroupQuestion, options?: { signal: AbortSignal }) => {
        if (method === 'changeSettings') return Promise.resolve(null);
        return new Promise<GroupReport>((resolve, reject) => {
          this.asked.push({
            question,
            signal: options!.signal,
            answer: (spread) => {
              resolve(reportOf(spread));
            },
            fail: () => {
              reject(new Error('No worker'));
            },
          });
        });
      },
    },
  } as unknown as Editor;

  constructor() {
    this.state.mode = 'debug';
    this.state.opened = openedWith({ rewards: [{ name: 'answer' }] });
    this.state.current = currentOf(
      this.state,
      detailOf({ question: 'Where?', bboxs: [], width: 28, height: 28, possible_answers: ['cat'] }, [
        rollout('cat'),
        rollout('dog'),
      ]),
    );
  }

  /** What the host tells once the setting is written. */
  settingsCome(advantage: AdvantagePreset): void {
    const { opened } = this.state;
    this.state.opened = { ...opened!, settings: { ...opened!.settings, advantage } };
  }

  /** Draws as the page does after every change, and lets time pass. */
  async settle(): Promise<void> {
    followGroups(this.editor);
    await vi.advanceTimersByTimeAsync(1000);
    followGroups(this.editor);
  }

  get advantages(): readonly (number | undefined)[] {
    return scoreGroups(this.state).advantages;
  }
}

const reportOf = (spread: number): GroupReport => ({
  rewards: ['answer'],
  rollouts: 2,
  ambiguous: 0,
  failed: [],
  counts: { groups: 1, flat: 0, alone: [0], without: [1] },
  batches: [{ dump: DUMP, step: null, mean: 0.5, spread }],
});
const NONE = [undefined, undefined];

describe('advantages that take a whole batch', () => {
  let desk: Desk;
  const asked = (index: number): Asked => {
    const found = desk.asked[index];
    if (found === undefined) throw new Error(`there is no question ${index}`);
    return found;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    desk = new Desk();
  });
  afterEach(() => {
    cancelGroups(desk.editor);
    followGroups(desk.editor);
    vi.useRealTimers();
  });

  const choose = async (): Promise<void> => {
    await choosePreset(desk.editor, 'batch');
    desk.settingsCome('batch');
    await desk.settle();
  };

  it('are asked for once the setting has come, though the change was answered before', async () => {
    await choosePreset(desk.editor, 'batch');
    await desk.settle();
    expect(desk.asked).toHaveLength(0);
    desk.settingsCome('batch');
    await desk.settle();
    expect(desk.asked.map(({ question }) => question.preset)).toEqual(['batch']);
    asked(0).answer(1);
    await desk.settle();
    expect(desk.advantages).toEqual([expect.closeTo(0.5, 3), expect.closeTo(-0.5, 3)]);
  });

  it('are asked for again when rollouts are read after the answer', async () => {
    await choose();
    asked(0).answer(1);
    await desk.settle();
    groupsChanged(desk.state);
    expect(desk.advantages).toEqual(NONE);
    await desk.settle();
    asked(1).answer(2);
    await desk.settle();
    expect(desk.advantages).toEqual([expect.closeTo(0.25, 3), expect.closeTo(-0.25, 3)]);
  });

  it('do not take an answer to what was linked before', async () => {
    await choose();
    groupsChanged(desk.state);
    asked(0).answer(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.advantages).toEqual(NONE);
    await desk.settle();
    asked(1).answer(2);
    await desk.settle();
    expect(desk.advantages[0]).toBeCloseTo(0.25, 3);
  });

  it('follow an edit, a moment after the last one', async () => {
    await choose();
    asked(0).answer(1);
    await desk.settle();
    for (let key = 0; key < 5; key++) {
      desk.state.rev++;
      followGroups(desk.editor);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(desk.asked).toHaveLength(1);
    await desk.settle();
    expect(desk.asked).toHaveLength(2);
    asked(1).answer(2);
    await desk.settle();
    expect(desk.advantages[0]).toBeCloseTo(0.25, 3);
  });

  it('give up a question that an edit overtook, whichever answer comes first', async () => {
    await choose();
    desk.state.rev++;
    await desk.settle();
    expect(asked(0).signal.aborted).toBe(true);
    asked(1).answer(2);
    asked(0).answer(1);
    await desk.settle();
    expect(desk.advantages[0]).toBeCloseTo(0.25, 3);
    expect(desk.asked).toHaveLength(2);
  });

  it('are left alone once a person stopped the scoring, until it is asked for', async () => {
    await choose();
    cancelGroups(desk.editor);
    desk.state.rev++;
    await desk.settle();
    expect(desk.asked).toHaveLength(1);
    await choose();
    expect(desk.asked).toHaveLength(2);
  });

  it('are not asked for a second time after a failure that nothing has changed since', async () => {
    await choose();
    asked(0).fail();
    await desk.settle();
    await desk.settle();
    expect(desk.asked).toHaveLength(1);
    expect(desk.told).toEqual(['The rollouts could not be scored: No worker']);
  });

  it('are not asked for by a preset that takes no batch', async () => {
    await desk.settle();
    expect(desk.asked).toHaveLength(0);
    expect(desk.advantages[0]).toBeCloseTo(0.707, 2);
  });
});
