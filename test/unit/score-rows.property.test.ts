import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block } from '../../src/cli/blocks.ts';
import { RowScorer, type ScoreSettings } from '../../src/cli/scoreRows.ts';
import { goldenCases } from './support/golden.ts';

const SETTINGS: ScoreSettings = {
  rewards: ['format', 'caption', 'bbox', 'answer'],
  coordinates: 'resized28',
  explain: false,
};

function blockOf(lines: readonly string[]): Block {
  return { bytes: new TextEncoder().encode(lines.join('\n')), line: 1, row: 0 };
}

/** What a line scores, without the places that say where it stood. */
function unplaced(printed: string): unknown {
  const {
    index: _index,
    error,
    ...rest
  } = JSON.parse(printed) as { index: number; error?: { line: number } };
  if (error === undefined) return rest;
  const { line: _line, ...told } = error;
  return told;
}

describe('rows', () => {
  const cases = goldenCases();
  const raising = cases.filter(({ error }) => error !== undefined);
  const good = fc.constantFrom(...cases).map((row) => JSON.stringify(row));
  const bad = fc.oneof(
    fc.constantFrom(...raising).map((row) => JSON.stringify(row)),
    fc.constantFrom(
      '{',
      '[]',
      'null',
      '"x"',
      '{}',
      '{"completion":null}',
      '{"completion":"<bbox>{[1]}</bbox>"}',
      'NaN',
    ),
    fc.constant(JSON.stringify({ ...cases[0], completion: `<caption>${'y'.repeat(1200)}</caption>` })),
    fc.constant(JSON.stringify({ ...cases[0], image_caption: 'y'.repeat(1200) })),
    fc.constant(JSON.stringify({ ...cases[0], bboxs: [1] })),
  );

  it('score alike wherever they stand, whatever the rows around them are', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(good, bad), { maxLength: 30 }), (lines) => {
        const together = new RowScorer(SETTINGS).score(blockOf(lines));
        const printed = together.text.split('\n').slice(0, -1);
        expect(printed).toHaveLength(lines.length);
        for (const [at, line] of lines.entries()) {
          const alone = new RowScorer(SETTINGS).score(blockOf([line])).text;
          expect(unplaced(printed[at]!)).toEqual(unplaced(alone));
        }
      }),
      { numRuns: 60 },
    );
  });
});
