import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/core/sample.ts';
import { findWords, fold, likeness, words } from '../../src/model/fold.ts';
import { readQuestion } from '../../src/model/question.ts';
import { levelled } from '../../src/model/level.ts';
import type { TextLine } from '../../src/model/ocr/readText.ts';
import { besides, inReadingOrder } from '../../src/model/readingOrder.ts';
import { judge, type Query } from '../../src/model/relevance.ts';

type Found = readonly [string, Box];

/** Indices of the texts and labels of the objects that are preselected, and the answer guessed. */
function judged(
  texts: readonly Found[],
  objects: readonly Found[],
  query: Query,
): [string[], string[], string] {
  const result = judge(
    texts.map(([text, box]) => ({ text, box })),
    objects.map(([label, box]) => ({ label, box })),
    query,
  );
  const chosen = (found: readonly Found[], list: readonly unknown[]): string[] =>
    found.filter((_, index) => list[index] !== undefined).map(([name]) => name);
  return [chosen(texts, result.texts), chosen(objects, result.objects), result.answer];
}

const line = (row: number, column: number, width = 100): Box => [
  column,
  row * 40,
  column + width,
  row * 40 + 24,
];

describe('comparing text', () => {
  it('folds case, width and punctuation, and keeps numbers apart', () => {
    expect(fold('Café—No. ５').text).toBe('caféno5');
    expect(fold('$4.50').text).toBe('4.50');
    expect(fold('1,234').text).toBe('1234');
    expect(words('Apple pie, 7:30')).toEqual(['apple', 'pie', '7:30']);
  });

  it('finds whole words only, but long ones also where a space was lost', () => {
    expect(findWords('Total: $12.50', '12.50')).toEqual({ start: 8, end: 13 });
    expect(findWords('Since 2012', '12')).toBeUndefined();
    expect(findWords('12.50', '12')).toBeUndefined();
    expect(findWords('EXIT 24', '24')).toEqual({ start: 5, end: 7 });
    expect(findWords('cart', 'car')).toBeUndefined();
    expect(findWords('GRANDOPENING', 'Opening')).toEqual({ start: 5, end: 12 });
    expect(findWords('欢迎光临老街茶馆', '茶馆')).toEqual({ start: 6, end: 8 });
  });

  it('measures likeness by edit distance', () => {
    expect(likeness('harbour', 'harbor')).toBeCloseTo(6 / 7, 6);
    expect(likeness('', '')).toBe(1);
  });
});

describe('reading the question', () => {
  it('tells what is asked for', () => {
    expect(readQuestion('<image>What does the sign say?')).toMatchObject({
      asksText: true,
      asksCount: false,
    });
    expect(readQuestion('How many dogs are there?')).toMatchObject({ asksCount: true, content: ['dogs'] });
    expect(readQuestion('What is the number of cars?').asksCount).toBe(true);
    expect(readQuestion('What is the number of this exit?').asksCount).toBe(false);
    expect(readQuestion('Is there a cat?').asksWhether).toBe(true);
    expect(readQuestion('How much is the soup?').kind?.name).toBe('a price');
    expect(readQuestion('What is written after "Gate B"?').quoted).toEqual(['Gate B']);
    expect(readQuestion('招牌上写的是什么？').asksText).toBe(true);
  });
});

