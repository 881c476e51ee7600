import { LiteralFailure } from './outcome.ts';
import { isDigit, plainInteger, plainIntegerEnd, scanNumber } from './numbers.ts';
import { Sign, signAt, signLength } from './signs.ts';
import { scanString, stringOpening, type PythonString } from './strings.ts';

/** `none`: the token is still to be read. `end`: of the line, or of the source. */
export type TokenKind = 'none' | 'number' | 'string' | 'name' | 'sign' | 'end';

/** CPython's MAXLEVEL: more nested brackets are a SyntaxError. */
const MAX_BRACKETS = 200;
const TAB = 0x09;
const NEWLINE = 0x0a;
const FORM_FEED = 0x0c;
const RETURN = 0x0d;
const SPACE = 0x20;
const HASH = 0x23;
const BACKSLASH = 0x5c;
/** The longest keyword: longer names need no look. */
const LONGEST_KEYWORD = 8;
const NAME_START = /[\p{XID_Start}_]/u;
const NAME = /[\p{XID_Start}_]\p{XID_Continue}*/uy;

/**
 * CPython's tokenizer for a source of one logical line, as `ast.parse(text, mode='eval')` runs it:
 * `\r\n` and `\r` count as `\n`, and space, tab and form feed are the only whitespace inside a line. The fields are those
 * of the token ahead once `peek` has read it.
 */
export class Lexer {
  kind: TokenKind = 'none';
  /** Offset of the token's first unit. */
  at = 0;
  /** A sign's code. */
  sign = 0;
  /** A name of at most eight letters. */
  word = '';
  /** A number's value, whether no float can hold it, whether it is imaginary. */
  value = 0;
  tooLarge = false;
  imaginary = false;
  string: PythonString | undefined;

  private here: number;
  /** Openings of the brackets around, innermost last. */
  private readonly open: number[] = [];

  /** `inside`: as if between brackets, where lines do not matter. */
  constructor(
    readonly text: string,
    start: number,
    readonly end: number,
    private readonly inside = false,
  ) {
    this.here = start;
    if (inside) return;
    // `literal_eval` strips spaces and tabs from the left; nothing else may indent the first line.
    while (this.unit() === SPACE || this.unit() === TAB) this.here++;
    if (this.skipBlankLines()) throw new LiteralFailure('the text is indented', this.here);
  }

  peek(): TokenKind {
    if (this.kind === 'none') this.scan();
    return this.kind;
  }

  /** Goes past the token that `peek` has read. */
  next(): void {
    this.kind = 'none';
  }

  isSign(sign: number): boolean {
    return this.peek() === 'sign' && this.sign === sign;
  }

  take(sign: number): boolean {
    if (!this.isSign(sign)) return false;
    this.next();
    return true;
  }

  expect(sign: number, written: string): void {
    if (!this.take(sign)) this.unexpected(`expected ${written}`);
  }

