/** Where and why a text is no JSON. */
export interface JsonError {
  /** UTF-16 offset of the first character that does not fit. */
  readonly offset: number;
  readonly message: string;
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const WORD = /-?[A-Za-z_]\w*/y;

/**
 * Finds what `JSON.parse` stumbled over, and says it in words that do not depend on the engine. The text
 * must be malformed. Iterative, so that deep nesting cannot overflow.
 */
export function findJsonError(text: string): JsonError {
  return new Checker(text).run();
}

class Checker {
  private offset = 0;
  private readonly closers: ('}' | ']')[] = [];

  constructor(private readonly text: string) {}

  run(): JsonError {
    for (;;) {
      // A value is due here; containers push what closes them and ask for their first element.
      const opened = this.value();
      if (typeof opened === 'object') return opened;
      if (opened) continue;
      const error = this.afterValue();
      if (error !== undefined) return error;
    }
  }

  /** Reads one value, or the opening of a container that has elements (then true). */
  private value(): JsonError | boolean {
    this.skip(SPACE);
    const char = this.text.charAt(this.offset);
    if (char === '{' || char === '[') return this.open(char === '{' ? '}' : ']');
    if (char === '"') return this.string() ?? false;
    if (this.skip(NUMBER)) return false;
    return this.word() ?? false;
  }

  private open(closer: '}' | ']'): JsonError | boolean {
    this.offset++;
    this.skip(SPACE);
    if (this.text.charAt(this.offset) === closer) {
      this.offset++;
      return false;
    }
    this.closers.push(closer);
    return closer === ']' ? true : (this.key() ?? true);
  }

  /** Steps over what may follow a value, up to where the next one is due. */
  private afterValue(): JsonError | undefined {
    for (;;) {
      this.skip(SPACE);
      const char = this.text.charAt(this.offset);
      const closer = this.closers.at(-1);
      if (closer === undefined) {
        return this.fail(
          char === '' ? 'the text is no JSON' : `unexpected ${this.shown()} after the row's end`,
        );
      }
      if (char === closer) {
        this.closers.pop();
        this.offset++;
        continue;
      }
      if (char === '') return this.fail(`the text ends where "," or "${closer}" is expected`);
      if (char !== ',') return this.fail(`unexpected ${this.shown()} where "," or "${closer}" is expected`);
      this.offset++;
      this.skip(SPACE);
      if (this.text.charAt(this.offset) === closer)
        return this.fail('a comma must not stand at the end of a list or object');
      return closer === '}' ? this.key() : undefined;
    }
  }

  private key(): JsonError | undefined {
    this.skip(SPACE);
    if (this.text.charAt(this.offset) !== '"') {
      return this.fail(
        this.offset === this.text.length
          ? 'the text ends where a key is expected'
          : `unexpected ${this.shown()} where a key in double quotes is expected`,
      );
    }
    const error = this.string();
    if (error !== undefined) return error;
    this.skip(SPACE);
    if (this.text.charAt(this.offset) !== ':') {
      return this.fail(
        this.offset === this.text.length
          ? 'the text ends where ":" is expected'
          : `unexpected ${this.shown()} where ":" is expected`,
      );
    }
    this.offset++;
    return undefined;
  }

  private string(): JsonError | undefined {
    const start = this.offset++;
    for (;;) {
      const char = this.text.charAt(this.offset);
      if (char === '') return { offset: start, message: 'the text ends inside a string that begins here' };
      if (char < ' ') return this.fail('a control character inside a string must be escaped');
      if (char === '\\' && !this.skip(ESCAPE)) {
        const escape = this.text.slice(this.offset, this.offset + 2);
        return this.fail(`${JSON.stringify(escape)} is no escape that JSON knows`);
      }
      if (char !== '\\') this.offset++;
      if (char === '"') return undefined;
    }
  }

  private word(): JsonError | undefined {
    const start = this.offset;
    if (start === this.text.length) {
      return this.fail(start === 0 ? 'the row is empty' : 'the text ends where a value is expected');
    }
    if (!this.skip(WORD)) return this.fail(`unexpected ${this.shown()} where a value is expected`);
    const word = this.text.slice(start, this.offset);
    if (word === 'null' || word === 'true' || word === 'false') return undefined;
    this.offset = start;
    const number = /^-?(?:NaN|nan|Infinity|inf)$/.test(word);
    return this.fail(
      number
        ? `${word} is no JSON number; write null or a finite number`
        : `unexpected ${word} where a value is expected`,
    );
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.text);
    if (match === null) return false;
    this.offset = pattern.lastIndex;
    return match[0] !== '';
  }

  private shown(): string {
    const code = this.text.codePointAt(this.offset) ?? 0;
    return JSON.stringify(String.fromCodePoint(code));
  }

  private fail(message: string): JsonError {
    return { offset: this.offset, message };
  }
}
