import { describe, expect, it } from 'vitest';
import { Linker } from '../../src/core/rollouts/link.ts';
import type { Turn } from '../../src/core/rollouts/rollout.ts';

const ROWS = [
  { id: 'a', question: 'What is on the mat?', images: ['images/one.jpg'], possible_answers: ['cat'] },
  { id: 'b', question: 'What is on the mat?', images: ['images/two.jpg'], possible_answers: ['dog'] },
  { id: 'c', question: 'What is on', images: ['other/one.jpg'], possible_answers: ['x'] },
  { id: 'd', question: 'How many?', images: ['images/two.jpg'], possible_answers: ['2'] },
];

function linker(): Linker {
  const made = new Linker();
  for (const [row, value] of ROWS.entries()) made.add(row, value);
  return made;
}

const user = (text: string, ...images: string[]): Turn[] => [
  { role: 'system', text: 'Answer.' },
  { role: 'user', text, ...(images.length > 0 && { images }) },
];

describe('linking a rollout to its row', () => {
  it('goes by an explicit key before all else', () => {
    expect(linker().link({ sampleKey: 'd', turns: user('What is on the mat?', 'images/one.jpg') })).toEqual({
      kind: 'linked',
      row: 3,
      by: 'key',
    });
  });

  it('goes by the image, whose path may begin elsewhere', () => {
    expect(linker().link({ turns: user('', '/data/train/images/one.jpg') })).toEqual({
      kind: 'linked',
      row: 0,
      by: 'image',
    });
    expect(linker().link({ turns: user('', '/data/other/one.jpg') })).toEqual({
      kind: 'linked',
      row: 2,
      by: 'image',
    });
  });

  it('tells samples of one image apart by the question', () => {
    expect(linker().link({ turns: user('<image>How many?', 'images/two.jpg') })).toMatchObject({
      row: 3,
      by: 'image',
    });
  });

  it('finds the question inside a template, and not a shorter one inside the question', () => {
    const asked = user('<image>\nQuestion:  How\nmany?\nWrite <caption> first.');
    expect(linker().link({ turns: asked })).toEqual({ kind: 'linked', row: 3, by: 'question' });
  });

  it('tells rows with the same question apart by the solution, in tags or bare', () => {
    const turns = user('What is on the mat?');
    expect(linker().link({ turns, columns: { solution: '<answer> dog </answer>' } })).toMatchObject({
      row: 1,
    });
    expect(linker().link({ turns, columns: { gts: ['cat'] } })).toMatchObject({ row: 0 });
  });

  it('says so where several rows fit, and never chooses', () => {
    expect(linker().link({ turns: user('What is on the mat?') })).toEqual({
      kind: 'ambiguous',
      rows: [0, 1],
      of: 2,
      by: 'question',
    });
  });

  it('does not go by the question where the rollout has another image', () => {
    expect(linker().link({ turns: user('How many?', 'images/three.jpg') })).toEqual({ kind: 'none' });
    expect(linker().link({ turns: user('How many?', 'data:image/png;base64,AA') })).toMatchObject({ row: 3 });
  });

  it('knows whether a row still says what links go by', () => {
    const made = linker();
    expect(made.isUnchanged(0, { ...ROWS[0], image_caption: 'A cat.' })).toBe(true);
    expect(made.isUnchanged(0, { ...ROWS[0], question: 'Who?' })).toBe(false);
    expect(made.isUnchanged(9, {})).toBe(false);
  });

  it('takes no part of a word for a question', () => {
    expect(linker().link({ turns: user('What is one') })).toEqual({ kind: 'none' });
  });

  it('links nothing to nothing', () => {
    expect(linker().link({ turns: [] })).toEqual({ kind: 'none' });
    expect(linker().link({ sampleKey: 'zz', turns: user('Why?') })).toEqual({ kind: 'none' });
  });
});
