import { beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import type { LinkedRollout } from '../../src/protocol/dataset.ts';
import { scoreGroups } from '../../webview/dataset/groupScores.ts';
import { initialState } from '../../webview/dataset/initial.ts';
import { rolloutToOpen } from '../../webview/dataset/openRollout.ts';
import { currentOf } from '../../webview/dataset/samples.ts';
import type { State } from '../../webview/dataset/state.ts';
import { whatIf } from '../../webview/dataset/whatIf.ts';
import { detailOf, openedWith } from './support/editorState.ts';

const ROW: JsonObject = {
  question: 'What is on the mat?',
  image_caption: 'A cat on a mat.',
  bboxs: [[100, 100, 300, 200]],
  width: 560,
  height: 560,
  possible_answers: ['cat'],
};
const completion = (answer: string): string =>
  `<caption>A cat on a mat.</caption><bbox>[[100, 100, 300, 200]]</bbox><answer>${answer}</answer>`;
const rollout = (answer: string, line: number, step: number): LinkedRollout => ({
  dump: 'x.jsonl',
  source: 'x.jsonl',
  line,
  part: 0,
  step,
  group: `${step}-1`,
  completion: completion(answer),
});
const ROLLOUTS = [
  rollout('cat', 1, 1),
  rollout('dog', 2, 1),
  rollout('dog', 3, 1),
  rollout('dog', 4, 2),
  rollout('dog', 5, 2),
];

describe('what if the annotation were another', () => {
  let state: State;
  const show = (row: JsonObject, saved?: JsonObject): void => {
    state.current = currentOf(state, detailOf(row, ROLLOUTS, saved));
  };

  beforeEach(() => {
    state = initialState(undefined);
    state.opened = openedWith();
  });

  it('is asked of no annotation that is as saved', () => {
    show(ROW);
    expect(whatIf(state, scoreGroups(state))).toBeUndefined();
  });

  it('tells ranks, totals and advantages as they were, group by group', () => {
    show({ ...ROW, possible_answers: ['dog'] }, ROW);
    const what = whatIf(state, scoreGroups(state));
    expect(what?.groups.map(({ group, change }) => [group.name, change.moved, change.turned])).toEqual([
      ['1-1', 3, 3],
      ['2-1', 0, 0],
    ]);
    expect(what?.groups[1]?.change).toMatchObject({ rescored: 2, wasFlat: true, flat: true });
    expect(what?.rollouts[0]).toMatchObject({ wasRank: 1, rank: 3 });
    expect(what?.rollouts[1]).toMatchObject({ wasRank: 2, rank: 1 });
    expect(what?.rollouts[0]?.wasTotal).toBeCloseTo(4, 6);
    expect(what?.rollouts[0]?.wasAdvantage).toBeGreaterThan(0);
    expect(scoreGroups(state).advantages[0]).toBeLessThan(0);
  });

  it('follows a box while it is dragged', () => {
    show(ROW);
    state.preview = { layer: 'truth', boxes: [[0, 0, 50, 50]] };
    const what = whatIf(state, scoreGroups(state));
    expect(what?.groups[0]?.change).toMatchObject({ moved: 0, rescored: 3 });
    state.preview = undefined;
    expect(whatIf(state, scoreGroups(state))).toBeUndefined();
  });

  it('opens the rollout that is under test, else the first', () => {
    show(ROW);
    state.underTest = { ...state.underTest, choice: { kind: 'rollout', index: 3 } };
    expect(rolloutToOpen(state)?.line).toBe(4);
    state.underTest = { ...state.underTest, choice: { kind: 'proposal' } };
    expect(rolloutToOpen(state)?.line).toBe(1);
  });
});
