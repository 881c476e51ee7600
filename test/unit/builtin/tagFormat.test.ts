import { describe, expect, it } from 'vitest';
import { findBuiltIn } from '../../../src/core/rewards/builtIns.ts';
import { score } from './score.ts';

const R1 = '<think>a cat?</think>\n<answer>cat</answer>';
const SATORI = '<caption>a cat</caption> <bbox>[[0,0,1,1]]</bbox> <answer>cat</answer>';

describe('tagFormat', () => {
  it.each([
    // ms-swift: ^<think>.*?</think>\s*<answer>.*?</answer>(?![\s\S]), over all lines.
    [R1, 1],
    ['<think></think><answer></answer>', 1],
    ['<think>a</think> b </think><answer>c</answer>', 1],
    ['<think>a</think><answer>b</answer> c</answer>', 1],
    ['<think>a</think> then <answer>b</answer>', 0],
    [`${R1}\n`, 0],
    [` ${R1}`, 0],
    ['<answer>cat</answer><think>a</think>', 0],
    ['<think>a<answer>cat</answer>', 0],
    ['<think>a</think><answer>cat', 0],
    ['<think>a</think><answer></answe', 0],
    ['', 0],
  ])('gives for R1’s tags in %j %d', (completion, expected) => {
    expect(score('tagFormat', completion)).toBe(expected);
  });
  it('knows SATORI’s tags, with thinking first or without', () => {
    expect(score('tagFormat', SATORI, { options: { preset: 'satori' } })).toBe(1);
    expect(score('tagFormat', SATORI, { options: { preset: 'satoriThink' } })).toBe(0);
    const thought = `<think>hm</think>${SATORI}`;
    expect(score('tagFormat', thought, { options: { preset: 'satoriThink' } })).toBe(1);
    expect(score('tagFormat', thought, { options: { preset: 'satori' } })).toBe(0);
  });
  it('takes tags of one’s own', () => {
    const options = { tags: ['plan', 'do', 'check'] };
    expect(score('tagFormat', '<plan>1</plan><do>2</do> <check>3</check>', { options })).toBe(1);
    expect(score('tagFormat', '<plan>1</plan><check>3</check><do>2</do>', { options })).toBe(0);
    expect(score('tagFormat', '<answer>3</answer>', { options: { tags: ['answer'] } })).toBe(1);
  });
  it('says so where a tag is no name', () => {
    expect(() => findBuiltIn('tagFormat')?.create({ tags: ['<think>'] })).toThrow('without angle brackets');
  });
  it('can let whitespace or text stand around', () => {
    expect(score('tagFormat', ` ${R1}\n`, { options: { around: 'whitespace' } })).toBe(1);
    expect(score('tagFormat', `x ${R1}\n`, { options: { around: 'whitespace' } })).toBe(0);
    expect(score('tagFormat', `So: ${R1} done`, { options: { around: 'text' } })).toBe(1);
  });
  it('can ask for each tag only once', () => {
    const twice = '<think>a</think><answer>b</answer><answer>c</answer>';
    expect(score('tagFormat', twice)).toBe(1);
    expect(score('tagFormat', twice, { options: { once: true } })).toBe(0);
    expect(score('tagFormat', R1, { options: { once: true } })).toBe(1);
  });
  it('is done with a hostile completion in one pass', () => {
    const hostile = `<think>${'</think>   '.repeat(100_000)}`;
    expect(score('tagFormat', hostile)).toBe(0);
  });
});
