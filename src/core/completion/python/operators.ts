import type { Lexer } from './lexer.ts';
import { LiteralRaise } from './outcome.ts';
import type { Node } from './syntax.ts';

/** Binding strength of binary operators; higher binds tighter. `**` binds to its right. */
const BINARY: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  in: 4,
  'not in': 4,
  is: 4,
  'is not': 4,
  '<': 4,
  '>': 4,
  '==': 4,
  '>=': 4,
  '<=': 4,
  '!=': 4,
  '|': 5,
  '^': 6,
  '&': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '//': 10,
  '%': 10,
  '@': 10,
  '**': 12,
};
const NOT = 3;
const SIGN = 11;
/** Chains of these make one node of the tree, however long they are. */
const FLAT_ABOVE = 4;
/** Levels of nested calls at which CPython's parser gives up, less what an ordinary literal uses. */
const PARSER_LEVELS = 5960;

interface Pending {
  readonly operator: string;
  readonly strength: number;
  readonly prefix: boolean;
  readonly at: number;
}

/**
 * Operands joined by operators. Only a sign before a number and `real ± imaginary` are literals; all else
 * is folded into one malformed node. An explicit stack, because a hostile text chains operators by the
 * thousand: like CPython this then raises MemoryError, and its caller RecursionError, but never overflows.
 */
export function foldOperators(lexer: Lexer, parseOperand: (lexer: Lexer) => Node): Node {
  const operands: Node[] = [];
  const pending: Pending[] = [];
  let levels = 0;
  const push = (operator: Pending): void => {
    levels += operator.operator === '**' ? 2 : operator.prefix ? 1 : 0;
    if (levels > PARSER_LEVELS) {
      throw new LiteralRaise('MemoryError', `${pending.length} operators are nested`, operator.at);
    }
    pending.push(operator);
  };
  const reduce = (): void => {
    const operator = pending.pop();
    const right = operands.pop();
    if (operator === undefined || right === undefined) return;
    levels -= operator.operator === '**' ? 2 : operator.prefix ? 1 : 0;
    const left = operator.prefix ? undefined : operands.pop();
    operands.push(left === undefined ? prefixed(operator, right) : joined(operator, left, right));
  };

  for (;;) {
    for (let prefix = takePrefix(lexer, pending.at(-1)); prefix; prefix = takePrefix(lexer, pending.at(-1))) {
      push(prefix);
    }
    operands.push(parseOperand(lexer));
    const operator = takeBinary(lexer);
    const strength = operator?.strength ?? 0;
    // A `**` lets what stands before it wait: it binds tighter than a sign on its left, and to the right.
    while (pending.length > 0 && (pending.at(-1)?.strength ?? 0) >= strength + (strength === 12 ? 1 : 0))
      reduce();
    if (operator === undefined) break;
    push(operator);
  }
  const [folded] = operands;
  return folded ?? lexer.unexpected('expected a value');
}

/** A sign, `~` or `not`; `not` only where an expression, another `not` or a logical operator allows it. */
function takePrefix(lexer: Lexer, before: Pending | undefined): Pending | undefined {
  const token = lexer.peek();
  if (token.kind === 'name' && token.text === 'not') {
    if (before !== undefined && before.strength > NOT) return undefined;
    lexer.next();
    return { operator: 'not', strength: NOT, prefix: true, at: token.at };
  }
  if (token.kind !== 'operator' || !['+', '-', '~'].includes(token.text)) return undefined;
  lexer.next();
  return { operator: token.text, strength: SIGN, prefix: true, at: token.at };
}

function takeBinary(lexer: Lexer): Pending | undefined {
  const token = lexer.peek();
  if (token.kind !== 'operator' && token.kind !== 'name') return undefined;
  if (token.kind === 'name' && !['or', 'and', 'in', 'is', 'not'].includes(token.text)) return undefined;
  let operator = token.text;
  if (operator !== 'not' && BINARY[operator] === undefined) return undefined;
  lexer.next();
  const following = lexer.peek();
  const word = following.kind === 'name' ? following.text : '';
  if (operator === 'not') {
    if (word !== 'in') lexer.unexpected('expected in');
    lexer.next();
    operator = 'not in';
  } else if (operator === 'is' && word === 'not') {
    lexer.next();
    operator = 'is not';
  }
  return { operator, strength: BINARY[operator] ?? 0, prefix: false, at: token.at };
}

function prefixed(operator: Pending, operand: Node): Node {
  const { at } = operator;
  const depth = operand.depth + 1;
  if (operator.operator === '-' || operator.operator === '+') {
    if (operand.kind === 'number' && !operand.signed) {
      const value = operator.operator === '-' ? -operand.value : operand.value;
      return { kind: 'number', value, tooLarge: operand.tooLarge, signed: true, at, depth };
    }
    if (operand.kind === 'imaginary' && !operand.signed)
      return { kind: 'imaginary', signed: true, at, depth };
  }
  return { kind: 'other', what: `the operator ${operator.operator}`, at, depth };
}

function joined(operator: Pending, left: Node, right: Node): Node {
  const { at } = left;
  const flat = operator.strength <= FLAT_ABOVE && left.kind === 'other' && left.what === named(operator);
  const depth = Math.max(left.depth + (flat ? 0 : 1), right.depth + 1);
  const complex = left.kind === 'number' && right.kind === 'imaginary' && !right.signed;
  if (complex && (operator.operator === '+' || operator.operator === '-'))
    return { kind: 'complex', at, depth };
  return { kind: 'other', what: named(operator), at: operator.at, depth };
}

/** Comparisons chain into one node whichever they are. */
function named(operator: Pending): string {
  return operator.strength === FLAT_ABOVE ? 'a comparison' : `the operator ${operator.operator}`;
}
