import { LiteralFailure } from './outcome.ts';
import { scanNumber, type NumberToken } from './number.ts';
import { scanString, stringPrefix, type StringToken } from './string.ts';

export type Token =
  | (NumberToken & { readonly kind: 'number' })
  | (StringToken & { readonly kind: 'string' })
  | { readonly kind: 'name'; readonly text: string; readonly at: number }
  | { readonly kind: 'operator'; readonly text: string; readonly at: number }
  /** The end of the line, or of the source. */
  | { readonly kind: 'end'; readonly at: number };

/** CPython's MAXLEVEL: more nested brackets are a SyntaxError. */
const MAX_BRACKETS = 200;
const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const OPERATORS_3 = ['...', '**=', '//=', '>>=', '<<='];
const OPERATORS_2 = ['**', '//', '>>', '<<', '<=', '>=', '==', '!=', '->', '+=', '-=', '*=', '/=', '%='];
const OPERATORS_2_REST = ['&=', '|=', '^=', '@=', ':='];
/** Operators that start no longer one. */
const ALONE = '()[]{},;~';
const OPERATORS_1 = '+-*/%@&|^~<>()[]{},:.;=';
const NAME_START = /[\p{XID_Start}_]/u;
const NAME = /[\p{XID_Start}_]\p{XID_Continue}*/uy;

/**
 * CPython's tokenizer for a source of one logical line, as `ast.parse(text, mode='eval')` runs it:
 * `\r\n` and `\r` count as `\n`, and space, tab and form feed are the only whitespace inside a line.
 */
export class Lexer {
  private at: number;
  private readonly open: string[] = [];
  private peeked: Token | undefined;

  /** `literal_eval` strips spaces and tabs from the left; nothing else may indent the first line. */
  constructor(
    private readonly text: string,
    start: number,
    private readonly end: number,
  ) {
    this.at = start;
    while (this.unit() === ' ' || this.unit() === '\t') this.at++;
    if (this.skipBlankLines()) throw new LiteralFailure('the text is indented', this.at);
  }

  peek(): Token {
    this.peeked ??= this.scan();
    return this.peeked;
  }

  next(): Token {
    const token = this.peek();
    this.peeked = undefined;
    return token;
  }

  isOperator(text: string): boolean {
    const token = this.peek();
    return token.kind === 'operator' && token.text === text;
  }

  take(operator: string): boolean {
    if (!this.isOperator(operator)) return false;
    this.next();
    return true;
  }

  expect(operator: string): void {
    if (!this.take(operator)) this.unexpected(`expected ${operator}`);
  }

  unexpected(reason: string): never {
    const token = this.peek();
    const found =
      token.kind === 'end' ? 'the end' : this.text.slice(token.at, Math.min(token.at + 20, this.end));
    throw new LiteralFailure(`${reason}, found ${found}`, token.at);
  }

  /** After the expression only blank lines and comments may follow. */
  expectEnd(): void {
    if (this.peek().kind !== 'end') this.unexpected('expected the end');
    this.peeked = undefined;
    if (this.at >= this.end) return;
    this.skipNewline();
    const indented = this.skipBlankLines();
    if (this.at < this.end) throw new LiteralFailure('a second line follows the list', this.at);
    if (indented) throw new LiteralFailure('the last line holds only whitespace', this.at);
  }

  private unit(): string {
    return this.at < this.end ? this.text.charAt(this.at) : '';
  }

  private skipNewline(): void {
    if (this.text.startsWith('\r\n', this.at)) this.at = Math.min(this.at + 2, this.end);
    else this.at++;
  }

  private skipComment(): void {
    while (this.at < this.end && this.unit() !== '\n' && this.unit() !== '\r') this.at++;
  }

  /** To the first line that is neither empty nor a comment; answers whether that line is indented. */
  private skipBlankLines(): boolean {
    for (;;) {
      const indented = this.skipIndentation();
      const unit = this.unit();
      if (unit === '#') {
        this.skipComment();
        if (this.at >= this.end) return false;
      } else if (unit !== '\n' && unit !== '\r') return indented;
      this.skipNewline();
    }
  }

