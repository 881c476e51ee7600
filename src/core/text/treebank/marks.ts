/** Kinds of units that a pass of the tokenizer looks for, as bits; a unit may be of several kinds. */
export const Mark = {
  openingQuote: 1 << 0,
  backtick: 1 << 1,
  quote: 1 << 2,
  apostrophe: 1 << 3,
  period: 1 << 4,
  colonOrComma: 1 << 5,
  symbol: 1 << 6,
  bracket: 1 << 7,
  /** Two or more hyphens. */
  dashes: 1 << 8,
  closingQuote: 1 << 9,
  /** What may stand between a sentence's final period and its end. */
  closing: 1 << 10,
  space: 1 << 11,
  /** Anything but a lowercase ASCII letter and whitespace. */
  notLetter: 1 << 12,
  /** Two or more periods. */
  ellipsis: 1 << 13,
  /** Two or more apostrophes. */
  apostrophes: 1 << 14,
} as const;

const CHARACTERS: Readonly<Record<string, string>> = {
  openingQuote: '«“‘„',
  backtick: '`',
  quote: '"',
  apostrophe: "'",
  period: '.',
  colonOrComma: ':,',
  symbol: ';@#$%&?!',
  bracket: '*[](){}<>',
  closingQuote: '»”’',
  closing: '])}>"\'»”’',
  space:
    '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a' +
    '\u2028\u2029\u202f\u205f\u3000',
};

/** The marks of every unit up to the last one that has any but notLetter. */
const MARKS = markTable();

function markTable(): Uint16Array {
  const table = new Uint16Array(0x3001).fill(Mark.notLetter);
  table.fill(0, 0x61, 0x7b);
  for (const [name, characters] of Object.entries(CHARACTERS)) {
    for (let at = 0; at < characters.length; at++) {
      const unit = characters.charCodeAt(at);
      const mark = Mark[name as keyof typeof Mark];
      table[unit] = mark === Mark.space ? mark : (table[unit] ?? 0) | mark;
    }
  }
  return table;
}

export function marksOf(unit: number): number {
  return unit < MARKS.length ? (MARKS[unit] ?? 0) : Mark.notLetter;
}

export function has(unit: number, marks: number): boolean {
  return (marksOf(unit) & marks) !== 0;
}

/** What a unit marks where it follows its like. */
export function marksOfPair(unit: number): number {
  if (unit === 0x2e) return Mark.ellipsis;
  if (unit === 0x2d) return Mark.dashes;
  return unit === 0x27 ? Mark.apostrophes : 0;
}
