/** An exact fraction in lowest terms, its denominator positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** More bits than any answer has, and few enough that a hostile expression costs nothing. */
const MOST_BITS = 2048;

/** `numerator` ÷ `denominator`; undefined for a division by zero, and for numbers of more than MOST_BITS bits. */
export function rational(numerator: bigint, denominator = 1n): Rational | undefined {
  if (denominator === 0n || bits(numerator) > MOST_BITS || bits(denominator) > MOST_BITS) return undefined;
  const divisor = greatestDivisor(numerator, denominator);
  const sign = denominator < 0n ? -1n : 1n;
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

const DECIMAL = /^(\d*)(?:\.(\d*))?$/;

/** The exact value of `12`, `1.50` or `.5`; undefined for anything else, and where it is too long. */
export function parseDecimal(text: string): Rational | undefined {
  const [, whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  if (whole + fraction === '') return undefined;
  return rational(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}

export function add(a: Rational, b: Rational): Rational | undefined {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function negate({ numerator, denominator }: Rational): Rational {
  return { numerator: -numerator, denominator };
}

export function multiply(a: Rational, b: Rational): Rational | undefined {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Undefined for a division by zero. */
export function divide(a: Rational, b: Rational): Rational | undefined {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Undefined where the exponent is no whole number, the result too large, or zero is taken to a negative power. */
export function power(base: Rational, exponent: Rational): Rational | undefined {
  if (exponent.denominator !== 1n) return undefined;
  const times = exponent.numerator < 0n ? -exponent.numerator : exponent.numerator;
  if (times * BigInt(Math.max(bits(base.numerator), bits(base.denominator))) > MOST_BITS) return undefined;
  const numerator = base.numerator ** times;
  const denominator = base.denominator ** times;
  return exponent.numerator < 0n ? rational(denominator, numerator) : rational(numerator, denominator);
}

/** How many bits a number has, to the next multiple of four. */
const bits = (value: bigint): number => (value < 0n ? -value : value).toString(16).length * 4;

/** The root of a fraction whose numerator and denominator are both squares; undefined for any other. */
export function squareRoot({ numerator, denominator }: Rational): Rational | undefined {
  const top = wholeRoot(numerator);
  const bottom = wholeRoot(denominator);
  return top === undefined || bottom === undefined ? undefined : rational(top, bottom);
}

function wholeRoot(square: bigint): bigint | undefined {
  if (square < 0n) return undefined;
  if (square < 2n) return square;
  // Newton's iteration from above, which falls until it reaches the root's whole part.
  let root = 1n << BigInt(bits(square) / 2 + 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) break;
    root = next;
  }
  return root * root === square ? root : undefined;
}

export function equal(a: Rational, b: Rational): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator;
}

/** `24` or `47/2`. */
export function writeRational({ numerator, denominator }: Rational): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}
