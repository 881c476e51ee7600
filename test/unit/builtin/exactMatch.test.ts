import { describe, expect, it } from 'vitest';
import { normaliseSquad } from '../../../src/core/rewards/builtin/exactMatch.ts';
import { score } from './score.ts';

describe('exactMatch', () => {
  const row = { possible_answers: ['The Eiffel Tower', 'tour Eiffel'] };

  it.each([
    // The examples of SQuAD's own normalisation, computed by hand.
    ['The Eiffel Tower!', 'eiffel tower'],
    ['an  U.S.A. ship', 'usa ship'],
    ['a-the-an', 'athean'],
    ['Anthem of the Beatles', 'anthem of beatles'],
    ['1,000', '1000'],
    ['\u00a0The\u3000cat ', 'cat'],
    ['¿qué?', '¿qué'],
    ['la thé', 'la thé'],
  ])('normalises %j to %j', (text, normalised) => {
    expect(normaliseSquad(text)).toBe(normalised);
  });

  it('matches any of the right answers', () => {
    expect(score('exactMatch', '<answer> eiffel tower. </answer>', { row })).toBe(1);
    expect(score('exactMatch', '<answer>Tour Eiffel</answer>', { row })).toBe(1);
    expect(score('exactMatch', '<answer>the tower</answer>', { row })).toBe(0);
  });
  it('scores the whole completion where there is no answer tag', () => {
    expect(score('exactMatch', 'Eiffel Tower', { row })).toBe(1);
    expect(score('exactMatch', 'Eiffel Tower', { row, options: { text: 'answerOnly' } })).toBe(0);
  });
  it('can take the last answer tag, or a box', () => {
    const completion = '<answer>Big Ben</answer> no: <answer>Eiffel Tower</answer>';
    expect(score('exactMatch', completion, { row })).toBe(0);
    expect(score('exactMatch', completion, { row, options: { text: 'lastAnswer' } })).toBe(1);
    expect(score('exactMatch', 'so \\boxed{tour {Eiffel}}', { row, options: { text: 'boxed' } })).toBe(1);
  });
  it('reads a column of another name', () => {
    const options = { column: 'gold' };
    expect(score('exactMatch', 'cat', { row: { gold: 'a cat' }, options })).toBe(1);
    expect(score('exactMatch', '7', { row: { gold: 7 }, options })).toBe(1);
    expect(score('exactMatch', 'cat', { row: { gold: [{ answer: 'cat' }] }, options })).toBe(1);
  });
  it('is an error, never a zero, where the answers are missing or no texts', () => {
    expect(score('exactMatch', 'cat')).toBe('MissingColumn');
    expect(score('exactMatch', 'cat', { row: { possible_answers: [] } })).toBe('WrongColumn');
    expect(score('exactMatch', 'cat', { row: { possible_answers: [true] } })).toBe('WrongColumn');
    expect(score('exactMatch', 'cat', { row: { possible_answers: null } })).toBe('WrongColumn');
  });
});
