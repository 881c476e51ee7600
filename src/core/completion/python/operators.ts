import type { Parser } from './parser.ts';
import { Sign, Strength, strengthOf } from './signs.ts';
import { Flag, Kind, Reason, type Tree } from './tree.ts';

/** An operator whose right operand is still to come. */
interface Pending {
  readonly strength: number;
  readonly prefix: boolean;
  readonly sign: number;
  readonly at: number;
  /** Where its right operand starts in the tree. */
  readonly operand: number;
}

/** How many of CPython's nested calls a prefix or a `**` is while its operand is parsed. */
const PREFIX_LEVELS = 1;
const POWER_LEVELS = 2;

/**
 * Operands joined by operators that bind at least as tightly as `least`; answers the node. Only a sign before a number
 * and `real ± imaginary` are literals; all else is folded into one malformed node. An explicit stack, because a hostile
 * text chains operators by the thousand: like CPython this then raises MemoryError, and its caller RecursionError, but
 * never overflows.
 */
export function foldOperators(parser: Parser, least: number): number {
  const { tree } = parser;
  if (prefixAhead(parser, least) === 0) {
    const operand = parser.primary();
    const strength = binaryAhead(parser);
    // Nearly every expression is a number, a list or a name by itself.
    return strength < least || strength === 0
      ? operand
      : new Fold(parser, least).run(tree.first(operand), strength);
  }
  return new Fold(parser, least).run(-1, 0);
}

/** Operands are the subtrees that end the tree; of each but the last the next operator knows where the next one starts. */
class Fold {
  private readonly pending: Pending[] = [];
  private levels = 0;

  constructor(
    private readonly parser: Parser,
    private readonly least: number,
  ) {}

  /** From the operator of `strength` after a first operand that is already read, or from the start where that is -1. */
  run(first: number, strength: number): number {
    const { parser, pending } = this;
    let start = first;
    let binary = strength;
    for (;;) {
      if (start < 0) {
        this.readPrefixes();
        parser.primary();
        binary = binaryAhead(parser);
        if (binary < this.least) binary = 0;
      }
      start = -1;
      // A `**` lets what stands before it wait: it binds tighter than a sign on its left, and to the right.
      const bound = binary + (binary === Strength.power ? 1 : 0);
      for (let last = pending.at(-1); last !== undefined && last.strength >= bound; last = pending.at(-1)) {
        this.reduce();
      }
      if (binary === 0) break;
      this.readBinary(binary);
    }
    return parser.tree.size - 1;
  }

  private readPrefixes(): void {
    const { parser } = this;
    const { lexer } = parser;
    for (;;) {
      const strength = prefixAhead(parser, Math.max(this.least, this.pending.at(-1)?.strength ?? 0));
      if (strength === 0) return;
      const sign = lexer.kind === 'sign' ? lexer.sign : NOT;
      this.push({ strength, prefix: true, sign, at: lexer.at, operand: parser.tree.size });
      lexer.next();
    }
  }

  private readBinary(strength: number): void {
    const { lexer, tree } = this.parser;
    const sign = lexer.kind === 'sign' ? lexer.sign : 0;
    const { at } = lexer;
    if (lexer.kind === 'name') {
      const { word } = lexer;
      lexer.next();
      if (word === 'not' && !lexer.takeWord('in')) lexer.unexpected('expected in');
      if (word === 'is') lexer.takeWord('not');
    } else lexer.next();
    this.push({ strength, prefix: false, sign, at, operand: tree.size });
  }

  private push(operator: Pending): void {
    const levels = levelsOf(operator);
    this.levels += levels;
    this.parser.enter(levels, operator.at);
    this.pending.push(operator);
  }

  private reduce(): void {
    const { tree } = this.parser;
    const operator = this.pending.pop();
    if (operator === undefined) return;
    this.parser.leave(levelsOf(operator));
    if (operator.prefix) prefixed(tree, operator);
    else joined(tree, operator);
  }
}

/** Stands for the prefix `not`. */
const NOT = 0;

function levelsOf({ prefix, strength }: Pending): number {
  return prefix ? PREFIX_LEVELS : strength === Strength.power ? POWER_LEVELS : 0;
}

/** The strength of the prefix ahead, 0 without one; `not` only where an expression or a looser operator allows it. */
function prefixAhead({ lexer }: Parser, least: number): number {
  const kind = lexer.peek();
  if (kind === 'sign') {
    const { sign } = lexer;
    return sign === Sign.minus || sign === Sign.plus || sign === Sign.invert ? Strength.prefix : 0;
  }
  return kind === 'name' && lexer.word === 'not' && least <= Strength.not ? Strength.not : 0;
}

/** The strength of the binary operator ahead, 0 without one. */
function binaryAhead({ lexer }: Parser): number {
  const kind = lexer.peek();
  if (kind === 'sign') return strengthOf(lexer.sign);
  if (kind !== 'name') return 0;
  switch (lexer.word) {
    case 'or':
      return Strength.or;
    case 'and':
      return Strength.and;
    case 'in':
    case 'is':
    case 'not':
      return Strength.comparison;
    default:
      return 0;
  }
}

function prefixed(tree: Tree, { sign, at, operand }: Pending): void {
  const node = tree.size - 1;
  const kind = tree.kind(node);
  const signs = sign === Sign.minus || sign === Sign.plus;
  const number = kind === Kind.imaginary || (kind === Kind.number && !tree.has(node, Flag.bool));
  if (signs && number && !tree.has(node, Flag.signed)) tree.sign(node, at, sign === Sign.minus);
  else tree.collapse(Reason.operator, at, operand);
}

function joined(tree: Tree, { strength, sign, at, operand }: Pending): void {
  const right = tree.size - 1;
  const left = operand - 1;
  const first = tree.first(left);
  // Comparisons chain into one node whichever they are, `and` and `or` each with their like.
  const flat =
    strength <= Strength.comparison &&
    tree.kind(left) === Kind.other &&
    tree.value(left) === chainReason(strength);
  const depth = Math.max(tree.depth(left) + (flat ? 0 : 1), tree.depth(right) + 1);
  const complex =
    (sign === Sign.plus || sign === Sign.minus) &&
    tree.kind(left) === Kind.number &&
    !tree.has(left, Flag.bool) &&
    tree.kind(right) === Kind.imaginary &&
    !tree.has(right, Flag.signed);
  if (complex) tree.replace(Kind.complex, 0, tree.at(left), first, depth);
  else tree.replace(Kind.other, chainReason(strength), at, first, depth);
}

/** Operators of one strength below a comparison's make one node of the tree, however many they are. */
function chainReason(strength: number): Reason {
  if (strength === Strength.or) return Reason.or;
  if (strength === Strength.and) return Reason.and;
  return strength === Strength.comparison ? Reason.comparison : Reason.operator;
}
