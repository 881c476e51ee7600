/** Rows that are too long or nested too deep for a stack: each gets a value or an error of its own. */
import { describe, expect, it } from 'vitest';
import type { Block } from '../../src/cli/blocks.ts';
import { RowScorer } from '../../src/cli/scoreRows.ts';
import type { Json } from '../../src/core/json.ts';
import { sidePaint } from '../../src/core/rewards/explain/bleu.ts';
import { painted } from '../../src/core/rewards/explain/tag.ts';
import { REWARD_NAMES, type Reward } from '../../src/core/rewards/reward.ts';
import { RewardRunner } from '../../src/core/rewards/rewardRunner.ts';
import { Scorer } from '../../src/core/rewards/satori.ts';
import { explain } from './builtin/score.ts';

const TRUTH = {
  image_caption: 'A red bus stops here.',
  bboxs: [[0, 0, 448, 448]] as Json,
  width: 448,
  height: 448,
  possible_answers: ['bus'] as Json,
};
const BOX = '<bbox>[[0,0,448,448]]</bbox>';
const LONG = 125_000;
const DEEP = 6000;

function nested(depth: number, innermost = ''): string {
  return `${'['.repeat(depth)}${innermost}${']'.repeat(depth)}`;
}

function blockOf(...lines: string[]): Block {
  return { bytes: new TextEncoder().encode(lines.join('\n')), line: 1, row: 0 };
}

describe('the steps of a long', () => {
  it('caption, predicted and true, paint each of its words', () => {
    const words = 'a '.repeat(LONG);
    const truth = { ...TRUTH, image_caption: words };
    const { steps, result } = new Scorer().explain('caption', `<caption>${words}</caption>`, truth);
    expect(result.value).toBeGreaterThan(0.99);
    const split = steps.filter(
      ({ title }) => title === 'Lowercase and split into words' || title === 'Stem the words',
    );
    expect(split.flatMap(({ paint = [] }) => paint.map((each) => 'ranges' in each && each.ranges.length))).toEqual([
      LONG, LONG, LONG, LONG,
    ]); // prettier-ignore
  });
  it('caption mark every other word', () => {
    const words = Array.from({ length: 2 * LONG }, (_, at) => ({
      token: 'a',
      start: 2 * at,
      end: 2 * at + 1,
    }));
    const paint = sidePaint(painted, words, new Set(words.flatMap((_, at) => (at % 2 === 0 ? [at] : []))));
    expect(paint.map(({ as, ranges }) => [as, ranges.length])).toEqual([
      ['match', LONG],
      ['miss', LONG],
    ]);
  });
  it('list of right answers find the nearest', () => {
    const possible = Array.from({ length: LONG }, () => 'cab');
    expect(explain('anls', 'cab', { row: { possible_answers: possible } }).result).toEqual({ value: 1 });
  });
});

describe('true boxes', () => {
  const errorOf = (bboxs: string): string | undefined =>
    new Scorer().scoreOne('bbox', BOX, { ...TRUTH, bboxs: JSON.parse(bboxs) as Json }).error?.type;

  it('are nested no deeper than numpy’s dimensions', () => {
    expect(errorOf(nested(64))).toBe('IndexError');
    expect(errorOf(nested(64, '1'))).toBe('IndexError');
    expect(errorOf(nested(65))).toBe('ValueError');
    expect(errorOf(nested(65, '1'))).toBe('ValueError');
    expect(errorOf(nested(DEEP))).toBe('ValueError');
  });
  it('may be numbers in lists of one within a row', () => {
    const deep = nested(61, '5');
    expect(errorOf(`[[${deep},${deep},${deep},${deep}]]`)).toBeUndefined();
    const deeper = nested(DEEP, '5');
    expect(errorOf(`[[${deeper},${deeper},${deeper},${deeper}]]`)).toBe('ValueError');
  });
});

describe('right answers that are nested deep', () => {
  it('are written out with an end', () => {
    const possible = [JSON.parse(nested(DEEP)) as Json, { a: [1, 'b', null] }, 'bus'];
    const { steps, result } = new Scorer().explain('answer', '<answer>bus</answer>', {
      ...TRUTH,
      possible_answers: possible,
    });
    expect(result).toEqual({ value: 1 });
    const written = steps.flatMap(({ inputs }) => inputs).filter(({ name }) => name === 'possible');
    expect(written.map(({ value }) => value)).toEqual([
      `${'['.repeat(20)}…${']'.repeat(20)}`,
      '{"a":[1,"b",null]}',
      '“bus”',
    ]);
  });
});

describe('a row', () => {
  const settings = { rewards: REWARD_NAMES, coordinates: 'resized28', explain: true } as const;

  it('of any depth affects no other', () => {
    const good = JSON.stringify({ ...TRUTH, completion: BOX });
    const columns = ['bboxs', 'possible_answers', 'image_caption', 'width', 'completion', 'other'];
    const deep = columns.map((column) =>
      JSON.stringify({ ...TRUTH, completion: BOX, [column]: 'DEEP' }).replace('"DEEP"', nested(DEEP)),
    );
    const { text, rows } = new RowScorer(settings).score(blockOf(...deep, good));
    expect(rows).toBe(deep.length + 1);
    const printed = text.trim().split('\n').map((line) => JSON.parse(line) as { rewards?: { bbox: number | null } }); // prettier-ignore
    expect(printed.at(-1)?.rewards?.bbox).toBeCloseTo(1, 9);
    expect(text).not.toContain('InternalError');
  });
  it('has an error of a reward that fails in a way that nobody foresaw', () => {
    const overflow = (depth: number): number => overflow(depth + 1) + 1;
    const reward: Reward = { name: 'bad', source: 'x', columns: [], score: () => ({ value: overflow(0) }) };
    const { result, steps } = new RewardRunner().explain(reward, '', { truth: TRUTH });
    expect(result).toEqual({
      value: null,
      error: { type: 'InternalError', message: 'Maximum call stack size exceeded' },
    });
    expect(steps.at(-1)).toMatchObject({ ends: 'fails' });
  });
});
