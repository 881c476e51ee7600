import { readArguments, readSubscript } from './calls.ts';
import { isForAhead, readClauses } from './comprehension.ts';
import { checkFString } from './fString.ts';
import { readLambda } from './lambda.ts';
import type { Lexer } from './lexer.ts';
import { foldOperators } from './operators.ts';
import { LiteralFailure, LiteralRaise } from './outcome.ts';
import { Sign, Strength } from './signs.ts';
import { Flag, Kind, Reason, Tree } from './tree.ts';

/** Words that can start no operand; `not`, `lambda`, `await` and `yield` are read where they may stand. */
const KEYWORDS = new Set(
  (
    'and as assert async break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

const CONSTANTS = new Set(['True', 'False', 'None']);

/** Nested calls at which CPython's parser gives up. */
const MAX_LEVELS = 5975;
/** How many of them a bracket takes: of a display, in parentheses, of a call or subscript; and `else`. */
const DISPLAY_LEVELS = 29;
const GROUP_LEVELS = 28;
const TRAILER_LEVELS = 24;
const CONDITIONAL_LEVELS = 1;

/** Reads Python 3.11's expressions into a tree. */
export class Parser {
  private levels = 0;

  constructor(
    readonly lexer: Lexer,
    readonly tree = new Tree(),
  ) {}

  /** So many calls deeper. Throws LiteralRaise where that is too deep. */
  enter(levels: number, at: number): void {
    this.levels += levels;
    if (this.levels > MAX_LEVELS) {
      throw new LiteralRaise('MemoryError', 'the expressions are nested too deeply for the parser', at);
    }
  }

  leave(levels: number): void {
    this.levels -= levels;
  }

  /** An expression, or several with commas: a tuple without parentheses. */
  top(): number {
    const { lexer, tree } = this;
    const first = this.expression();
    if (!lexer.isSign(Sign.comma)) return first;
    while (lexer.take(Sign.comma)) {
      if (lexer.peek() === 'end') break;
      this.expression();
    }
    return tree.display(Kind.tuple, tree.at(first), 0);
  }

  /** `value`, `value if test else other` or a lambda. */
  expression(): number {
    const { lexer, tree } = this;
    const start = tree.size;
    if (lexer.isWord('lambda')) return readLambda(this);
    const value = this.disjunction();
    if (!lexer.isWord('if')) return value;
    const { at } = lexer;
    lexer.next();
    this.disjunction();
    if (!lexer.takeWord('else')) lexer.unexpected('expected else');
    this.enter(CONDITIONAL_LEVELS, at);
    this.expression();
    this.leave(CONDITIONAL_LEVELS);
    return tree.collapse(Reason.conditional, at, start);
  }

  /** Anything but a conditional and a lambda. */
  disjunction(): number {
    return foldOperators(this, Strength.or);
  }

  /** An expression, or `name := expression`. */
  named(): number {
    return this.assigned(this.expression());
  }

  /** What `value` begins: an assignment where it is a name before `:=`, else `value` itself. */
  assigned(value: number): number {
    const { lexer, tree } = this;
    if (!lexer.isSign(Sign.walrus) || !tree.has(value, Flag.name)) return value;
    lexer.next();
    this.expression();
    return tree.collapse(Reason.assignment, tree.at(value), value);
  }

  /** An element of a display: `*items`, or what `named` reads. */
  element(): number {
    return this.lexer.isSign(Sign.times) ? this.starred(Strength.bitOr) : this.named();
  }

  /** A `*` and what it unpacks, with operators from `least` on; a literal may hold no such element. */
  starred(least: number): number {
    const { lexer, tree } = this;
    const { at } = lexer;
    const start = tree.size;
    lexer.next();
    const unpacked = least === Strength.or ? this.expression() : foldOperators(this, least);
    return tree.collapse(Reason.starred, at, start, tree.has(unpacked, Flag.target) ? Flag.target : 0);
  }

  /** An atom with all that follows it directly: calls, subscripts and attributes. */
  primary(): number {
    const { lexer, tree } = this;
    const start = tree.size;
    if (!lexer.isWord('await')) return this.trailers(start, this.atom());
    const { at } = lexer;
    lexer.next();
    this.trailers(start, this.atom());
    return tree.collapse(Reason.await, at, start);
  }

  private trailers(start: number, atom: number): number {
    const { lexer, tree } = this;
    let node = atom;
    while (lexer.peek() === 'sign') {
      const { at, sign } = lexer;
      if (sign === Sign.parenthesis) {
        lexer.next();
        this.enter(TRAILER_LEVELS, at);
        const isSet = tree.kind(node) === Kind.other && tree.has(node, Flag.set);
        const count = readArguments(this);
        this.leave(TRAILER_LEVELS);
        // `set()` is the one call that a literal may hold.
        if (isSet && count === 0) node = tree.replace(Kind.set, 0, tree.at(node), start, 2);
        else node = tree.collapse(Reason.call, tree.at(start), start);
      } else if (sign === Sign.bracket) {
        lexer.next();
        this.enter(TRAILER_LEVELS, at);
        readSubscript(this);
        this.leave(TRAILER_LEVELS);
        node = tree.collapse(Reason.subscript, tree.at(start), start, Flag.target);
      } else if (sign === Sign.point) {
        lexer.next();
        if (!this.isName()) lexer.unexpected('expected an attribute');
        lexer.next();
        node = tree.collapse(Reason.attribute, tree.at(start), start, Flag.target);
      } else break;
    }
    return node;
  }

  private atom(): number {
    const { lexer, tree } = this;
    const { at } = lexer;
    switch (lexer.peek()) {
      case 'sign':
        if (lexer.take(Sign.bracket)) return this.list(at);
        if (lexer.take(Sign.parenthesis)) {
          this.enter(GROUP_LEVELS, at);
          const node = this.parenthesised(at);
          lexer.expect(Sign.closeParenthesis, ')');
          this.leave(GROUP_LEVELS);
          return node;
        }
        if (lexer.take(Sign.brace)) return this.braces(at);
        if (lexer.take(Sign.ellipsis)) return tree.leaf(Kind.ellipsis, at);
        return lexer.unexpected('expected a value');
      case 'number':
        return this.number();
      case 'string':
        return this.strings();
      case 'name':
        return this.name();
      case 'end':
      case 'none':
        return lexer.unexpected('expected a value');
    }
  }

  private number(): number {
    const { lexer, tree } = this;
    const { at, value, imaginary, tooLarge } = lexer;
    lexer.next();
    if (imaginary) return tree.leaf(Kind.imaginary, at);
    return tree.leaf(Kind.number, at, value, tooLarge ? Flag.tooLarge : 0);
  }

  private list(at: number): number {
    const { lexer, tree } = this;
    const start = tree.size;
    this.enter(DISPLAY_LEVELS, at);
    let comprehension: number | undefined;
    while (comprehension === undefined && !lexer.isSign(Sign.closeBracket)) {
      comprehension = this.comprehended(this.element(), start, at);
      if (!lexer.isSign(Sign.closeBracket)) lexer.expect(Sign.comma, ',');
    }
    lexer.expect(Sign.closeBracket, ']');
    this.leave(DISPLAY_LEVELS);
    return comprehension ?? tree.display(Kind.list, at, start);
  }

  /** `()`, `(x)`, `(x,)`, `(x, y)`, `(yield x)` or a generator, between parentheses. */
  parenthesised(at: number): number {
    const { lexer, tree } = this;
    const start = tree.size;
    if (lexer.isWord('yield')) return this.yielded();
    while (!this.atEndOfGroup()) {
      const starred = lexer.isSign(Sign.times);
      const element = this.element();
      const comprehension = this.comprehended(element, start, at);
      if (comprehension !== undefined) return comprehension;
      if (lexer.take(Sign.comma)) continue;
      if (tree.first(element) > start) break;
      if (starred) lexer.unexpected('expected ,');
      tree.clear(element, Flag.name);
      return element;
    }
    return tree.display(Kind.tuple, at, start);
  }

  /** At a closing parenthesis, or at the end of an expression inside an f-string, which has none. */
  private atEndOfGroup(): boolean {
    return this.lexer.isSign(Sign.closeParenthesis) || this.lexer.peek() === 'end';
  }

  /** `yield`, `yield from x` or `yield x, *y`. */
  private yielded(): number {
    const { lexer, tree } = this;
    const { at } = lexer;
    const start = tree.size;
    lexer.next();
    if (lexer.takeWord('from')) this.expression();
    else {
      while (!this.atEndOfGroup()) {
        if (lexer.isSign(Sign.times)) this.starred(Strength.bitOr);
        else this.expression();
        if (!lexer.take(Sign.comma)) break;
      }
    }
    return tree.collapse(Reason.yield, at, start);
  }

  /** A dict or a set after its opening brace. */
  private braces(at: number): number {
    const { lexer, tree } = this;
    const start = tree.size;
    this.enter(DISPLAY_LEVELS, at);
    let node: number;
    if (lexer.isSign(Sign.closeBrace)) node = tree.display(Kind.dict, at, start);
    else if (lexer.isSign(Sign.power)) node = this.dict(at, start, false);
    else if (lexer.isSign(Sign.times)) node = this.set(at, start, this.element());
    else {
      const first = this.expression();
      node = lexer.isSign(Sign.colon)
        ? this.dict(at, start, true)
        : this.set(at, start, this.assigned(first));
    }
    lexer.expect(Sign.closeBrace, '}');
    this.leave(DISPLAY_LEVELS);
    return node;
  }

  /** The rest of a set whose first element is read. */
  private set(at: number, start: number, first: number): number {
    const { lexer, tree } = this;
    tree.set(first, Flag.hashed);
    const comprehension = this.comprehended(first, start, at);
    if (comprehension !== undefined) return comprehension;
    while (!lexer.isSign(Sign.closeBrace)) {
      lexer.expect(Sign.comma, ',');
      if (!lexer.isSign(Sign.closeBrace)) tree.set(this.element(), Flag.hashed);
    }
    return tree.display(Kind.set, at, start);
  }

  /** The rest of a dict, of which nothing or the first key is read. */
  private dict(at: number, start: number, firstKey: boolean): number {
    const { lexer, tree } = this;
    for (let keyed = firstKey; ; keyed = false) {
      if (lexer.isSign(Sign.power)) {
        tree.leaf(Kind.other, lexer.at, Reason.unpacked);
        lexer.next();
        foldOperators(this, Strength.bitOr);
      } else {
        if (!keyed) this.expression();
        lexer.expect(Sign.colon, ':');
        const value = this.expression();
        tree.set(value, Flag.hashesKey);
        const comprehension = this.comprehended(value, start, at, true);
        if (comprehension !== undefined) return comprehension;
      }
      if (lexer.isSign(Sign.closeBrace)) break;
      lexer.expect(Sign.comma, ',');
      if (lexer.isSign(Sign.closeBrace)) break;
    }
    return tree.display(Kind.dict, at, start);
  }

  /** The comprehension that `element` begins where it is the first one from `start` on and `for` follows. */
  private comprehended(element: number, start: number, at: number, isValue = false): number | undefined {
    const { lexer, tree } = this;
    if (!isForAhead(lexer)) return undefined;
    const first = isValue ? tree.before(element) : element;
    const starred = tree.kind(element) === Kind.other && tree.value(element) === Reason.starred;
    if (tree.first(first) > start || starred) lexer.unexpected('expected ,');
    readClauses(this);
    return tree.collapse(Reason.comprehension, at, start);
  }

  /** Adjacent strings are one; bytes do not mix with others. */
  private strings(): number {
    const { lexer, tree } = this;
    const { at } = lexer;
    let bytes = false;
    let text = false;
    let formatted = false;
    while (lexer.peek() === 'string') {
      const { string } = lexer;
      lexer.next();
      if (string === undefined) break;
      if (string.kind === 'bytes') bytes = true;
      else text = true;
      if (string.kind === 'f-string') {
        formatted = true;
        checkFString(lexer.text, string, tree);
      }
    }
    if (bytes && text) throw new LiteralFailure('bytes are joined to a string', at);
    if (formatted) return tree.replace(Kind.other, Reason.fString, at, tree.size, 2);
    return tree.leaf(bytes ? Kind.bytes : Kind.string, at);
  }

  private name(): number {
    const { lexer, tree } = this;
    const { at, word } = lexer;
    if (this.isKeyword()) throw new LiteralFailure(`${word} has no meaning here`, at);
    const { name } = lexer;
    lexer.next();
    if (word === 'True' || word === 'False') {
      return tree.leaf(Kind.number, at, word === 'True' ? 1 : 0, Flag.bool);
    }
    if (word === 'None') return tree.leaf(Kind.none, at);
    // Python normalises names.
    const isSet = word === 'set' || (name.length === 3 && name.normalize('NFKC') === 'set');
    return tree.leaf(Kind.other, at, Reason.name, Flag.name | Flag.target | (isSet ? Flag.set : 0));
  }

  /** Whether a name is ahead that is no keyword. */
  isName(): boolean {
    const { lexer } = this;
    return lexer.peek() === 'name' && !this.isKeyword() && !CONSTANTS.has(lexer.word);
  }

  /** Whether the name ahead is a keyword, other than True, False and None. */
  isKeyword(): boolean {
    return KEYWORDS.has(this.lexer.word);
  }
}
