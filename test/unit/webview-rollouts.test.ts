import { describe, expect, it } from 'vitest';
import type { RolloutsOpened, RunState, ShownGroup } from '../../src/protocol/rollouts.ts';
import { completionParts } from '../../webview/rollouts/completionParts.ts';
import { explain, isExplained, isPostponed, lookedPaint } from '../../webview/rollouts/explain.ts';
import { listState } from '../../webview/rollouts/listState.ts';
import { forgetRollouts, initialState, memoryOf, type State } from '../../webview/rollouts/state.ts';
import { RUN_SETTINGS } from '../support/settings.ts';

describe('the parts of a completion', () => {
  const partsOf = (text: string): string[] =>
    completionParts(text).map(({ tag, start, end }) => `${tag}: ${text.slice(start, end)}`);

  it('are thoughts, caption, boxes and answer, in the order that they are written in', () => {
    const parts = ['<think>a < b</think>', '<caption>c</caption>', '<bbox>[]</bbox>', '<answer>d</answer>'];
    const tags = ['think', 'caption', 'bbox', 'answer'];
    expect(partsOf(parts.join('\n'))).toEqual(parts.map((part, i) => `${tags[i]}: ${part}`));
    expect(partsOf([...parts].reverse().join(' so '))).toEqual(
      parts.map((part, i) => `${tags[i]}: ${part}`).reverse(),
    );
  });

  it('keep the tags inside them, and end where they are closed', () => {
    expect(partsOf('<think>I write <answer>x</answer>.</think>y')).toEqual([
      'think: <think>I write <answer>x</answer>.</think>',
    ]);
    expect(partsOf('<think>never ends <answer>x</answer>')).toEqual(['answer: <answer>x</answer>']);
  });
});

describe('the steps of a reward', () => {
  function showing(completion: string): State {
    const row = {
      question: 'q',
      image_caption: 'a cat',
      answers: ['cat'],
      bboxs: [[1, 1, 9, 9]],
      width: 56,
      height: 56,
    };
    return {
      ...initialState(),
      opened: { settings: RUN_SETTINGS } as unknown as RolloutsOpened,
      group: { sample: { row }, rollouts: [{ index: 7, completion }] } as unknown as ShownGroup,
      step: { reward: 'caption', index: 0 },
    };
  }
  const captioned = (length: number): string =>
    `<caption>${'a cat '.repeat(length / 6)}</caption> <bbox>[]</bbox> <answer>cat</answer>`;

  it('are worked out at once for a text of some length', () => {
    const state = showing(captioned(600));
    expect(isPostponed(state)).toBe(false);
    expect(explain(state, 'caption')?.steps).not.toEqual([]);
    expect(lookedPaint(state)).not.toEqual([]);
  });

  it('wait to be asked for where the text is long, also those that are painted', () => {
    const state = showing(captioned(60_000));
    expect([isPostponed(state), explain(state, 'caption'), lookedPaint(state)]).toEqual([
      true,
      undefined,
      [],
    ]);
    expect(isExplained(state, 'caption')).toBe(true);
    state.explained = 7;
    expect(isPostponed(state)).toBe(false);
    expect(explain(state, 'caption')?.steps).not.toEqual([]);
    forgetRollouts(state);
    expect(state.explained).toBeUndefined();
  });
});

describe('what comes back when the tab is seen again', () => {
  it('is which rollout was shown how, with the rewards that were opened', () => {
    const kept = {
      wanted: 3,
      at: 2,
      view: 'sql',
      where: 'total<1',
      folded: ['think'],
      traced: ['bbox'],
    } as const;
    const memory: unknown = structuredClone(memoryOf({ ...initialState(), ...kept }));
    expect(initialState(memory as ReturnType<typeof memoryOf>)).toMatchObject(kept);
  });
});

describe('the list of groups', () => {
  const state = (run: Partial<RunState> | undefined, listed = false, failure?: string): string =>
    listState({
      run: run as RunState | undefined,
      listed: listed ? { entries: 2, groups: 1 } : undefined,
      failure,
    });

  it('looks for groups only where there are some', () => {
    expect(state(undefined)).toBe('unread');
    expect(state({ reading: true, groups: 0 })).toBe('reading');
    expect(state({ reading: true, groups: 3 })).toBe('looking');
    expect(state({ reading: true, groups: 3 }, true)).toBe('reading');
    expect(state({ reading: false, groups: 3 })).toBe('looking');
    expect(state({ reading: false, groups: 3 }, true)).toBe('listed');
  });

  it('says that it is empty where the run cannot be read, or holds nothing yet', () => {
    expect(state({ reading: false, groups: 0, failure: 'it does not exist' })).toBe('empty');
    expect(state({ reading: false, groups: 0 })).toBe('empty');
    expect(state({ reading: false, groups: 3 }, false, 'the worker ended')).toBe('empty');
  });
});
