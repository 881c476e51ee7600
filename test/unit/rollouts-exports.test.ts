import { describe, expect, it } from 'vitest';
import { readSample } from '../../src/core/readSample.ts';
import { dpoRow, trlDpoRow } from '../../src/core/rollouts/exports/dpo.ts';
import { commonColumns, namesImage, type EarnedGroup } from '../../src/core/rollouts/exports/group.ts';
import { promptRow } from '../../src/core/rollouts/exports/prompts.ts';
import { sftRows } from '../../src/core/rollouts/exports/sft.ts';

const ROW = {
  id: 'a',
  messages: [
    { role: 'user', content: '<image>What?' },
    { role: 'assistant', content: 'old' },
  ],
  images: ['one.jpg'],
  bboxs: [[1, 2, 3, 4]],
};

function group(totals: readonly (number | null)[], row: EarnedGroup['row'] | null = ROW): EarnedGroup {
  return {
    row: row ?? undefined,
    turns: [{ role: 'user', text: '<image>What?', images: ['one.jpg'] }],
    completions: totals.map((total) => ({
      completion: `<answer>${total ?? 'none'}</answer>`,
      total,
      passed: total === null ? null : total >= 3,
      listed: total !== 2.5,
      truncated: total === 9,
    })),
  };
}

const question = { role: 'user', content: '<image>What?' };
const answer = (total: number): object => ({ role: 'assistant', content: `<answer>${total}</answer>` });

describe('exports', () => {
  it('prompts: the samples of which some completions pass and some fail, as they are', () => {
    expect(promptRow(group([4, 1]))).toBe(ROW);
    expect([promptRow(group([4, 3])), promptRow(group([1, null]))]).toEqual([undefined, undefined]);
    // An error is no wrong answer.
    expect(promptRow(group([null, 4, null]))).toBeUndefined();
  });

  it('supervised rows: the best, above a threshold, each completion once', () => {
    const rows = sftRows(group([1, 4, 3, 4, null]), { least: 2, most: 5 });
    expect(rows.map(({ messages }) => messages)).toEqual([
      [question, answer(4)],
      [question, answer(3)],
    ]);
    expect(rows[0]).toMatchObject({ id: 'a', bboxs: [[1, 2, 3, 4]] });
    expect(sftRows(group([4, 3]), { least: 0, most: 1 })).toHaveLength(1);
    expect(sftRows(group([2.5, 2]), { least: 0, most: 1 })[0]?.messages).toEqual([question, answer(2)]);
  });

  it('keep the answers that a prompt of several turns holds, and drop the last, which trainers discard', () => {
    const earlier = [
      { role: 'user', content: '<image>What?' },
      { role: 'assistant', content: 'A mat.' },
      { role: 'user', content: 'And on it?' },
    ];
    const row = { ...ROW, messages: [...earlier, { role: 'assistant', content: 'old' }] };
    expect(sftRows(group([4], row), { most: 1 })[0]?.messages).toEqual([...earlier, answer(4)]);
  });

  it('pairs for TRL: prompt, chosen and rejected as messages, without marks of images', () => {
    const { messages: _messages, ...columns } = ROW;
    expect(trlDpoRow(group([1, 4, 3]), 0)).toEqual({
      ...columns,
      prompt: [{ role: 'user', content: 'What?' }],
      chosen: [answer(4)],
      rejected: [answer(1)],
    });
    const unlinked = trlDpoRow(group([1, 4], null), 0) ?? {};
    expect(unlinked).toMatchObject({ images: ['one.jpg'], chosen: [answer(4)] });
    expect(readSample(unlinked).question).toMatchObject({ value: 'What?' });
    expect(trlDpoRow(group([1, 4]), 3.5)).toBeUndefined();
  });

  it('pairs: none of equal totals, be one of them cut off', () => {
    const { completions, ...rest } = group([1, 1]);
    const [cut, whole] = completions;
    if (cut === undefined || whole === undefined) throw new Error('there are two');
    const equal = { ...rest, completions: [{ ...cut, completion: 'cut', truncated: true }, whole] };
    expect(dpoRow(equal, 0)).toBeUndefined();
  });

  it('supervised rows: none of nothing unless that is asked for, and none cut off', () => {
    expect(sftRows(group([0, -1]), { most: 5 })).toEqual([]);
    expect(sftRows(group([0, -1]), { least: 0, most: 5 })).toHaveLength(1);
    expect(sftRows(group([9, 1, 0]), { most: 5 }).map(({ messages }) => messages)).toEqual([
      [question, answer(1)],
    ]);
  });

  it('pairs: of completions that are cut off none is chosen, but one may be rejected', () => {
    expect(dpoRow(group([9, 4, 1]), 1)).toMatchObject({ messages: [question, answer(4)] });
    expect(dpoRow(group([9]), 0)).toBeUndefined();
  });

  it('rows that are not linked keep what their records have in common, and tell whether they name an image', () => {
    const own = commonColumns(
      [
        { solution: 'x', step: 1, length: 3 },
        { length: 4, solution: 'x', step: 1 },
      ],
      ['step'],
    );
    expect(own).toEqual({ solution: 'x' });
    const unlinked: EarnedGroup = {
      ...group([4, 1], null),
      turns: [{ role: 'user', text: 'Why?' }],
      own: own ?? {},
    };
    expect(promptRow(unlinked)).toEqual({ solution: 'x', messages: [{ role: 'user', content: 'Why?' }] });
    expect([namesImage(unlinked), namesImage(group([1])), namesImage(group([1], null))]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('pairs: the best and the worst, a margin apart', () => {
    expect(dpoRow(group([2, 4, null, 1]), 1)).toMatchObject({
      messages: [question, answer(4)],
      rejected_response: '<answer>1</answer>',
    });
    expect([dpoRow(group([2, 2.5]), 1), dpoRow(group([2, 2]), 0), dpoRow(group([null]), 0)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reload as samples, with the logged prompt and images where no row is linked', () => {
    const [row = {}] = sftRows(group([4], null), { least: 0, most: 1 });
    const sample = readSample(row);
    expect([sample.question.value, sample.image.value]).toEqual(['What?', { kind: 'path', path: 'one.jpg' }]);
  });
});
