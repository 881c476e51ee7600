import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble, passages, wordDiff, type Run } from '../../webview/ui/wordDiff.ts';

const text = (runs: readonly Run[], without: Run['kind']): string =>
  runs
    .filter(({ kind }) => kind !== without)
    .map((run) => run.text)
    .join('');

const words = fc
  .array(fc.constantFrom('a', 'red', 'bus', 'drives', 'past', '.', ' ', ' ', '红色', '، ', 'é'), {
    maxLength: 30,
  })
  .map((list) => list.join(''));

describe('a word diff', () => {
  it('holds both texts', () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const runs = wordDiff(before, after);
        expect(text(runs, 'added')).toBe(before);
        expect(text(runs, 'removed')).toBe(after);
      }),
    );
  });

  it('marks the words that changed, and no others', () => {
    expect(wordDiff('A red city bus drives past.', 'A blue city bus drives past.')).toEqual([
      { kind: 'same', text: 'A ' },
      { kind: 'removed', text: 'red' },
      { kind: 'added', text: 'blue' },
      { kind: 'same', text: ' city bus drives past.' },
    ]);
  });

  it('does not interleave texts that have little in common', () => {
    expect(wordDiff('A cat on a mat.', 'Two dogs chase the ball.').map(({ kind }) => kind)).toEqual([
      'removed',
      'added',
    ]);
  });
});

describe('passages', () => {
  const before = 'A bus drives by. It is red. A lamp stands there.';
  const after = 'A bus drives by. It is blue. A lamp stands there. A tree grows.';

  it('pair the sentences that differ', () => {
    const changes = passages(before, after).filter(({ kind }) => kind === 'change');
    expect(changes).toEqual([
      { kind: 'change', before: 'It is red. ', after: 'It is blue. ' },
      { kind: 'change', before: '', after: 'A tree grows.' },
    ]);
  });

  it('can be taken one at a time', () => {
    const all = passages(before, after);
    const places = all.flatMap(({ kind }, index) => (kind === 'change' ? [index] : []));
    const taken = places.map((place) => assemble(all, 'before', place, 'after'));
    expect(taken).toEqual([
      'A bus drives by. It is blue. A lamp stands there.',
      'A bus drives by. It is red. A lamp stands there. A tree grows.',
    ]);
  });

  it('can be left one at a time', () => {
    const all = passages(before, after);
    const first = all.findIndex(({ kind }) => kind === 'change');
    expect(assemble(all, 'after', first, 'before')).toBe(
      'A bus drives by. It is red. A lamp stands there. A tree grows.',
    );
  });

  it('come to the proposed text when all are taken', () => {
    const all = passages(before, after);
    expect(assemble(all, 'after', -1, 'after')).toBe(after);
    expect(assemble(all, 'before', -1, 'before')).toBe(before);
  });

  it('know sentences of other scripts', () => {
    const all = passages('一辆公交车。它是红色的。', '一辆公交车。它是蓝色的。');
    expect(all.map(({ kind }) => kind)).toEqual(['same', 'change']);
  });
});