describe('relevance with known answers', () => {
  it('selects the line that reads the answer, whatever its case', () => {
    expect(
      judged(
        [
          ['HARBOUR', line(0, 0)],
          ['City Transit', line(2, 0)],
        ],
        [['bus', [0, 0, 300, 300]]],
        {
          question: 'Where is the bus going?',
          answers: ['Harbour'],
        },
      ),
    ).toEqual([['HARBOUR'], [], 'Harbour']);
  });

  it('selects a line that contains it or nearly reads as it, but no other number', () => {
    expect(judged([['Hours 9-5', line(0, 0)]], [], { answers: ['hours'] })[0]).toEqual(['Hours 9-5']);
    expect(judged([['Goldcn Crust', line(0, 0)]], [], { answers: ['Golden Crust'] })[0]).toHaveLength(1);
    expect(judged([['10024', line(0, 0)]], [], { answers: ['10025'] })).toEqual([[], [], '']);
  });

  it('selects all lines over which an answer is printed', () => {
    const texts: Found[] = [
      ['GRAND', line(0, 0)],
      ['OPENING', line(1, 0)],
      ['Sale', line(2, 0)],
    ];
    expect(judged(texts, [], { answers: ['Grand Opening'] })[0]).toEqual(['GRAND', 'OPENING']);
    expect(
      judged(
        [
          ['2', line(0, 0)],
          ['HOUR', line(0, 150)],
        ],
        [],
        { answers: ['2', '2 hour'] },
      )[0],
    ).toEqual(['2', 'HOUR']);
  });

  it('prefers, of equal lines, the one beside the words of the question', () => {
    const texts: Found[] = [
      ['Latte', line(0, 0)],
      ['$4.50', line(0, 300)],
      ['Mocha', line(1, 0)],
      ['$4.50', line(1, 300)],
    ];
    const result = judge(
      texts.map(([text, box]) => ({ text, box })),
      [],
      { question: 'How much is the mocha?', answers: ['$4.50'] },
    );
    expect(result.texts.map((relevance) => relevance !== undefined)).toEqual([false, false, false, true]);
  });

  it('selects the object that is the answer', () => {
    expect(
      judged(
        [],
        [
          ['dog', [0, 0, 9, 9]],
          ['person', [0, 0, 9, 9]],
        ],
        {
          question: 'What animal is beside the man?',
          answers: ['a dog'],
        },
      ),
    ).toEqual([[], ['dog'], 'a dog']);
  });

  it('joins no lines to an answer that stand far apart', () => {
    const texts: Found[] = [
      ['Platform', line(0, 300)],
      ['12', line(6, 300)],
    ];
    expect(judged(texts, [], { answers: ['12', 'platform 12'] })[0]).toEqual(['12']);
  });

  it('takes a digit that stands all over the picture for no evidence', () => {
    const fours = [0, 1, 2].map((row): Found => ['4', line(row, 0, 20)]);
    expect(judged(fours, [], { answers: ['4'] })[0]).toEqual([]);
    expect(judged(fours.slice(1), [], { answers: ['4'] })[0]).toEqual(['4', '4']);
  });

  it('does not take a number on a wall for a count, nor NO PARKING for a no', () => {
    const query = { question: 'How many dogs are there?', answers: ['2'] };
    expect(
      judged(
        [['2', line(0, 0)]],
        [
          ['dog', [0, 0, 9, 9]],
          ['dog', [20, 0, 29, 9]],
        ],
        query,
      ),
    ).toEqual([[], ['dog', 'dog'], '2']);
    expect(
      judged([['NO PARKING', line(0, 0)]], [], { question: 'Is it raining?', answers: ['no'] })[0],
    ).toEqual([]);
  });
});

