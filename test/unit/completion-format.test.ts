import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFormat } from '../../src/core/completion.ts';

const GOOD = '<caption>a cat</caption><bbox>[[1,2,3,4]]</bbox><answer>cat</answer>';
const passes = (text: string): boolean => checkFormat(text).ok;

/** Python's `\s` for a JavaScript pattern. */
const S = '[\\t-\\r\\x1c-\\x1f \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
/** The pattern of the reference, with Python's `$` under MULTILINE. */
const PATTERN = new RegExp(
  `^${S}*<caption>[^]*?</caption>${S}*<bbox>${S}*\\[\\[[^]*?\\]\\]${S}*</bbox>${S}*<answer>[^]*?</answer>${S}*(?=\\n|(?![^]))`,
  'u',
);

describe('the format check', () => {
  it.each([
    ['the three parts in order', GOOD],
    ['whitespace before them', ` \t\n\x1c\x85\u3000${GOOD}`],
    ['whitespace between them', GOOD.replaceAll('><', '>\n\u2028 <')],
    ['whitespace around the boxes', GOOD.replace('[[', ' [[').replace(']]', ']] \n')],
    ['more after a line break', `${GOOD}\nmore`],
    ['more after \\r\\n', `${GOOD}\r\nmore`],
    ['more after whitespace with a line break in it', `${GOOD} \t\r\n more`],
    ['boxes that are no boxes', GOOD.replace('[[1,2,3,4]]', '[[garbage]]')],
    ['empty boxes', GOOD.replace('[[1,2,3,4]]', '[[]]')],
    ['other tags inside a part', GOOD.replace('a cat', '</caption><bbox>x</bbox>')],
    ['a second answer that ends the text', `${GOOD} and <answer>dog</answer>`],
  ])('passes %s', (_what, text) => {
    expect(checkFormat(text)).toEqual({ ok: true });
  });

  it.each([
    ['more on the same line', `${GOOD} more`],
    ['more after a lone \\r', `${GOOD}\rmore`],
    ['more after a line separator', `${GOOD}\u2028more`],
    ['a byte order mark', `\ufeff${GOOD}`],
    ['text before the caption', `So: ${GOOD}`],
    ['a flat list', GOOD.replace('[[1,2,3,4]]', '[1,2,3,4]')],
    ['a space between the brackets', GOOD.replace('[[', '[ [')],
    ['parts in another order', '<caption>c</caption><answer>a</answer><bbox>[[1]]</bbox>'],
    ['a part in capitals', GOOD.replace('<answer>', '<Answer>')],
    ['a missing end', GOOD.replace('</answer>', '')],
    ['nothing', ''],
  ])('fails %s', (_what, text) => {
    expect(passes(text)).toBe(false);
  });

  it('says what is missing, and where it stopped', () => {
    expect(checkFormat('Well: <caption>')).toEqual({
      ok: false,
      reason: 'nothing but whitespace may stand before <caption>',
      offset: 0,
    });
    expect(checkFormat(`${GOOD} more`)).toMatchObject({ ok: false, offset: GOOD.indexOf('cat</answer>') });
  });

  it('agrees with the pattern of the reference', () => {
    const pieces = [
      '<caption>',
      '</caption>',
      '<bbox>',
      '</bbox>',
      '<answer>',
      '</answer>',
      '[[',
      ']]',
      ']',
      'x',
    ];
    const spaces = [' ', '\n', '\r', '\x1c', '\ufeff', '\u2028', ''];
    const skeleton = ['<caption>', '</caption>', '<bbox>', '[[', ']]', '</bbox>', '<answer>', '</answer>'];
    const noise = fc.array(fc.constantFrom(...pieces, ...spaces), { maxLength: 3 });
    const text = fc.oneof(
      fc.array(fc.constantFrom(...pieces, ...spaces), { maxLength: 16 }).map((parts) => parts.join('')),
      fc
        .array(noise, { minLength: 9, maxLength: 9 })
        .map((gaps) =>
          gaps
            .map(
              (gap, at) =>
                (gap.length > 2 ? gap.join('') : (spaces[gap.length] ?? '')) + (skeleton[at] ?? ''),
            )
            .join(''),
        ),
    );
    fc.assert(
      fc.property(text, (completion) => passes(completion) === PATTERN.test(completion)),
      { numRuns: 20_000 },
    );
  });

  it.each([
    ['unclosed captions', '<caption>', '</caption> <bbox> [', ''],
    ['unclosed boxes', '<caption></caption><bbox>[[', ']]</bbox>', ''],
    ['answers that go on', '<caption></caption><bbox>[[]]</bbox><answer>', '</answer> x', '\n'],
    ['whitespace', '', ' ', ''],
  ])('takes a megabyte of %s in one pass', (_what, before, repeated, after) => {
    const text = before + repeated.repeat(Math.floor(1_000_000 / repeated.length)) + after;
    expect(passes(text)).toBe(false);
  });
});