  isWord(word: string): boolean {
    return this.peek() === 'name' && this.word === word;
  }

  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.next();
    return true;
  }

  unexpected(reason: string): never {
    this.peek();
    const { at, end, text } = this;
    const found = this.kind === 'end' ? 'the end' : text.slice(at, Math.min(at + 20, end));
    throw new LiteralFailure(`${reason}, found ${found}`, at);
  }

  /** After the expression only blank lines and comments may follow. */
  expectEnd(): void {
    if (this.peek() !== 'end') this.unexpected('expected the end');
    if (this.here >= this.end) return;
    this.skipNewline();
    const indented = this.skipBlankLines();
    if (this.here < this.end) throw new LiteralFailure('a second line follows the list', this.here);
    if (indented) throw new LiteralFailure('the last line holds only whitespace', this.here);
  }

  private unit(): number {
    return this.here < this.end ? this.text.charCodeAt(this.here) : 0;
  }

  private skipNewline(): void {
    const pair = this.unit() === RETURN && this.text.charCodeAt(this.here + 1) === NEWLINE;
    this.here = Math.min(this.here + (pair ? 2 : 1), this.end);
  }

  private skipComment(): void {
    while (this.here < this.end && !isLineEnd(this.unit())) this.here++;
  }

  /** To the first line that is neither empty nor a comment; answers whether that line is indented. */
  private skipBlankLines(): boolean {
    for (;;) {
      const indented = this.skipIndentation();
      const unit = this.unit();
      if (unit === HASH) {
        this.skipComment();
        if (this.here >= this.end) return false;
      } else if (!isLineEnd(unit)) return indented;
      this.skipNewline();
    }
  }

  /** Whether the line starts past column 0: a form feed resets the column, a backslash fixes one that is not 0. */
  private skipIndentation(): boolean {
    let indented = false;
    let fixed = false;
    for (;;) {
      const unit = this.unit();
      if (unit === SPACE || unit === TAB) indented = true;
      else if (unit === FORM_FEED) indented = false;
      else if (unit === BACKSLASH) {
        fixed ||= indented;
        this.skipContinuation();
        continue;
      } else return indented || fixed;
      this.here++;
    }
  }

  /** A backslash joins two lines and is an error anywhere but right before a line break. */
  private skipContinuation(): void {
    const backslash = this.here++;
    if (!isLineEnd(this.unit())) {
      throw new LiteralFailure('a backslash must stand at the end of a line', backslash);
    }
    this.skipNewline();
    if (this.here >= this.end) throw new LiteralFailure('the text ends after a backslash', backslash);
  }

  private skipSpace(): void {
    const nested = this.inside || this.open.length > 0;
    for (;;) {
      const unit = this.unit();
      if (unit === SPACE || unit === TAB || unit === FORM_FEED) this.here++;
      else if (unit === BACKSLASH) this.skipContinuation();
      else if (unit === HASH) this.skipComment();
      else if (nested && isLineEnd(unit)) this.skipNewline();
      else return;
    }
  }

  private scan(): void {
    this.skipSpace();
    const { here: at, text, end } = this;
    this.at = at;
    const unit = this.unit();
    if (at >= end || isLineEnd(unit)) this.scanEnd();
    else if (isDigit(unit) || (unit === Sign.point && at + 1 < end && isDigit(text.charCodeAt(at + 1)))) {
      this.scanNumber();
    } else if (isNameStart(unit) || unit === 0x22 || unit === 0x27) {
      const opening = stringOpening(text, at, end);
      if (opening === undefined) this.scanName();
      else {
        this.string = scanString(text, at, end, opening);
        this.here = this.string.end;
        this.kind = 'string';
      }
    } else if (unit >= 0x80 && NAME_START.test(String.fromCodePoint(text.codePointAt(at) ?? 0)))
      this.scanName();
    else this.scanSign(unit);
  }

  private scanEnd(): void {
    const bracket = this.open.at(-1);
    if (bracket !== undefined) {
      throw new LiteralFailure(`${String.fromCharCode(bracket)} is never closed`, this.at);
    }
    this.kind = 'end';
  }

  private scanNumber(): void {
    const { text, at, end } = this;
    this.kind = 'number';
    this.tooLarge = false;
    this.imaginary = false;
    const plain = plainIntegerEnd(text, at, end);
    if (plain > 0) {
      this.value = plainInteger(text, at, plain);
      this.here = plain;
      return;
    }
    const number = scanNumber(text, at, end);
    this.value = number.value;
    this.tooLarge = number.tooLarge;
    this.imaginary = number.imaginary;
    this.here = number.end;
  }

  private scanName(): void {
    const { text, at, end } = this;
    let here = at;
    let unit = this.unit();
    while (here < end && (isNameStart(unit) || isDigit(unit))) unit = text.charCodeAt(++here);
    if (here < end && unit >= 0x80) {
      NAME.lastIndex = at;
      here = Math.min(at + (NAME.exec(text)?.[0].length ?? 1), end);
    }
    this.here = here;
    this.word = here - at <= LONGEST_KEYWORD ? text.slice(at, here) : '';
    this.kind = 'name';
  }

  /** The name ahead, whatever its length. */
  get name(): string {
    return this.text.slice(this.at, this.here);
  }

  private scanSign(unit: number): void {
    const { text, at, end } = this;
    const sign = signAt(text, at, end);
    if (sign === 0) {
      const point = String.fromCodePoint(text.codePointAt(at) ?? 0);
      throw new LiteralFailure(`${JSON.stringify(point)} has no meaning here`, at);
    }
    this.here = at + signLength(sign);
    if (unit === Sign.parenthesis || unit === Sign.bracket || unit === Sign.brace) {
      if (this.open.length >= MAX_BRACKETS) throw new LiteralFailure('too many nested brackets', at);
      this.open.push(unit);
    } else if (unit === Sign.closeParenthesis || unit === Sign.closeBracket || unit === Sign.closeBrace) {
      const bracket = this.open.pop();
      const closer = text.charAt(at);
      if (bracket === undefined) throw new LiteralFailure(`${closer} was never opened`, at);
      // In ASCII each closing bracket follows its opening one, in one case after one more.
      if (unit - bracket !== 1 && unit - bracket !== 2) {
        throw new LiteralFailure(`${closer} does not close ${String.fromCharCode(bracket)}`, at);
      }
    }
    this.kind = 'sign';
    this.sign = sign;
  }
}

function isLineEnd(unit: number): boolean {
  return unit === NEWLINE || unit === RETURN;
}

/** An ASCII letter or underscore. */
function isNameStart(unit: number): boolean {
  const letter = unit | 0x20;
  return unit < 0x80 && ((letter >= 0x61 && letter <= 0x7a) || unit === 0x5f);
}
