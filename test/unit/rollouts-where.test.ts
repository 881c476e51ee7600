import { describe, expect, it } from 'vitest';
import {
  columnCondition,
  parseWhere,
  tryNumbers,
  tryText,
  type Subject,
} from '../../src/core/rollouts/where.ts';
import { whereProblem } from '../../src/core/rollouts/whereProblem.ts';

const SUBJECT: Subject = {
  number: (name) => ({ bbox: 0.5, caption: NaN })[name],
  is: (name) => name === 'flat',
};

/** Of a rollout with a bbox reward of 0.5 and no caption reward, in a flat group, of a sample with columns. */
function holds(where: string, columns: Record<string, string> = {}): boolean {
  const { holds: fits, rest } = tryNumbers(parseWhere(where), SUBJECT);
  return fits && tryText(rest, { text: 'A red bus', column: (name) => columns[name] });
}

describe('the filter of rollouts', () => {
  it.each(['bbox=0.5', 'bbox=0.4..0.6', 'bbox!=0.4', 'is:flat', '"red bus"', 'RED', 'caption=""'])(
    '%s holds',
    (where) => {
      expect(holds(where)).toBe(true);
    },
  );

  it.each(['bbox!=0.5', 'caption<1', 'caption!=1', 'is:failed', 'green', 'bbox=""'])(
    '%s does not',
    (where) => {
      expect(holds(where)).toBe(false);
    },
  );

  it('compares columns with what is written, with other values, and with none', () => {
    const columns = { source: 'visual genome', category: 'perception' };
    expect(holds('source="visual genome"', columns)).toBe(true);
    expect(holds('category=Perception', columns)).toBe(true);
    expect(holds('category!=reasoning language!=en', columns)).toBe(true);
    expect(holds('category!=perception', columns)).toBe(false);
    expect(holds('language=""', columns)).toBe(true);
    expect(holds('category=""', columns)).toBe(false);
    expect(holds('category!=""', columns)).toBe(true);
  });

  it.each(['perception', 'visual genome', '', 'a"b', '12'])('writes a condition for “%s”', (value) => {
    const columns = value === '' ? {} : { source: value };
    const [equal = '', other = ''] = [
      columnCondition('source', '=', value),
      columnCondition('source', '!=', value),
    ];
    expect([holds(equal, columns), holds(other, columns)]).toEqual([true, false]);
    expect([holds(equal, { source: 'x' }), holds(other, { source: 'x' })]).toEqual([false, true]);
  });

  it('writes none for a value that it could not read again', () => {
    expect(columnCondition('source', '=', 'a "b" c')).toBeUndefined();
  });

  it('takes a condition that is still being typed for a word', () => {
    expect(parseWhere('category= bbox<')).toEqual([
      { kind: 'word', text: 'category=' },
      { kind: 'word', text: 'bbox<' },
    ]);
  });
});

describe('a filter with a slip of the pen', () => {
  const problem = (where: string): string | undefined =>
    whereProblem(parseWhere(where), {
      isNumber: (name) => ['bbox', 'step'].includes(name),
      isMark: (name) => name === 'flat',
      values: ['bbox', 'step', 'category'],
      marks: ['flat', 'failed'],
    });

  it.each(['bbox<0.1', 'step=10..', 'step=..5', 'bbox=""', 'category=x..y', 'is:flat', 'bbx', ''])(
    'is not %s',
    (where) => {
      expect(problem(where)).toBeUndefined();
    },
  );

  it.each([
    ['bbx<0.1', 'no number or column is called “bbx”; did you mean bbox?'],
    ['is:flaat', 'no mark is called “flaat”; did you mean flat?'],
    ['bbox<abc', 'bbox is compared with a number, which “abc” is not'],
    ['step=x..y', 'step is compared with a number, which “x..y” is not'],
  ])('is told: %s', (where, told) => {
    expect(problem(where)).toBe(told);
  });
});
