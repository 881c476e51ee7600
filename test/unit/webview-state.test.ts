import { beforeEach, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/core/json.ts';
import type { AdvantagePreset } from '../../src/core/rollouts/advantage.ts';
import type { LinkedRollout, RowDetail, Settings } from '../../src/protocol/dataset.ts';
import type { Box } from '../../src/core/sample.ts';
import { coordinateHint } from '../../webview/dataset/coordinateHint.ts';
import type { Editor } from '../../webview/dataset/editor.ts';
import { shownText } from '../../webview/dataset/fields.ts';
import { initialState } from '../../webview/dataset/initial.ts';
import { boxesOf, boxName, insertBoxes } from '../../webview/dataset/layers.ts';
import { recall } from '../../webview/dataset/memory.ts';
import { predictedBoxes, withPredicted } from '../../webview/dataset/prediction.ts';
import { currentOf } from '../../webview/dataset/samples.ts';
import { groupQuestion } from '../../webview/dataset/groups.ts';
import { scoreGroups } from '../../webview/dataset/groupScores.ts';
import { scoreBase, scoreTested } from '../../webview/dataset/scoring.ts';
import type { State } from '../../webview/dataset/state.ts';
import { chosen, proposedCompletion, tested } from '../../webview/dataset/underTest.ts';
import { isReweighed } from '../../webview/dataset/weights.ts';
import { count, signed } from '../../webview/ui/format.ts';
import { detailOf, openedWith } from './support/editorState.ts';

const row: JsonObject = {
  question: 'What is on the mat?',
  image_caption: 'A cat on a mat.',
  bboxs: [[100, 100, 300, 200]],
  width: 560,
  height: 560,
  possible_answers: ['cat'],
};
const rollout = (completion: string, line: number): LinkedRollout => ({
  dump: 'x.rollouts.jsonl',
  source: 'x.rollouts.jsonl',
  line,
  part: 0,
  completion,
});
// 560 × 560 is its own resized size, so that a predicted pixel is an original one.
const PERFECT = '<caption>A cat on a mat.</caption> <bbox>[[100, 100, 300, 200]]</bbox> <answer>cat</answer>';
const EMPTY = '';

const detail = (value: JsonObject, saved?: JsonObject): RowDetail =>
  detailOf(value, [rollout(PERFECT, 1), rollout(EMPTY, 2)], saved);

let state: State;
const show = (value: JsonObject, saved?: JsonObject): void => {
  state.current = currentOf(state, detail(value, saved));
};

beforeEach(() => {
  state = initialState(undefined);
  state.mode = 'debug';
  state.opened = openedWith();
  show(row);
});

describe('rewards on screen', () => {
  it('score the chosen rollout, and the group it is of', () => {
    expect(chosen(state)).toEqual({ kind: 'rollout', index: 0 });
    expect(scoreTested(state)?.total).toBeCloseTo(4, 6);
    const { scores, shown, advantages } = scoreGroups(state);
    expect(scores.map(({ total }) => total)).toEqual([expect.closeTo(4, 6), 0]);
    expect(shown?.statistics?.mean).toBeCloseTo(2, 6);
    expect(advantages[0]).toBeCloseTo(0.7071, 3);
  });

  it('follow a box of the truth while it is dragged, and compute nothing else again', () => {
    const before = scoreTested(state);
    state.preview = { layer: 'truth', boxes: [[100, 100, 300, 300]] };
    const after = scoreTested(state);
    expect(after?.results.bbox?.value).toBeCloseTo(0.5, 6);
    expect(after?.results.caption).toBe(before?.results.caption);
    expect(after?.results.answer).toBe(before?.results.answer);
    expect(scoreBase(state)?.results.bbox?.value).toBeCloseTo(1, 6);
  });

  it('follow a predicted box while it is dragged', () => {
    state.selection = { layer: 'prediction', indices: [0] };
    state.preview = { layer: 'prediction', boxes: [[100, 100, 200, 200]] };
    expect(scoreTested(state)?.results.bbox?.value).toBeCloseTo(0.5, 6);
    expect(tested(state)?.text).toBe(PERFECT);
  });

  it('are compared with the annotation as saved', () => {
    show({ ...row, image_caption: 'A dog on a mat.', bboxs: [[100, 100, 300, 150]] }, row);
    expect(scoreBase(state)?.total).toBeCloseTo(4, 6);
    expect(scoreTested(state)?.results.bbox?.value).toBeCloseTo(0.5, 6);
    expect(scoreTested(state)?.results.caption?.value).toBeLessThan(1);
  });

  it('score the truth itself where there are no rollouts, and go on comparing with it', () => {
    state.current = currentOf(state, { ...detail(row), rollouts: [] });
    expect(tested(state)?.origin).toBe('Ground truth');
    expect(scoreTested(state)?.total).toBeCloseTo(4, 4);
    state.preview = { layer: 'truth', boxes: [[0, 0, 10, 10]] };
    expect(scoreTested(state)?.results.bbox?.value).toBe(0);
  });

  it('tell a reward that raises from one that is zero', () => {
    show({ ...row, possible_answers: 3 });
    expect(scoreTested(state)?.results.answer).toMatchObject({ value: null, error: { type: 'TypeError' } });
    expect(scoreTested(state)?.total).toBeCloseTo(3, 6);
  });
});

describe('chosen rewards', () => {
  const setRewards = (rewards: Json): void => {
    state.opened = { ...state.opened!, settings: { ...state.opened!.settings, rewards } };
  };

  it('are those of the setting, with its weights and options', () => {
    setRewards([
      { name: 'anls', weight: 0.5 },
      { name: 'boxIou', weight: 2 },
      { name: 'exactMatch', options: { text: 'completion' } },
    ]);
    const scores = scoreTested(state);
    expect(Object.keys(scores?.results ?? {})).toEqual(['anls', 'boxIou', 'exactMatch']);
    expect(scores?.results.exactMatch?.value).toBe(0);
    expect(scores?.total).toBeCloseTo(0.5 + 2, 6);
  });
  it('follow a box of the truth while it is dragged', () => {
    setRewards([{ name: 'boxIou' }, { name: 'count', options: { column: 'bboxs', from: 'boxes' } }]);
    const before = scoreTested(state);
    state.preview = { layer: 'truth', boxes: [[100, 100, 300, 300]] };
    expect(before?.results.boxIou?.value).toBeCloseTo(1, 6);
    expect(scoreTested(state)?.results.boxIou?.value).toBeCloseTo(0.5, 6);
  });
  it('read columns of their own from the row', () => {
    setRewards([{ name: 'virlAction', options: { text: 'answer' } }]);
    expect(scoreTested(state)?.results.virlAction?.error?.type).toBe('MissingColumn');
    show({ ...row, action: 'cat' });
    expect(scoreTested(state)?.results.virlAction?.value).toBe(1);
    show({ ...row, action: 'dog' });
    expect(scoreTested(state)?.results.virlAction?.value).toBe(0);
  });
  it('weigh what is tried out on screen, in totals, advantages and the question about all groups', () => {
    setRewards([{ name: 'format' }, { name: 'answer', weight: 3 }]);
    expect(scoreTested(state)?.total).toBe(4);
    state.weighing = { ...state.weighing, changed: { answer: 0, gone: 7 } };
    expect(scoreTested(state)?.total).toBe(1);
    expect(scoreGroups(state).shown?.statistics?.mean).toBe(0.5);
    expect(groupQuestion(state).weights).toEqual({ answer: 0 });
    state.weighing = { ...state.weighing, changed: { format: 0, answer: 0 } };
    expect(scoreGroups(state).shown?.statistics?.flat).toBe(true);
  });
  it('count as unchanged when a weight is moved back', () => {
    setRewards([{ name: 'format', weight: 0.5 }]);
    state.weighing = { ...state.weighing, changed: { format: 0.5 } };
    expect(isReweighed(state)).toBe(false);
  });
});

describe('predicted boxes', () => {
  it('are shown in original pixels', () => {
    show({ ...row, width: 1120, height: 1120 });
    state.current = currentOf(state, {
      ...detail(row),
      image: { kind: 'image', uri: 'x.png', width: 1120, height: 1120, preview: false },
    });
    const [box] = predictedBoxes(state);
    // 1120 × 1120 is resized to 616 × 616.
    expect(box?.[0]).toBeCloseTo((100 * 1120) / 616, 9);
  });

  it('keep the numbers of those that were not touched', () => {
    const text = '<bbox>[[1.50, 2, 30, 40], [5, 6, 70, 80]]</bbox>';
    const moved: Box[] = [
      [1.5, 2, 30, 40],
      [10, 11, 75, 85],
    ];
    expect(withPredicted(state, text, moved, new Set([1]))).toBe(
      '<bbox>[[1.5, 2, 30, 40], [10, 11, 75, 85]]</bbox>',
    );
  });

  it('are out of sight while annotating', () => {
    state.mode = 'annotate';
    expect(boxesOf(state, 'prediction')).toEqual([]);
  });
});

describe('the groups of a sample', () => {
  const grouped = (...steps: number[]): void => {
    const rollouts = steps.map((step, line) => ({
      ...rollout(line % 2 === 0 ? PERFECT : EMPTY, line),
      step,
    }));
    state.current = currentOf(state, { ...detail(row), rollouts });
  };

  it('are its rollouts of one step', () => {
    grouped(1, 1, 2, 2, 2);
    const { groups, shown } = scoreGroups(state);
    expect(groups.map(({ step, indices }) => [step, indices])).toEqual([
      [1, [0, 1]],
      [2, [2, 3, 4]],
    ]);
    expect(shown?.step).toBe(1);
    state.underTest = { ...state.underTest, choice: { kind: 'rollout', index: 3 } };
    expect(scoreGroups(state).shown?.step).toBe(2);
  });

  it('have advantages by the preset of the settings', () => {
    grouped(1, 1);
    expect(scoreGroups(state).advantages[0]).toBeCloseTo(0.7071, 3);
    preset('none');
    expect(scoreGroups(state).advantages[0]).toBeCloseTo(2, 3);
    preset('rloo');
    expect(scoreGroups(state).advantages[0]).toBeCloseTo(4, 3);
  });

  it('have no advantages by a batch that was not scored', () => {
    grouped(1, 1);
    preset('batch');
    expect(scoreGroups(state).advantages).toEqual([undefined, undefined]);
  });

  const preset = (advantage: AdvantagePreset): void => {
    state.opened = { ...state.opened!, settings: { ...state.opened!.settings, advantage } };
  };
});

describe('boxes that look like those of another space', () => {
  const hintOf = (boxes: string, settings: Partial<Settings> = {}): unknown => {
    state.opened = { ...state.opened!, settings: { ...state.opened!.settings, ...settings } };
    const text = `<caption>c</caption><bbox>${boxes}</bbox><answer>a</answer>`;
    state.current = currentOf(state, { ...detail(row), rollouts: [rollout(text, 1)] });
    const hint = coordinateHint(state);
    return hint && [hint.message, ...hint.actions.map(({ label }) => label)];
  };
  // The truth is [100, 100, 300, 200] of 560 × 560.
  const RELATIVE = '[[178.57, 178.57, 535.71, 357.14]]';
  const MESSAGE = 'These boxes look like 0–1000 coordinates.';

  it('are told, with whose setting to change', () => {
    expect(hintOf(RELATIVE)).toEqual([MESSAGE, 'Set for the model', 'Set for model and reward']);
    expect(hintOf(RELATIVE, { coordinates: 'relative1000' })).toEqual([MESSAGE, 'Set for the reward']);
    expect(hintOf(RELATIVE, { coordinates: 'resized28', rewardCoordinates: 'relative1000' })).toEqual([
      MESSAGE,
      'Set for the model',
    ]);
  });

  it('are not told where they are read rightly, or are nowhere right', () => {
    expect(hintOf(RELATIVE, { coordinates: 'relative1000', rewardCoordinates: 'relative1000' })).toBe(
      undefined,
    );
    expect(hintOf('[[0, 0, 5, 5]]', { coordinates: 'resized28', rewardCoordinates: 'resized28' })).toBe(
      undefined,
    );
    expect(hintOf('no boxes')).toBe(undefined);
  });
});

describe('a proposal under test', () => {
  it('is written in the coordinates of the model', () => {
    state.underTest = { ...state.underTest, choice: { kind: 'proposal' } };
    const proposal = { image: 'x', width: 560, height: 560, caption: '', boxes: [], milliseconds: 1 };
    state.proposals.set(7, { status: 'ready', proposal: { ...proposal, completion: PERFECT } } as never);
    expect(proposedCompletion(state)).toBe(PERFECT);
    const settings: Settings = { ...state.opened!.settings, coordinates: 'relative1000' };
    state.opened = { ...state.opened!, settings };
    expect(proposedCompletion(state)).toContain('<bbox>[[178.571, 178.571, 535.714, 357.143]]</bbox>');
    expect(predictedBoxes(state)[0]).toEqual(
      [100, 100, 300, 200].map((at) => expect.closeTo(at, 2) as number),
    );
  });
});

describe('names', () => {
  it('are those that assistive technology and tests know', () => {
    expect(boxName(state, 'truth', 1, [12, 30, 200, 180], 3)).toBe(
      'Box 2 of 3: x 12, y 30, width 188, height 150',
    );
    expect(boxName(state, 'prediction', 0, [1.234, 2, 3, 4.5], 2)).toBe(
      'Predicted box 1 of 2: x 1.23, y 2, width 1.77, height 2.5',
    );
    expect(count(12000)).toBe('12,000');
    expect([signed(0.5, 2), signed(-0.5, 2), signed(-0.001, 2)]).toEqual(['+0.50', '−0.50', '0.00']);
  });
});

describe('a text field', () => {
  const draft = (text: string, session: string | undefined) => {
    state.draft = { row: 7, field: 'answers', text, session };
  };

  it('shows what is being typed, as it is typed', () => {
    draft('cat\n', 'answers 7 1');
    expect(shownText(state, 'answers')).toBe('cat\n');
    expect(shownText(state, 'caption')).toBe('A cat on a mat.');
  });

  it('keeps it after a flush for as long as the column says the same', () => {
    draft('cat\n', undefined);
    expect(shownText(state, 'answers')).toBe('cat\n');
    show({ ...row, possible_answers: ['dog'] });
    expect(shownText(state, 'answers')).toBe('dog');
  });

  it('does not carry a draft over to another sample', () => {
    state.draft = { row: 8, field: 'caption', text: 'Other', session: 'x' };
    expect(shownText(state, 'caption')).toBe('A cat on a mat.');
  });
});

describe('what an earlier page left', () => {
  it('is used where it is understood, and dropped where it is not', () => {
    expect(recall(undefined)).toBeUndefined();
    expect(recall({ version: -1, memory: {} })).toBeUndefined();
    expect(recall({ version: 2, memory: { row: 3 } })).toEqual({ row: 3 });
  });
});

describe('a box drawn on a column', () => {
  const draw = (value: JsonObject) => {
    show(value);
    const told: string[] = [];
    const sent: unknown[] = [];
    const editor = {
      state,
      notify: (_kind: string, text: string) => told.push(text),
      changed: () => undefined,
      queue: { push: (entry: unknown) => sent.push(entry) },
    } as unknown as Editor;
    return { done: insertBoxes(editor, [[5, 6, 7, 8]], 'Draw box'), told, sent };
  };

  it('that holds text is refused with the reason, and nothing is sent', () => {
    const { done, told, sent } = draw({ ...row, bboxs: '[[1,2,3,4]]' });
    expect(done).toBe(false);
    expect(told).toEqual(['The column bboxs holds text; it is edited in the text editor']);
    expect(sent).toEqual([]);
    expect(state.current?.row?.bboxs).toBe('[[1,2,3,4]]');
  });

  it('that is null is written', () => {
    const { done, told } = draw({ ...row, bboxs: null });
    expect(done).toBe(true);
    expect(told).toEqual([]);
    expect(state.current?.row?.bboxs).toEqual([[5, 6, 7, 8]]);
  });
});
