import { Lexer } from './lexer.ts';
import { LiteralFailure } from './outcome.ts';
import { Parser } from './parser.ts';
import type { PythonString } from './strings.ts';
import type { Tree } from './tree.ts';

const MAX_BRACKETS = 200;
const BLANK = ' \t\n\f\r';
const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Refuses an f-string whose parts in braces are no expressions, as Python 3.11 reads them. `tree` is where these are
 * read to, and then forgotten. Throws LiteralFailure.
 */
export function checkFString(text: string, { from, to, raw }: PythonString, tree: Tree): void {
  new FString(text, to, raw, tree).read(from, 0);
}

class FString {
  constructor(
    private readonly text: string,
    private readonly end: number,
    private readonly raw: boolean,
    private readonly tree: Tree,
  ) {}

  /** From `start` to the end, or inside a format to its closing brace; answers where that is. */
  read(start: number, depth: number): number {
    const { text, end } = this;
    let at = start;
    while (at < end) {
      const unit = text.charAt(at);
      if (unit === '\\' && !this.raw && at + 1 < end) at = this.skipEscape(at + 1);
      else if (unit === '{') {
        if (depth === 0 && at + 1 < end && text.charAt(at + 1) === '{') at += 2;
        else at = this.readPart(at, depth);
      } else if (unit === '}') {
        if (depth > 0) return at;
        if (at + 1 >= end || text.charAt(at + 1) !== '}') this.fail("a single '}'", at);
        at += 2;
      } else at++;
    }
    return at;
  }

  /** After a backslash: the braces of `\N{name}` are none of the f-string's. A brace is never escaped. */
  private skipEscape(at: number): number {
    const { text, end } = this;
    const letter = text.charAt(at);
    if (letter === 'N' && at + 1 < end && text.charAt(at + 1) === '{') {
      const close = text.indexOf('}', at + 2);
      return close < 0 || close >= end ? end : close + 1;
    }
    return letter === '{' || letter === '}' ? at : at + 1;
  }

  /** `{expression!r:format}`; answers where it ends. */
  private readPart(open: number, depth: number): number {
    const { text, end } = this;
    if (depth >= 2) this.fail('expressions nested too deeply', open);
    let at = this.expressionEnd(open + 1);
    this.checkExpression(open + 1, at);
    if (text.charAt(at) === '=') {
      at++;
      while (at < end && BLANK.includes(text.charAt(at))) at++;
    }
    if (at < end && text.charAt(at) === '!') {
      if (at + 1 >= end || !'sra'.includes(text.charAt(at + 1))) this.fail('an unknown conversion', at);
      at += 2;
    }
    if (at < end && text.charAt(at) === ':') at = this.read(at + 1, depth + 1);
    if (at >= end || text.charAt(at) !== '}') this.fail("no '}'", at);
    return at + 1;
  }

  /** Where the expression from `start` ends: before `!`, `:`, `=` or `}` outside of brackets and strings. */
  private expressionEnd(start: number): number {
    const { text, end } = this;
    const open: string[] = [];
    let quote = '';
    let at = start;
    while (at < end) {
      const unit = text.charAt(at);
      if (unit === '\\') this.fail('a backslash in an expression', at);
      if (quote !== '') {
        if (text.startsWith(quote, at)) {
          at += quote.length;
          quote = '';
        } else at++;
        continue;
      }
      if (unit === '"' || unit === "'") {
        quote = text.startsWith(unit.repeat(3), at) ? unit.repeat(3) : unit;
        at += quote.length;
        continue;
      }
      if (unit === '#') this.fail("a '#' in an expression", at);
      if (unit in CLOSERS) {
        if (open.length >= MAX_BRACKETS) this.fail('too many nested brackets', at);
        open.push(unit);
      } else if (open.length === 0 && '!:}=<>'.includes(unit)) {
        if ('!=<>'.includes(unit) && at + 1 < end && text.charAt(at + 1) === '=') {
          at += 2;
          continue;
        }
        if (unit !== '<' && unit !== '>') break;
      } else if (unit === ')' || unit === ']' || unit === '}') {
        const bracket = open.pop();
        if (bracket === undefined || CLOSERS[bracket] !== unit) this.fail(`an unmatched '${unit}'`, at);
      }
      at++;
    }
    if (quote !== '' || open.length > 0 || at >= end) this.fail('an expression that never ends', start);
    return at;
  }

  /** As if between parentheses. */
  private checkExpression(start: number, end: number): void {
    let blank = true;
    for (let at = start; at < end && blank; at++) blank = BLANK.includes(this.text.charAt(at));
    if (blank) this.fail('an empty expression', start);
    const { size } = this.tree;
    const parser = new Parser(new Lexer(this.text, start, end, true), this.tree);
    parser.parenthesised(start);
    parser.lexer.expectEnd();
    this.tree.size = size;
  }

  private fail(what: string, at: number): never {
    throw new LiteralFailure(`an f-string holds ${what}`, at);
  }
}
