/** What the word tokenizer does at a unit, as bits; a unit may have several. */
export const Mark = {
  space: 1 << 0,
  /** `[a-z0-9]`: what ROUGE's words are made of. */
  run: 1 << 1,
  /** «, “, ‘, „: a token before anything else is looked at. */
  openingQuote: 1 << 2,
  /** », ”, ’. */
  closingQuote: 1 << 3,
  backtick: 1 << 4,
  quote: 1 << 5,
  apostrophe: 1 << 6,
  period: 1 << 7,
  colonOrComma: 1 << 8,
  /** A token by itself. */
  symbol: 1 << 9,
  /** A token by itself, though an apostrophe before it does not see that yet. */
  bracket: 1 << 10,
  /** A double quote after one of these opens. */
  opener: 1 << 11,
  dash: 1 << 12,
  /** May stand between a sentence's final period and its end. */
  closing: 1 << 13,
  /** ı, which Python takes for an i where it ignores case. */
  dotless: 1 << 14,
} as const;

const CHARACTERS: Readonly<Record<keyof typeof Mark, string>> = {
  space:
    '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a' +
    '\u2028\u2029\u202f\u205f\u3000',
  run: 'abcdefghijklmnopqrstuvwxyz0123456789',
  openingQuote: '«“‘„',
  closingQuote: '»”’',
  backtick: '`',
  quote: '"',
  apostrophe: "'",
  period: '.',
  colonOrComma: ':,',
  symbol: ';@#$%&?!',
  bracket: '*[](){}<>',
  opener: '([{<',
  dash: '-',
  closing: '])}>"\'»”’',
  dotless: 'ı',
};

/** The marks of each UTF-16 unit up to U+3000, the last that has one. */
const MARKS = new Uint16Array(0x3001);
for (const [name, characters] of Object.entries(CHARACTERS)) {
  for (let at = 0; at < characters.length; at++) {
    const unit = characters.charCodeAt(at);
    MARKS[unit] = (MARKS[unit] ?? 0) | Mark[name as keyof typeof Mark];
  }
}

export function marksOf(unit: number): number {
  return unit < MARKS.length ? (MARKS[unit] ?? 0) : 0;
}
