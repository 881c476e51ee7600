import { describe, expect, it } from 'vitest';
import { Linker, whyUnlinked } from '../../src/core/rollouts/link.ts';
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

  it.each([
    [{ solution: 'dog' }],
    [{ solution: '<answer>Dog</answer>' }],
    [{ gts: ['dog', 'a puppy'] }],
    [{ solution: '$3$' }],
    [{ solution: 2, answer: 'dog' }],
  ])(
    'doubts the only row that asks the question where %j contradicts its answers, and links to it',
    (columns) => {
      const made = linker();
      made.add(4, { id: 'e', question: 'Who sleeps there?', possible_answers: ['cat', 'a tabby'] });
      const link = made.link({ turns: user('Who sleeps there?'), columns });
      expect(link).toEqual({ kind: 'linked', row: 4, by: 'question', contradicted: true });
    },
  );

  it.each([
    [{ solution: ' <answer>\n CAT </answer>' }],
    [{ solution: '$\\text{cat}$.' }],
    [{ solution: 'The cat' }],
    [{ solution: 'B' }],
    [{ solution: '<think>A long way\nto it</think>\nIt is a dog' }],
    [{ solution: '{"bbox": [1, 2, 3, 4]}' }],
    [{ solution: 'dog', possible_answers: ['cat'] }],
    [{ solution: '' }],
    [undefined],
  ])('links to the only row that asks the question where %j does not contradict it', (columns) => {
    const made = linker();
    made.add(4, { id: 'e', question: 'Who sleeps there?', possible_answers: ['Cat'] });
    const rollout = { turns: user('Who sleeps there?'), ...(columns !== undefined && { columns }) };
    expect(made.link(rollout)).toEqual({ kind: 'linked', row: 4, by: 'question' });
  });

  it('knows numbers by their value, and rows without answers contradict nothing', () => {
    const made = linker();
    made.add(4, { id: 'e', question: 'Who sleeps there?' });
    expect(made.link({ turns: user('How many?'), columns: { solution: '$2.0$' } })).toMatchObject({ row: 3 });
    expect(made.link({ turns: user('How many?'), columns: { solution: '12' } })).toMatchObject({
      contradicted: true,
    });
    expect(made.link({ turns: user('Who sleeps there?'), columns: { solution: 'dog' } })).toMatchObject({
      row: 4,
    });
  });

  it('trusts a key and an image more than a solution that may have been corrected since', () => {
    const columns = { solution: 'dog' };
    expect(linker().link({ sampleKey: 'a', turns: [], columns })).toMatchObject({ row: 0, by: 'key' });
    expect(linker().link({ turns: user('', 'images/one.jpg'), columns })).toMatchObject({ row: 0 });
  });

  it('says that of several rows none has the logged solution as an answer', () => {
    const link = linker().link({ turns: user('What is on the mat?'), columns: { solution: 'bird' } });
    expect(link).toEqual({ kind: 'ambiguous', rows: [0, 1], of: 2, by: 'question', contradicted: true });
    expect(link.kind !== 'linked' && whyUnlinked(link)).toBe(
      '2 rows of the dataset have the same question, and none has the logged solution as an answer',
    );
    expect(
      linker().link({ turns: user('What is on the mat?'), columns: { solution: 'DOG.' } }),
    ).toMatchObject({ row: 1 });
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