describe('relevance without answers', () => {
  const menu: Found[] = [
    ['Menu', [0, 0, 200, 60]],
    ['Apple pie', line(2, 0)],
    ['$5.00', line(2, 300)],
    ['Mushroom pie', line(3, 0)],
    ['$9.00', line(3, 300)],
  ];

  it('finds the price beside what is asked about', () => {
    expect(judged(menu, [], { question: 'How much is the mushroom pie?' })).toEqual([
      ['Mushroom pie', '$9.00'],
      [],
      '$9.00',
    ]);
  });

  it('reads the largest text where the question asks for text', () => {
    expect(judged(menu, [], { question: 'What is the title?' })).toEqual([['Menu'], [], 'Menu']);
  });

  it('reads what stands on the object that is asked about', () => {
    const texts: Found[] = [
      ['STOP', [110, 110, 190, 140]],
      ['Main St', [400, 10, 600, 60]],
    ];
    expect(
      judged(texts, [['stop sign', [100, 100, 200, 200]]], { question: 'What does the red sign say?' }),
    ).toEqual([['STOP'], [], 'STOP']);
  });

  it('goes by the form of what is asked for', () => {
    const texts: Found[] = [
      ['Booksellers since 1962', line(0, 0)],
      ['Poetry week', line(1, 0)],
    ];
    expect(judged(texts, [], { question: 'In what year was it founded?' })).toEqual([
      ['Booksellers since 1962'],
      [],
      '1962',
    ]);
  });

  it('counts and confirms objects', () => {
    const dogs: Found[] = [
      ['dog', [0, 0, 9, 9]],
      ['dog', [20, 0, 29, 9]],
      ['cat', [40, 0, 49, 9]],
    ];
    expect(judged([], dogs, { question: 'How many puppies are there?' })).toEqual([[], ['dog', 'dog'], '2']);
    expect(judged([], dogs, { question: 'Is there a cat?' })).toEqual([[], ['cat'], 'yes']);
  });

  it('selects nothing where nothing relates, and answers nothing', () => {
    expect(judged(menu, [['dog', [0, 0, 9, 9]]], { question: 'Who took it?' })).toEqual([[], [], '']);
    expect(judged(menu, [], {})).toEqual([[], [], '']);
  });

  it('finds the cell where a row and a column cross', () => {
    const table: Found[] = [
      ['Team', line(0, 0)],
      ['Played', line(0, 200)],
      ['Points', line(0, 400)],
      ['Porthaven', line(1, 0)],
      ['13', line(1, 220, 40)],
      ['42', line(1, 420, 40)],
      ['Lakeside', line(2, 0)],
      ['14', line(2, 220, 40)],
      ['38', line(2, 420, 40)],
    ];
    expect(judged(table, [], { question: 'How many points has Lakeside?' })).toEqual([
      ['Points', 'Lakeside', '38'],
      [],
      '38',
    ]);
  });

  it('finds the value under a key of a form', () => {
    const pass: Found[] = [
      ['FLIGHT', [0, 0, 60, 16]],
      ['GATE', [200, 0, 250, 16]],
      ['NB 417', [0, 30, 90, 60]],
      ['B14', [200, 30, 260, 60]],
    ];
    expect(judged(pass, [], { question: 'What is the gate?' })).toEqual([['GATE', 'B14'], [], 'B14']);
  });

  it('tells rows of a slanted picture by their level places', () => {
    const rows = [
      { text: 'Tea', box: [0, 100, 60, 124] as Box, level: [0, 100, 60, 124] as Box },
      { text: '2.50', box: [400, 60, 460, 84] as Box, level: [400, 100, 460, 124] as Box },
      { text: 'Milk', box: [0, 140, 60, 164] as Box, level: [0, 140, 60, 164] as Box },
      { text: '1.10', box: [400, 100, 460, 124] as Box, level: [400, 140, 460, 164] as Box },
    ];
    const { texts } = judge(rows, [], { question: 'How much is the tea?' });
    expect(texts.map((relevance) => relevance?.why)).toEqual([
      'mentions "tea"',
      'a price beside "Tea"',
      undefined,
      undefined,
    ]);
  });

  it('tells the words of a Chinese question', () => {
    expect(
      judged(
        [
          ['营业时间', line(0, 0)],
          ['欢迎光临', line(1, 0)],
        ],
        [],
        { question: '这家店的营业时间是？' },
      )[0],
    ).toEqual(['营业时间']);
  });

  it('says why', () => {
    const { texts } = judge(
      [
        { text: 'Airport', box: line(0, 0) },
        { text: '2 MILES', box: line(0, 200) },
      ],
      [],
      {
        question: 'How far is the airport?',
      },
    );
    expect(texts.map((relevance) => relevance?.why)).toEqual([
      'mentions "airport"',
      'the value beside "Airport"',
    ]);
  });
});

describe('slanted print', () => {
  const region = (x: number, y: number, slope: number): TextLine => ({
    text: 'line',
    score: 1,
    positions: [],
    box: [0, 0, 0, 0],
    region: { x, y, ux: 100, uy: 100 * slope, vx: -20 * slope, vy: 20 },
  });

  it('is turned level by the slant that most lines share', () => {
    const lines = levelled([region(0, 0, 0.1), region(300, 30, 0.1), region(0, 200, 0.5)]);
    const [first, second] = lines.map(({ level }) => level!);
    expect(besides(first!, second!)).toBe(true);
    expect(first![1]).toBeCloseTo(second![1], 6);
  });

  it('stays as it is where the print is level', () => {
    expect(levelled([region(0, 0, 0.001)])[0]).not.toHaveProperty('level');
    expect(levelled([])).toEqual([]);
  });
});

describe('reading order', () => {
  it('goes by rows, whose boxes need not be level', () => {
    const boxes: Box[] = [
      [300, 12, 400, 30],
      [0, 60, 100, 80],
      [0, 10, 100, 32],
    ];
    expect(inReadingOrder(boxes.map((box) => ({ box }))).map(({ box }) => box)).toEqual([
      boxes[2],
      boxes[0],
      boxes[1],
    ]);
  });
});
