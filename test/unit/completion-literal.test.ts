import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBoxes, type BoxParse } from '../../src/core/completion.ts';
import { parseBoxesInFull } from '../../src/core/completion/boxes.ts';

/** Inside other text, which the parser must not look at. */
function parse(literal: string): BoxParse {
  const text = `[${literal}]`;
  return parseBoxes(text, 1, text.length - 1);
}
const boxesOf = (literal: string): unknown => {
  const parsed = parse(literal);
  return parsed.kind === 'boxes' ? parsed.boxes : parsed.kind;
};
const withNumber = (number: string): unknown => {
  const boxes = boxesOf(`[[${number},2,3,4]]`);
  return Array.isArray(boxes) ? (boxes as number[][])[0]?.[0] : boxes;
};

describe('whitespace and lines of a box literal', () => {
  it.each([
    ' \t[[1,2,3,4]]',
    '[[1,2,3,4]] \t',
    '\n[[1,2,3,4]]\n',
    '[[1,2,3,4]]\n \n',
    '[[1,2,3,4]]\n #c',
    '[[1,2,3,4]]#c',
    '#c\n  #d\n[[1,2,3,4]]',
    '[\n[1,#one\r2,\r\n3 ,\t4\f]\n]',
    '\f[[1,2,3,4]]',
    '\n  \f[[1,2,3,4]]',
    '[[1,2,\\\n3,4]]',
    '[[1,2,3,4]]\\\n ',
  ])('reads %j', (literal) => {
    expect(boxesOf(literal)).toEqual([[1, 2, 3, 4]]);
  });

  it.each([
    ['an indented line', '\n  [[1,2,3,4]]'],
    ['a last line of spaces', '[[1,2,3,4]]\n '],
    ['a no-break space', '[[1,\xa02,3,4]]'],
    ['a vertical tab', '[[1,\v2,3,4]]'],
    ['a byte order mark', '\ufeff[[1,2,3,4]]'],
    ['full-width brackets', '［［1,2,3,4］］'],
    ['a NUL', '[[1,2,3,4]]#\0'],
    ['half of a surrogate pair', '[[1,2,3,4]]#\ud83d'],
    ['a backslash at the end', '[[1,2,3,4]]\\\n'],
    ['a backslash before anything else', '[[1,2,\\ 3,4]]'],
    ['a second line', '[[1,2,3,4]]\n[[1,2,3,4]]'],
    ['a semicolon', '[[1,2,3,4]];'],
    ['nothing', ''],
  ])('fails %s', (_what, literal) => {
    expect(parse(literal).kind).toBe('failed');
  });

  it('counts a whole pair of surrogates as one character', () => {
    expect(boxesOf('[[1,2,3,4]]#😀')).toEqual([[1, 2, 3, 4]]);
  });
});

describe('numbers of a box literal', () => {
  it.each([
    ['1.', 1],
    ['.5', 0.5],
    ['1e2', 100],
    ['1_000', 1000],
    ['1e1_0', 1e10],
    ['0x_64', 100],
    ['0o17', 15],
    ['0b101', 5],
    ['00', 0],
    ['0_0', 0],
    ['01.5', 1.5],
    ['09e1', 90],
    ['-3', -3],
    ['+4', 4],
    ['-(5)', -5],
    ['((6))', 6],
    ['True', 1],
    ['False', 0],
    ['1E-5', 1e-5],
    ['1e999', Infinity],
    ['0.1234567890123456789', 0.12345678901234568],
  ])('reads %s', (number, value) => {
    expect(withNumber(number)).toBe(value);
  });

  it.each(['0100', '0_1', '1__0', '1_', '1e', '1 .5', '1a', '0x', '0b2', '--1', '-+1', '-True', '-(-1)'])(
    'fails %s',
    (number) => {
      expect(withNumber(number)).toBe('failed');
    },
  );

  it.each(['1+1', '1+2j', '2j', 'true', 'None', 'nan', 'inf', '"1"', 'b"1"', '...', '~1', 'not 1', '2**3'])(
    'fails %s, which is no int, float or bool',
    (number) => {
      expect(withNumber(number)).toBe('failed');
    },
  );

  it('fails an int of more than 4,300 digits, but not of as many zeros', () => {
    expect(withNumber('1'.repeat(4301))).toBe('failed');
    expect(parse(`[[${'1'.repeat(4300)},2,3,4]]`)).toMatchObject({ kind: 'boxes', tooLarge: 3 });
    expect(withNumber('0'.repeat(5000))).toBe(0);
    expect(withNumber(`${'1'.repeat(5000)}e-4999`)).toBeCloseTo(1.1111, 4);
  });

  it('marks an int that no float can hold', () => {
    expect(parse(`[[1,0x${'f'.repeat(300)},3,4]]`)).toMatchObject({ kind: 'boxes', tooLarge: 5 });
    expect(parse(`[[1,${'9'.repeat(308)},3,4]]`)).not.toHaveProperty('tooLarge');
  });
});

