import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TextPaint } from '../../src/core/rewards/trace.ts';
import type { RowDetail, Settings } from '../../src/protocol/dataset.ts';
import type { Editor } from '../../webview/dataset/editor.ts';
import { initialState } from '../../webview/dataset/initial.ts';
import { markedText, pieces, windowOf } from '../../webview/dataset/inspector/markedText.ts';
import { currentOf } from '../../webview/dataset/samples.ts';
import type { State } from '../../webview/dataset/state.ts';
import { imagePaint, lookAt, lookedAt, openTrace, toggleTrace } from '../../webview/dataset/traces.ts';

const mark = (as: TextPaint['as'], ...ranges: readonly (readonly [number, number])[]): TextPaint => ({
  on: 'completion',
  as,
  ranges: ranges.map(([start, end]) => ({ start, end })),
});

describe('a marked text', () => {
  it('is cut where marks begin and end, and each piece knows its marks', () => {
    expect(pieces('abcdef', { start: 0, end: 6 }, [mark('content', [1, 5]), mark('error', [2, 3])])).toEqual([
      { text: 'a', marks: [] },
      { text: 'b', marks: ['content'] },
      { text: 'c', marks: ['content', 'error'] },
      { text: 'de', marks: ['content'] },
      { text: 'f', marks: [] },
    ]);
  });

  it('loses and adds nothing, whatever the marks', () => {
    const range = fc.tuple(fc.nat(40), fc.nat(12)).map(([start, length]) => [start, start + length] as const);
    const paint = fc.array(fc.array(range, { maxLength: 4 }).map((ranges) => mark('match', ...ranges)));
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), paint, fc.nat(30), fc.nat(30), (text, marks, a, b) => {
        const window = { start: Math.min(a, b, text.length), end: Math.min(Math.max(a, b), text.length) };
        const joined = pieces(text, window, marks).map((piece) => piece.text);
        expect(joined.join('')).toBe(text.slice(window.start, window.end));
      }),
    );
  });

  it('makes no element for what is not marked', () => {
    expect(markedText([{ text: 'plain', marks: [] }])).toEqual(['plain']);
  });

  it('shows all that a trace marks, or of a long text what surrounds the step', () => {
    expect(windowOf(100, [mark('tag', [10, 20]), mark('content', [20, 60])], [])).toEqual({
      start: 10,
      end: 60,
    });
    expect(windowOf(100, [], [])).toBeUndefined();
    const long = [mark('content', [0, 50_000])];
    expect(windowOf(50_000, long, [])).toEqual({ start: 0, end: 2400 });
    expect(windowOf(50_000, long, [mark('match', [30_000, 30_010])])).toEqual({ start: 29_840, end: 32_240 });
    expect(windowOf(50_000, long, [mark('match', [49_990, 50_000])])).toEqual({ start: 47_600, end: 50_000 });
  });
});

const COMPLETION = '<caption>a cat</caption> <bbox>[[100, 100, 300, 300]]</bbox> <answer>cat</answer>';

const detail: RowDetail = {
  summary: { id: 7, position: 0, title: '', boxes: 1, edited: false, state: 'ok' },
  line: 1,
  row: {
    question: 'What is on the mat?',
    image_caption: 'A cat on a mat.',
    bboxs: [[100, 200, 300, 400]],
    width: 560,
    height: 560,
    possible_answers: ['cat'],
  },
  image: { kind: 'image', uri: 'x.png', width: 560, height: 560, preview: false },
  problems: [],
  rollouts: [
    { dump: 'x.rollouts.jsonl', source: 'x.rollouts.jsonl', line: 1, part: 0, completion: COMPLETION },
  ],
  earlierRollouts: 0,
  siblings: [],
};

describe('the steps that are open', () => {
  let state: State;
  let editor: Editor;
  const areas = (): (string | undefined)[] => imagePaint(state).paint.map(({ as }) => as);
  const index = (title: string): number =>
    openTrace(state, 'bbox')?.steps.findIndex((step) => step.title === title) ?? -1;

  beforeEach(() => {
    state = initialState(undefined);
    state.mode = 'debug';
    state.opened = {
      rev: 1,
      name: 'x.vqa.jsonl',
      rows: 1,
      readOnly: false,
      mode: 'debug',
      settings: { columns: {}, coordinates: 'resized28', rewardCoordinates: 'resized28' } as Settings,
      mac: false,
    };
    state.current = currentOf(state, detail);
    // The actions use nothing else of it.
    editor = { state, changed: () => undefined } as unknown as Editor;
  });

  it('are computed for open rewards alone', () => {
    expect(openTrace(state, 'bbox')).toBeUndefined();
    toggleTrace(editor, 'bbox');
    expect(openTrace(state, 'bbox')?.steps.at(-1)?.value).toBeCloseTo(1 / 3, 6);
    expect(openTrace(state, 'caption')).toBeUndefined();
    expect(openTrace(state, 'bbox')).toBe(openTrace(state, 'bbox'));
  });

  it('paint all areas until one step is looked at, the pointer before the focus', () => {
    expect(areas()).toEqual([]);
    toggleTrace(editor, 'bbox');
    expect(imagePaint(state).alone).toBe(false);
    expect(areas()).toEqual(['intersection', 'missed', 'extra']);
    lookAt(editor, 'focused', { reward: 'bbox', index: index('Missed') });
    expect(areas()).toEqual(['missed']);
    expect(imagePaint(state).alone).toBe(true);
    lookAt(editor, 'hovered', { reward: 'bbox', index: index('Extra') });
    expect(areas()).toEqual(['extra']);
    lookAt(editor, 'hovered', undefined);
    expect(areas()).toEqual(['missed']);
  });

  it('leave the image alone where the reward paints nothing on it', () => {
    toggleTrace(editor, 'bbox');
    toggleTrace(editor, 'caption');
    lookAt(editor, 'hovered', { reward: 'caption', index: 3 });
    expect(lookedAt(state)?.step.title).toBe('2-gram precision');
    expect(imagePaint(state).alone).toBe(false);
    expect(areas()).toEqual(['intersection', 'missed', 'extra']);
  });

  it('paint nothing in Annotate mode, which keeps predictions out of sight', () => {
    toggleTrace(editor, 'bbox');
    state.mode = 'annotate';
    expect(areas()).toEqual([]);
  });

  it('are looked at no longer once they are closed, or gone', () => {
    toggleTrace(editor, 'bbox');
    lookAt(editor, 'focused', { reward: 'bbox', index: 99 });
    expect(lookedAt(state)).toBeUndefined();
    lookAt(editor, 'focused', { reward: 'bbox', index: 0 });
    toggleTrace(editor, 'bbox');
    expect(lookedAt(state)).toBeUndefined();
    expect(state.traces.focused).toBeUndefined();
  });

  it('follow what is scored', () => {
    toggleTrace(editor, 'bbox');
    const before = openTrace(state, 'bbox');
    state.preview = { layer: 'truth', boxes: [[100, 100, 300, 300]] };
    expect(openTrace(state, 'bbox')?.steps.at(-1)?.value).toBeCloseTo(1, 6);
    state.preview = undefined;
    expect(openTrace(state, 'bbox')).toEqual(before);
  });
});
