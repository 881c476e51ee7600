import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/core/sample.ts';
import { composeCaption, type CaptionObject, type CaptionText } from '../../src/model/caption.ts';

const IMAGE = { width: 1000, height: 800 };
const object = (label: string, box: Box, score = 0.8): CaptionObject => ({ label, box, score });
const text = (words: string, box: Box, relevant = false): CaptionText => ({
  text: words,
  box,
  relevant,
  score: 0.99,
});

describe('composed captions', () => {
  it('count, place and quote', () => {
    const objects = [
      object('bus', [20, 300, 320, 600]),
      object('person', [400, 350, 450, 550]),
      object('person', [600, 350, 650, 550]),
      object('traffic light', [800, 100, 840, 300]),
    ];
    const texts = [text('SALE', [700, 400, 800, 450]), text('OPEN', [500, 20, 620, 60])];
    expect(composeCaption(texts, objects, IMAGE)).toBe(
      'A street scene with a bus on the left, two people in the middle and a traffic light at the top right. ' +
        'The text reads "OPEN" and "SALE".',
    );
  });

  it('name what is unsure as unsure', () => {
    expect(composeCaption([], [object('clock', [450, 350, 550, 450], 0.35)], IMAGE)).toBe(
      'An image of what may be a clock in the middle.',
    );
    const cup = object('cup', [800, 700, 860, 780]);
    const plant = object('potted plant', [10, 300, 60, 420], 0.4);
    expect(composeCaption([], [plant, cup], IMAGE)).toBe(
      'An image of a cup at the bottom right, and possibly a potted plant on the left.',
    );
  });

  it('call one thing that fills the image a close-up', () => {
    expect(composeCaption([], [object('cat', [50, 50, 950, 780])], IMAGE)).toBe('A close-up of a cat.');
  });

  it('say on what the text stands', () => {
    const bus = object('bus', [100, 200, 700, 700]);
    expect(
      composeCaption([text('42', [150, 230, 200, 260]), text('Bakery', [800, 50, 990, 90])], [bus], IMAGE),
    ).toBe('An image of a large bus. The text on the bus reads "42". Other text reads "Bakery".');
  });

  it('describe images of text alone, in reading order and as they are written', () => {
    expect(composeCaption([text('营业中', [0, 0, 100, 40])], [], IMAGE)).toBe(
      'An image with the text "营业中".',
    );
    expect(composeCaption([text('5', [300, 50, 320, 70]), text('Tea', [0, 50, 60, 70])], [], IMAGE)).toBe(
      'An image with two lines of text: "Tea" and "5".',
    );
  });

  it('keep the lines that matter where not all fit', () => {
    const small = text('the answer', [0, 700, 60, 708], true);
    const lines = Array.from({ length: 12 }, (_, row) =>
      text(`line ${row}`, [0, row * 50, 200, row * 50 + 30]),
    );
    const caption = composeCaption([...lines, small], [], IMAGE);
    expect(caption).toMatch(/^An image with 13 lines of text, among them "line 0", .* and "the answer"\.$/);
  });

  it('quote words before bare numbers', () => {
    const numbers = Array.from({ length: 9 }, (_, row) => text(`${row}`, [0, row * 50, 90, row * 50 + 40]));
    const caption = composeCaption([...numbers, text('Rainfall', [0, 600, 90, 620])], [], IMAGE);
    expect(caption).toContain('"Rainfall"');
  });

  it('leave out what could hardly be read', () => {
    const read = (words: string, score: number): CaptionText => ({ ...text(words, [0, 0, 50, 50]), score });
    expect(composeCaption([read('Jgll', 0.6), read('P', 0.8), read('7', 0.95)], [], IMAGE)).toBe(
      'An image with the text "7".',
    );
  });

  it('quote text that holds quotation marks', () => {
    expect(composeCaption([text('say "hi"', [0, 0, 90, 20])], [], IMAGE)).toBe(
      'An image with the text “say "hi"”.',
    );
  });

  it('claim nothing where nothing was found', () => {
    expect(composeCaption([], [], IMAGE)).toBe(
      'An image without any object or text that could be recognised.',
    );
  });
});