  /** Whether the line starts past column 0: a form feed resets the column, a backslash fixes one that is not 0. */
  private skipIndentation(): boolean {
    let indented = false;
    let fixed = false;
    for (;;) {
      const unit = this.unit();
      if (unit === ' ' || unit === '\t') indented = true;
      else if (unit === '\f') indented = false;
      else if (unit === '\\') {
        fixed ||= indented;
        this.skipContinuation();
        continue;
      } else return indented || fixed;
      this.at++;
    }
  }

  /** A backslash joins two lines and is an error anywhere but right before a line break. */
  private skipContinuation(): void {
    const backslash = this.at++;
    const unit = this.unit();
    if (unit !== '\n' && unit !== '\r') {
      throw new LiteralFailure('a backslash must stand at the end of a line', backslash);
    }
    this.skipNewline();
    if (this.at >= this.end) throw new LiteralFailure('the text ends after a backslash', backslash);
  }

  private skipSpace(): void {
    for (;;) {
      const unit = this.unit();
      if (unit === ' ' || unit === '\t' || unit === '\f') this.at++;
      else if (unit === '\\') this.skipContinuation();
      else if (unit === '#') this.skipComment();
      else if (this.open.length > 0 && (unit === '\n' || unit === '\r')) this.skipNewline();
      else return;
    }
  }

  private scan(): Token {
    this.skipSpace();
    const at = this.at;
    const unit = this.unit();
    if (unit === '' || unit === '\n' || unit === '\r') {
      const bracket = this.open.at(-1);
      if (bracket !== undefined) throw new LiteralFailure(`${bracket} is never closed`, at);
      return { kind: 'end', at };
    }
    if (ALONE.includes(unit)) return this.scanOperator(at);
    const prefix = stringPrefix(this.text, at, this.end);
    if (prefix !== undefined) {
      const token = scanString(this.text, at, this.end, prefix);
      this.at = token.end;
      return { kind: 'string', ...token };
    }
    if (isDigit(unit) || (unit === '.' && isDigit(this.text.charAt(at + 1)) && at + 1 < this.end)) {
      const token = scanNumber(this.text, at, this.end);
      this.at = token.end;
      return { kind: 'number', ...token };
    }
    const point = String.fromCodePoint(this.text.codePointAt(at) ?? 0);
    return NAME_START.test(point) ? this.scanName(at) : this.scanOperator(at);
  }

  private scanName(at: number): Token {
    NAME.lastIndex = at;
    const found = NAME.exec(this.text)?.[0] ?? '';
    const text = found.slice(0, this.end - at);
    this.at = at + text.length;
    return { kind: 'name', text, at };
  }

  private scanOperator(at: number): Token {
    const text = this.operatorAt(at);
    if (text === undefined) {
      const point = String.fromCodePoint(this.text.codePointAt(at) ?? 0);
      throw new LiteralFailure(`${JSON.stringify(point)} has no meaning here`, at);
    }
    this.at = at + text.length;
    if (text in CLOSER) {
      if (this.open.length >= MAX_BRACKETS) throw new LiteralFailure('too many nested brackets', at);
      this.open.push(text);
    } else if (text === ')' || text === ']' || text === '}') {
      const bracket = this.open.pop();
      if (bracket === undefined) throw new LiteralFailure(`${text} was never opened`, at);
      if (CLOSER[bracket] !== text) throw new LiteralFailure(`${text} does not close ${bracket}`, at);
    }
    return { kind: 'operator', text, at };
  }

  private operatorAt(at: number): string | undefined {
    const one = this.text.charAt(at);
    if (ALONE.includes(one)) return one;
    const three = this.text.slice(at, Math.min(at + 3, this.end));
    if (OPERATORS_3.includes(three)) return three;
    const two = three.slice(0, 2);
    if (OPERATORS_2.includes(two) || OPERATORS_2_REST.includes(two)) return two;
    return OPERATORS_1.includes(one) ? one : undefined;
  }
}

function isDigit(unit: string): boolean {
  return unit >= '0' && unit <= '9' && unit.length === 1;
}
