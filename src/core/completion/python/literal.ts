import { Lexer } from './lexer.ts';
import { LiteralFailure, LiteralRaise } from './outcome.ts';
import { parseTop } from './parser.ts';
import type { Node } from './syntax.ts';
import { unhashableType, type Value } from './value.ts';

/** Levels of a syntax tree that CPython can convert at its default recursion limit of 1,000. */
const MAX_DEPTH = 2980;

/**
 * Python 3.11's `ast.literal_eval` on [start, end) of `text`. Throws LiteralFailure where Python raises
 * SyntaxError or ValueError, LiteralRaise where it raises anything else. Expressions that no literal holds
 * (calls, subscripts, comprehensions, `lambda`, conditionals) fail without being parsed further.
 */
export function parseLiteral(text: string, start: number, end: number): Value {
  refuseUnencodable(text, start, end);
  const lexer = new Lexer(text, start, end);
  const tree = parseTop(lexer);
  lexer.expectEnd();
  if (tree.depth > MAX_DEPTH) {
    throw new LiteralRaise('RecursionError', `the expression is ${tree.depth} levels deep`, tree.at);
  }
  return evaluate(tree);
}

/** A NUL or half of a surrogate pair cannot be compiled. */
function refuseUnencodable(text: string, start: number, end: number): void {
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0) throw new LiteralFailure('the text holds a NUL character', at);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const low = at + 1 < end ? text.charCodeAt(at + 1) : 0;
    if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff) {
      throw new LiteralFailure('the text holds half of a surrogate pair', at);
    }
    at++;
  }
}

/** In Python's order, since what is malformed and what raises TypeError may stand in one literal. */
function evaluate(node: Node): Value {
  const { at } = node;
  switch (node.kind) {
    case 'number':
      return { kind: 'number', value: node.value, tooLarge: node.tooLarge, at };
    case 'bool':
      return { kind: 'number', value: Number(node.value), tooLarge: false, at };
    case 'imaginary':
    case 'complex':
      return { kind: 'complex number', at };
    case 'string':
    case 'bytes':
    case 'None':
    case 'Ellipsis':
      return { kind: node.kind, at };
    case 'emptySet':
      return { kind: 'set', items: [], at };
    case 'list':
    case 'tuple':
      return { kind: node.kind, items: node.items.map(evaluate), at };
    case 'set':
      return { kind: 'set', items: node.items.map((item) => hashed(evaluate(item))), at };
    case 'dict':
      for (const [key, value] of node.entries) {
        const evaluated = evaluate(key);
        evaluate(value);
        hashed(evaluated);
      }
      return { kind: 'dict', at };
    case 'other':
      throw new LiteralFailure(`a literal holds no ${node.what.replace(/^(an?|the) /, '')}`, at);
  }
}

function hashed(value: Value): Value {
  const type = unhashableType(value);
  if (type !== undefined) {
    const message = `unhashable type: '${type}', in curly brackets, which make it an element of a set or a key of a dict`;
    throw new LiteralRaise('TypeError', message, value.at);
  }
  return value;
}