describe('the shape of a box literal', () => {
  it.each([
    ['a flat list as one box', '[1,2,3,4]', [[1, 2, 3, 4]]],
    ['trailing commas', '[[1,2,3,4,],]', [[1, 2, 3, 4]]],
    ['redundant parentheses', '([([1,2,(3),4])])', [[1, 2, 3, 4]]],
    ['several boxes', '[[1,2,3,4],[5,6,7,8]]', [[1, 2, 3, 4], [5, 6, 7, 8]]], // prettier-ignore
  ])('reads %s', (_what, literal, boxes) => {
    expect(boxesOf(literal)).toEqual(boxes);
  });

  it.each([
    ['a tuple', '([1,2,3,4],)'],
    ['a tuple of boxes', '[(1,2,3,4)]'],
    ['a tuple by a trailing comma', '[[1,2,3,4]],'],
    ['two lists', '[[1,2,3,4]],[[1,2,3,4]]'],
    ['a set', '{1,2,3,4}'],
    ['a dict', '{1:[1,2,3,4]}'],
    ['an empty list', '[]'],
    ['an empty box', '[[]]'],
    ['a box of three', '[1,2,3]'],
    ['one bad box among good ones', '[[1,2,3,4],[1,2,3]]'],
    ['a number among boxes', '[[1,2,3,4],5]'],
    ['a list deeper down', '[[[1,2,3,4]]]'],
    ['a name', '[[1,2,3,x]]'],
    ['an unclosed list', '[[1,2,3,4]'],
    ['a bracket too many', '[[1,2,3,4]]]'],
    ['brackets that do not match', '[[1,2,3,4)]'],
    ['boxes without a comma between', '[[1,2,3,4][5,6,7,8]]'],
    ['a call', 'list([[1,2,3,4]])'],
  ])('fails %s', (_what, literal) => {
    expect(parse(literal).kind).toBe('failed');
  });

  it('fails more than 200 nested brackets', () => {
    expect(boxesOf(`${'('.repeat(198)}[[1,2,3,4]]${')'.repeat(198)}`)).toEqual([[1, 2, 3, 4]]);
    expect(parse(`${'('.repeat(199)}[[1,2,3,4]]${')'.repeat(199)}`)).toMatchObject({
      kind: 'failed',
      reason: 'too many nested brackets',
    });
  });
});

describe('exceptions that end the batch', () => {
  it.each([
    ['{[1,2,3,4]}', 'list'],
    ['[{(1,[2])}]', 'list'],
    ['{{1}}', 'set'],
    ['{set()}', 'set'],
    ['{{}:1}', 'dict'],
    ['[{1:2,[3]:4}]', 'list'],
  ])('TypeError for %s', (literal, type) => {
    expect(parse(literal)).toMatchObject({
      kind: 'raise',
      type: 'TypeError',
      message: `unhashable type: '${type}', in curly brackets, which make it an element of a set or a key of a dict`,
    });
  });
  it.each(['{[1]', '[x,{[1]}]', '{[1]:x}', '{**{}}', '{1:[2]}'])(
    'none for %s, which fails before',
    (literal) => {
      expect(parse(literal).kind).toBe('failed');
    },
  );
  it.each(['-', '+', '~', 'not ', '1+', '1*', '1<<'])('RecursionError for 3,000 times %j', (operator) => {
    expect(parse(`[[${operator.repeat(3000)}1,2,3,4]]`)).toMatchObject({
      kind: 'raise',
      type: 'RecursionError',
    });
    expect(parse(`[[${operator.repeat(2000)}1,2,3,4]]`).kind).toBe('failed');
  });
  it('MemoryError for 3,000 powers or 7,000 signs', () => {
    expect(parse(`[[${'1**'.repeat(3000)}1,2,3,4]]`)).toMatchObject({ kind: 'raise', type: 'MemoryError' });
    expect(parse(`[[${'-'.repeat(7000)}1,2,3,4]]`)).toMatchObject({ kind: 'raise', type: 'MemoryError' });
  });
  it.each(['1 or ', '1 and ', '1<'])('none for 7,000 times %j, which is one node', (operator) => {
    expect(parse(`[[${operator.repeat(7000)}1,2,3,4]]`).kind).toBe('failed');
  });
});

