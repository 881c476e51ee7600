import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import { evaluate } from '../../../src/core/math/arithmetic.ts';
import { BUILT_INS } from '../../../src/core/rewards/builtIns.ts';
import { groundTruthOf } from '../../../src/core/rewards/groundTruth.ts';
import { RewardRunner } from '../../../src/core/rewards/rewardRunner.ts';
import { score } from './score.ts';

/** What completions are made of, in any order. */
const PIECES = [
  '<answer>',
  '</answer>',
  '<think>',
  '</think>',
  '<bbox>',
  '</bbox>',
  '<caption>',
  '</caption>',
  '<point>',
  '</point>',
  '[[1,2,3,4]]',
  '[5, 6, 7.5, 1e3]',
  '(3, 4)',
  '[',
  ']',
  '{',
  '}',
  '\\boxed{',
  '\\frac{1}{2}',
  '#### 7',
  '"formula": "',
  '"action": "stop()"',
  '1+2*3',
  '=24',
  '50%',
  '-3.5',
  'B',
  '(C)',
  'The answer is A.',
  'a cat',
  'don’t',
  '猫',
  'кот',
  '\n',
  ' ',
  '\u00a0',
  '𝒜',
  '\ud800',
  '\u0000',
  '"',
  '\\',
];
const completions = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
);
const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
const box = fc.array(fc.oneof(fc.integer({ min: -5, max: 500 }), fc.double()), {
  minLength: 3,
  maxLength: 5,
});
/** Columns that are right, nearly right, or anything at all. */
const rows: fc.Arbitrary<JsonObject> = fc.record(
  {
    possible_answers: fc.oneof(fc.array(fc.constantFrom('cat', 'B', '7', '0.5'), { maxLength: 11 }), json),
    bboxs: fc.oneof(fc.array(box, { maxLength: 4 }), json),
    image_caption: fc.oneof(fc.constant('a cat on a mat.'), json),
    width: fc.oneof(fc.integer({ min: 0, max: 4000 }), json),
    height: fc.oneof(fc.integer({ min: 0, max: 4000 }), json),
    cards: fc.oneof(
      fc.array(fc.constantFrom<Json>(1, 'K', '10', 'HA', 3), { minLength: 4, maxLength: 4 }),
      json,
    ),
    action: fc.oneof(fc.constant('stop()'), json),
    choices: fc.oneof(fc.array(fc.constantFrom('a cat', 'a dog')), json),
  },
  { requiredKeys: [] },
);

describe.each(BUILT_INS)('$name', ({ standard, range: [least, most] }) => {
  const runner = new RewardRunner();

  it('gives a value in its range or an error, whatever it is given, and its steps end in it', () => {
    fc.assert(
      fc.property(completions, rows, (completion, row) => {
        const sample = { truth: groundTruthOf(row), row };
        const { result, steps } = runner.explain(standard, completion, sample);
        expect(runner.run(standard, completion, sample)).toEqual(result);
        const last = steps.at(-1);
        if (result.value === null) {
          expect(result.error.type).not.toBe('InternalError');
          expect(['fails', 'raises']).toContain(last?.ends);
          return;
        }
        expect(result.value).toBeGreaterThanOrEqual(least);
        expect(result.value).toBeLessThanOrEqual(most);
        expect(last?.value ?? (last?.ends === 'zero' ? 0 : undefined)).toBe(result.value);
        for (const range of steps.flatMap(({ paint = [] }) =>
          paint.flatMap((each) => ('ranges' in each ? each.ranges : [])),
        )) {
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.end).toBeGreaterThanOrEqual(range.start);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('matched boxes', () => {
  const boxes = fc.array(fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 60 }))), {
    minLength: 1,
    maxLength: 5,
  });
  it.each(['boxIou', 'boxF1'])('%s does not depend on the order, nor on which side is predicted', (name) => {
    fc.assert(
      fc.property(boxes, boxes, (predicted, bboxs) => {
        const value = score(name, JSON.stringify(predicted), { row: { bboxs } });
        const turned = score(name, JSON.stringify(bboxs), { row: { bboxs: predicted } });
        const reversed = score(name, JSON.stringify([...predicted].reverse()), { row: { bboxs } });
        expect(turned).toBeCloseTo(Number(value), 9);
        expect(reversed).toBeCloseTo(Number(value), 9);
      }),
    );
  });
});

describe('exact arithmetic', () => {
  /** An expression with its value as a quotient that is never reduced; undefined after a division by zero. */
  interface Written {
    readonly text: string;
    readonly value: readonly [bigint, bigint] | undefined;
  }
  const apply = (a: Written['value'], sign: string, b: Written['value']): Written['value'] => {
    if (a === undefined || b === undefined) return undefined;
    if (sign === '*') return [a[0] * b[0], a[1] * b[1]];
    if (sign === '/') return b[0] === 0n ? undefined : [a[0] * b[1], a[1] * b[0]];
    const right = sign === '-' ? -b[0] : b[0];
    return [a[0] * b[1] + right * a[1], a[1] * b[1]];
  };
  const { expression } = fc.letrec<{ expression: Written }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc
        .integer({ min: 0, max: 20 })
        .map((value): Written => ({ text: String(value), value: [BigInt(value), 1n] })),
      fc
        .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/'), tie('expression'))
        .map(([a, sign, b]): Written => ({
          text: `(${a.text} ${sign} ${b.text})`,
          value: apply(a.value, sign, b.value),
        })),
    ),
  }));

  it('agrees with quotients of whole numbers, divisions by zero included', () => {
    fc.assert(
      fc.property(expression, ({ text, value }) => {
        const result = evaluate(text);
        if (result.kind === 'problem') {
          if (!result.message.includes('too')) expect([text, value]).toEqual([text, undefined]);
          return;
        }
        const { numerator, denominator } = result.value;
        expect(denominator > 0n).toBe(true);
        expect(value && value[0] * denominator === numerator * value[1], text).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
