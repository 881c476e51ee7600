import { describe, expect, it } from 'vitest';
import { parseCompletion } from '../../src/core/completion.ts';
import { FORMAT_FAILURES, formatFailure, type FormatFailure } from '../../src/core/rollouts/formatFailure.ts';

const [CAPTION, BBOX, ANSWER] = [
  '<caption>A cat.</caption>',
  '<bbox>[[1,2,3,4]]</bbox>',
  '<answer>cat</answer>',
];

const kind = (text: string): FormatFailure | undefined => formatFailure(parseCompletion(text));

describe('the kind of a format failure', () => {
  it('is none where the format reward is 1 and the boxes can be read', () => {
    expect(kind(`${CAPTION} ${BBOX}\n${ANSWER}`)).toBeUndefined();
    expect(kind(`${CAPTION}${BBOX}${ANSWER}\nMore after a line break is let pass.`)).toBeUndefined();
  });

  it.each<[string, FormatFailure]>([
    ['A cat.', 'missing-tag'],
    [CAPTION + ANSWER, 'missing-tag'],
    [CAPTION + BBOX + ANSWER.replace('answer', 'Answer'), 'missing-tag'],
    [`${CAPTION}${BBOX}<answer>ca`, 'unclosed-tag'],
    [CAPTION.replace('</caption>', '') + BBOX + ANSWER, 'unclosed-tag'],
    [BBOX + CAPTION + ANSWER, 'tag-order'],
    [CAPTION + ANSWER + BBOX, 'tag-order'],
    [`<caption>A cat. ${BBOX}</caption>${ANSWER}`, 'tag-order'],
    [`${CAPTION}<bbox>[1,2,3,4]</bbox>${ANSWER}`, 'no-box-list'],
    [`${CAPTION}<bbox></bbox>${ANSWER}`, 'no-box-list'],
    [`Well: ${CAPTION}${BBOX}${ANSWER}`, 'text-outside'],
    [`${CAPTION}: ${BBOX}${ANSWER}`, 'text-outside'],
    [`${CAPTION}${BBOX}${ANSWER} Done.`, 'text-outside'],
    [`${CAPTION}<bbox>[[1,2,3]]</bbox>${ANSWER}`, 'unreadable-boxes'],
    [`${CAPTION}<bbox>[[the left one]]</bbox>${ANSWER}`, 'unreadable-boxes'],
  ])('%s', (text, name) => {
    expect(kind(text)).toBe(name);
  });

  it('fits into a byte with room for none', () => {
    expect(FORMAT_FAILURES.length).toBeLessThan(255);
  });
});