/**
 * Python reads all of the text before it evaluates any of it: behind an unhashable set, whatever is an expression raises
 * TypeError, and whatever is none fails.
 */
describe('behind a set that cannot be hashed', () => {
  const behind = (expression: string): string => {
    const parsed = parse(`[{[1]},${expression}]`);
    return parsed.kind === 'raise' ? parsed.type : parsed.kind;
  };

  it.each([
    'f()', 'f(1, *a, k=2, **b)', 'f(k=1, *a)', 'f(x for x in y)', 'f(a:=1)', 'set()', 'f(1,)(2)[3].real',
    'a[1]', 'a[1:2, ::3, :]', 'a[*b]', 'a[b:=1]', 'a.b', '1 .real', '"a".b', 'await f(x)', 'await 1',
    '1 if 2 else 3', '1or 2', '1if 1else 2', 'lambda: 0', 'lambda a, /, b=1, *c, d, e=2, **f: 0', 'lambda *, a: 0',
    '(a:=1)', '(yield)', '(yield from x)', '(yield 1, *a)', 'not 1', '~1', '1 not in a', '1 is not a', 'a < b <= c',
    '*a', '(*a, 1)', '{**a}', '{*a}', '[x for x in y]', '[x async for x, *y in a if b if c]', '{x: y for x, y in z}',
    '{x for (x, [y, z.a, w[0]]) in v}', '(x for x.y in z)', '[0 for () in x]', '{}', '{1: 2, **a, 3: 4,}',
    'f"{x}"', 'f"{x!r:>{w}}"', 'f"{{}}"', 'f"{x = }"', "f'{a[\"b\"]}'", 'f"{(lambda x: 1)}"', 'f"{*a,}"', 'f"{a != b}"',
    'rf"\\{x}"', 'f"\\N{DIGIT ONE}"', 'f"{x for x in y}"', 'f"{yield}"', 'u"a" "b" f"{c}"', 'b"a" B"c"', '...',
    'ｓｅｔ(1)', 'é', '1_0.5j', '0XfF', '-1-2j', '2**-1', 'x @ y // z << 1',
  ])('%s is an expression', (expression) => {
    expect(behind(expression)).toBe('TypeError');
  }); // prettier-ignore

  it.each([
    'f(', 'f(,)', 'f(k=1, 2)', 'f(**a, *b)', 'f(**a, 1)', 'f(x for x in y, 1)', 'f(1, x for x in y)', 'f(True=1)',
    'f((k)=1)', 'f(a.b=1)', 'a[]', 'a[1:2:3:4]', 'a[b:=1:2]', 'a.1', 'a.if', 'a.None', 'await -x', 'await await x',
    '1 if 2', '1 else 2', 'lambda', 'lambda *: 0', 'lambda *, **a: 0', 'lambda /: 0', 'lambda a=1, b: 0',
    'lambda *a, *b: 0', 'lambda **a, b: 0', 'lambda a, /, b, /: 0', 'lambda 1: 0', 'lambda if: 0',
    '(a.b:=1)', '((a):=1)', '{a:=1: 2}', '{1: a:=2}', '(*a)', '(yield', '{1: 2, 3}', '{1, 2: 3}', '{**a for a in b}',
    '{1: 2, : 3}', '{x: y, z: w for x in y}', '[*x for x in y]', '[x, y for x in y]', '[x for 1 in y]', '[x for in y]',
    '[x for f() in y]', '[x for (x, 1) in y]', '[x for x in a if b else c]', '[x for x in lambda: 0]', '[x async y]',
    'f"{"', 'f"}"', 'f"{}"', 'f"{ }"', 'f"{a b}"', 'f"{a#b}"', 'f"{x!z}"', 'f"{x!r"', 'f"{lambda x: 1}"', 'f"{*a}"',
    'f"{a:{b:{c}}}"', 'f"{\'\\n\'}"', 'f"{(}"', 'f"{a]}"', 'f"{\'a}"', 'f"\\{x y}"', '"a" b"b"', 'ur"a"', 'fb"a"',
    'not', 'a not b', 'a is is b', 'a <> b', 'a = b', 'a -> b', 'a := b := c', '1 2', 'a b', '1?', 'a!', '`a`', '$',
    '* *a', '**a', 'if', 'class', 'x for x in y',
  ])('%s is none', (expression) => {
    expect(behind(expression)).toBe('failed');
  }); // prettier-ignore

  it('is found in the order in which Python evaluates', () => {
    expect(behind('x')).toBe('TypeError');
    expect(parse('[x,{[1]}]').kind).toBe('failed');
    expect(parse('[f({[1]})]').kind).toBe('failed');
    expect(parse('{[1]: f(x)}').kind).toBe('failed');
    expect(parse('{(set)()}')).toMatchObject({ kind: 'raise', type: 'TypeError' });
    expect(parse('{ｓｅｔ()}')).toMatchObject({ kind: 'raise', type: 'TypeError' });
    expect(parse('{set(1)}').kind).toBe('failed');
  });

  it.each([
    ['[', ']'],
    ['(', ')'],
    ['{1:', '}'],
    ['f(', ')'],
    ['a[', ']'],
  ])('counts the levels of %s towards those of the parser', (open, close) => {
    const nested = (signs: number): string =>
      behind(`${open.repeat(150)}${'-'.repeat(signs)}1${close.repeat(150)}`);
    expect(nested(1000)).toBe('TypeError');
    expect(nested(2700)).toBe('MemoryError');
  });
});

