/** Python's operators and punctuation, by code: the unit itself where it is one, else a number of its own. */
export const Sign = {
  percent: 0x25,
  and: 0x26,
  parenthesis: 0x28,
  closeParenthesis: 0x29,
  times: 0x2a,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  point: 0x2e,
  divide: 0x2f,
  colon: 0x3a,
  less: 0x3c,
  assign: 0x3d,
  greater: 0x3e,
  at: 0x40,
  bracket: 0x5b,
  closeBracket: 0x5d,
  xor: 0x5e,
  brace: 0x7b,
  or: 0x7c,
  closeBrace: 0x7d,
  invert: 0x7e,
  power: 0x101,
  floorDivide: 0x102,
  shiftLeft: 0x103,
  shiftRight: 0x104,
  lessOrEqual: 0x105,
  greaterOrEqual: 0x106,
  equal: 0x107,
  unequal: 0x108,
  walrus: 0x109,
  /** Any two or three units that start no expression's part: `->`, `+=` and the like. */
  statement: 0x10a,
  ellipsis: 0x10b,
  longStatement: 0x10c,
} as const;

const PAIRS: Readonly<Record<string, number>> = {
  '**': Sign.power,
  '//': Sign.floorDivide,
  '<<': Sign.shiftLeft,
  '>>': Sign.shiftRight,
  '<=': Sign.lessOrEqual,
  '>=': Sign.greaterOrEqual,
  '==': Sign.equal,
  '!=': Sign.unequal,
  ':=': Sign.walrus,
};
const STATEMENT_PAIRS = new Set(['->', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '@=']);
const TRIPLES = new Set(['**=', '//=', '>>=', '<<=']);
/** Signs that start no longer one. */
const ALONE = new Set(Array.from('()[]{},;~', (sign) => sign.charCodeAt(0)));
const SINGLES = new Set(Array.from('+-*/%@&|^<>:.=', (sign) => sign.charCodeAt(0)));

/** The code of the sign at `at`, the longest that fits; 0 where there is none. */
export function signAt(text: string, at: number, end: number): number {
  const unit = text.charCodeAt(at);
  if (ALONE.has(unit)) return unit;
  // Most signs that may go on do not: what stands after is a digit, a letter or a space.
  const second = at + 1 < end ? text.charCodeAt(at + 1) : 0;
  if (!mayGoOn(second)) return SINGLES.has(unit) ? unit : 0;
  const three = text.slice(at, Math.min(at + 3, end));
  if (three === '...') return Sign.ellipsis;
  if (TRIPLES.has(three)) return Sign.longStatement;
  const two = three.slice(0, 2);
  const pair = PAIRS[two];
  if (pair !== undefined) return pair;
  if (STATEMENT_PAIRS.has(two)) return Sign.statement;
  return SINGLES.has(unit) ? unit : 0;
}

/** `*`, `.`, `/`, `<`, `=`, `>`: the second units of longer signs. */
function mayGoOn(unit: number): boolean {
  return unit === 0x2a || unit === 0x2e || unit === 0x2f || (unit >= 0x3c && unit <= 0x3e);
}

export function signLength(sign: number): number {
  if (sign < 0x100) return 1;
  return sign === Sign.ellipsis || sign === Sign.longStatement ? 3 : 2;
}

/** How tightly a sign binds as a binary operator, 0 where it is none; 4 are comparisons. */
export function strengthOf(sign: number): number {
  switch (sign) {
    case Sign.less:
    case Sign.greater:
    case Sign.equal:
    case Sign.greaterOrEqual:
    case Sign.lessOrEqual:
    case Sign.unequal:
      return Strength.comparison;
    case Sign.or:
      return Strength.bitOr;
    case Sign.xor:
      return 6;
    case Sign.and:
      return 7;
    case Sign.shiftLeft:
    case Sign.shiftRight:
      return 8;
    case Sign.plus:
    case Sign.minus:
      return 9;
    case Sign.times:
    case Sign.divide:
    case Sign.floorDivide:
    case Sign.percent:
    case Sign.at:
      return 10;
    case Sign.power:
      return Strength.power;
    default:
      return 0;
  }
}

/** Of some operators; higher binds tighter. `**` binds to its right, and tighter than a sign before it. */
export const Strength = { or: 1, and: 2, not: 3, comparison: 4, bitOr: 5, prefix: 11, power: 12 } as const;
