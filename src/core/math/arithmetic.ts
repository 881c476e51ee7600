import { add, divide, multiply, negate, parseDecimal, power, squareRoot, type Rational } from './rational.ts';

export type Arithmetic =
  | {
      readonly kind: 'value';
      readonly value: Rational;
      /** The numbers as they are written, in order. */
      readonly numbers: readonly string[];
    }
  /** `at` is an offset into the text. */
  | { readonly kind: 'problem'; readonly message: string; readonly at: number };

/** The numbers of a longer text are no answer, and exact arithmetic on them would take long. */
const MOST_CHARACTERS = 500;
const MOST_NESTING = 100;

/**
 * The exact value of an expression: decimals, `+ - * /`, `^` (to whole powers, binding to the right), `sqrt` of
 * squares, brackets and signs. Nothing is evaluated that is not one of these.
 */
export function evaluate(text: string): Arithmetic {
  if (text.length > MOST_CHARACTERS) return { kind: 'problem', message: 'the expression is too long', at: 0 };
  const parser = new Parser(text);
  try {
    const value = parser.whole();
    return { kind: 'value', value, numbers: parser.numbers };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'problem', message: error.message, at: error.at };
    throw error;
  }
}

class Problem extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

class Parser {
  readonly numbers: string[] = [];
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  whole(): Rational {
    const value = this.sum();
    if (this.peek() !== '') throw this.unexpected();
    return value;
  }

  private sum(): Rational {
    let value = this.product();
    for (;;) {
      const start = this.at;
      if (this.take('+')) value = known(add(value, this.product()), 'too large', start);
      else if (this.take('-')) value = known(add(value, negate(this.product())), 'too large', start);
      else return value;
    }
  }

  private product(): Rational {
    let value = this.signed();
    for (;;) {
      const start = this.at;
      if (this.take('*')) value = known(multiply(value, this.signed()), 'too large', start);
      else if (this.take('/')) value = known(divide(value, this.signed()), 'a division by zero', start);
      else return value;
    }
  }

  private signed(): Rational {
    let negative = false;
    for (;;) {
      if (this.take('-')) negative = !negative;
      else if (!this.take('+')) break;
    }
    const value = this.raised();
    return negative ? negate(value) : value;
  }

  private raised(): Rational {
    const base = this.atom();
    const start = this.at;
    if (!this.take('^')) return base;
    return known(
      power(
        base,
        this.nested(() => this.signed()),
      ),
      'a power that has no exact value here',
      start,
    );
  }

  private atom(): Rational {
    const start = this.at;
    if (this.take('(')) return this.bracket();
    if (this.take('sqrt(')) {
      return known(squareRoot(this.bracket()), 'a square root that is no fraction', start);
    }
    return this.number();
  }

  private bracket(): Rational {
    const value = this.nested(() => this.sum());
    if (!this.take(')')) throw this.unexpected();
    return value;
  }

  private number(): Rational {
    this.peek();
    const start = this.at;
    while (/[\d.]/.test(this.text.charAt(this.at))) this.at++;
    const written = this.text.slice(start, this.at);
    const value = parseDecimal(written);
    if (value === undefined) {
      this.at = start;
      throw this.unexpected();
    }
    this.numbers.push(written);
    return value;
  }

  private nested(read: () => Rational): Rational {
    if (++this.depth > MOST_NESTING) throw new Problem('the brackets are nested too deep', this.at);
    const value = read();
    this.depth--;
    return value;
  }

  /** The next character that is no space, which becomes the current one; empty at the end. */
  private peek(): string {
    while (/\s/.test(this.text.charAt(this.at))) this.at++;
    return this.text.charAt(this.at);
  }

  private take(token: string): boolean {
    this.peek();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private unexpected(): Problem {
    const character = this.peek();
    return character === ''
      ? new Problem('the expression ends too early', this.at)
      : new Problem(`${JSON.stringify(character)} was not expected`, this.at);
  }
}

function known(value: Rational | undefined, problem: string, at: number): Rational {
  if (value === undefined) throw new Problem(problem, at);
  return value;
}