describe('any literal', () => {
  const space = fc.constantFrom('', '', '', ' ', '\t', '\n', '\r\n', '\f', '#c\n', '\\\n');
  const number = fc.oneof(
    fc.integer({ min: -99_999, max: 99_999 }).map((value) => ({ text: String(value), value })),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ({ text: String(value), value })),
    fc.nat().map((value) => ({ text: `0x${value.toString(16)}`, value })),
    fc.constant({ text: 'True', value: 1 }),
    fc.nat(999).map((value) => ({ text: `-(${value})`, value: -value })),
  );
  const list = (items: string[], spaces: string[], comma: boolean): string =>
    `[${items.map((item, at) => (spaces[at] ?? '') + item).join(',')}${comma ? ',' : ''}${spaces.at(-1) ?? ''}]`;
  const box = fc
    .tuple(
      fc.tuple(number, number, number, number),
      fc.array(space, { minLength: 5, maxLength: 5 }),
      fc.boolean(),
    )
    .map(([numbers, spaces, comma]) => ({
      text: list(numbers.map(({ text }) => text), spaces, comma), // prettier-ignore
      value: numbers.map(({ value }) => value),
    }));

  it('gives the boxes it was written from', () => {
    fc.assert(
      fc.property(
        fc.array(box, { minLength: 1, maxLength: 5 }),
        fc.array(space),
        fc.boolean(),
        (boxes, spaces, comma) => {
          const literal = list(boxes.map(({ text }) => text), spaces, comma); // prettier-ignore
          // Adding 0 makes -0, which boxes do not tell from 0, a 0.
          const positive = (rows: number[][]): number[][] => rows.map((row) => row.map((value) => value + 0));
          expect(positive(boxesOf(literal) as number[][])).toEqual(positive(boxes.map(({ value }) => value)));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is read alike with and without the shortcut for plain boxes', () => {
    const piece = fc.constantFrom(...'[[[]]],,,,0123456789.-+ \t\n\r\f#_ex'.split(''));
    const broken = fc.tuple(box, fc.nat(), piece).map(([{ text }, at, insert]) => {
      const outer = `[${text}]`;
      const place = at % (outer.length + 1);
      return outer.slice(0, place) + insert + outer.slice(place);
    });
    const text = fc.oneof(
      broken,
      fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (literal) => {
        expect(parseBoxes(literal)).toEqual(parseBoxesInFull(literal));
      }),
      { numRuns: 10_000 },
    );
  });

  it('never throws and never overflows', () => {
    const anything = fc.string({
      unit: fc.constantFrom(...'[](){},:.*-+1jxe"\'\\\n\t #ab=<!@~\0😀'.split('')),
      maxLength: 40,
    });
    fc.assert(
      fc.property(anything, (literal) => ['boxes', 'failed', 'raise'].includes(parse(literal).kind)),
      {
        numRuns: 20_000,
      },
    );
    for (const piece of [
      '[',
      '(',
      '-',
      '1+',
      '1**',
      '1,',
      '[1,2,3,4],',
      '#\n',
      '\\\n',
      '{1:',
      '"',
      'a',
      '1_',
      '0',
    ]) {
      expect(['failed', 'raise']).toContain(parse(piece.repeat(100_000 / piece.length)).kind);
    }
  });
});
