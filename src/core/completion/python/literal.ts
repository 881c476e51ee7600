import { Lexer } from './lexer.ts';
import { LiteralFailure, LiteralRaise } from './outcome.ts';
import { Parser } from './parser.ts';
import { Flag, Kind, KIND_NAMES, Reason, type Tree } from './tree.ts';

/** Levels of a syntax tree that CPython can convert at its default recursion limit of 1,000. */
const MAX_DEPTH = 2980;

/**
 * Python 3.11's `ast.literal_eval` on [start, end) of `text`: the tree of a literal, whose last node is the value. Throws
 * LiteralFailure where Python raises SyntaxError or ValueError, LiteralRaise where it raises anything else.
 */
export function parseLiteral(text: string, start: number, end: number): Tree {
  refuseUnencodable(text, start, end);
  const lexer = new Lexer(text, start, end);
  const parser = new Parser(lexer);
  const root = parser.top();
  lexer.expectEnd();
  const { tree } = parser;
  if (tree.depth(root) > MAX_DEPTH) {
    throw new LiteralRaise(
      'RecursionError',
      `the expression is ${tree.depth(root)} levels deep`,
      tree.at(root),
    );
  }
  evaluate(tree, text);
  return tree;
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
function evaluate(tree: Tree, text: string): void {
  for (let node = 0; node < tree.size; node++) {
    if (tree.kind(node) === Kind.other) {
      throw new LiteralFailure(`a literal holds no ${described(tree, node, text)}`, tree.at(node));
    }
    if (tree.has(node, Flag.hashed)) refuseUnhashable(tree, node);
    if (tree.has(node, Flag.hashesKey)) refuseUnhashable(tree, tree.before(node));
  }
}

const REASONS: Readonly<Record<Reason, string>> = {
  [Reason.name]: 'name',
  [Reason.operator]: 'operator',
  [Reason.comparison]: 'comparison',
  [Reason.starred]: 'starred element',
  [Reason.unpacked]: 'unpacked dict',
  [Reason.fString]: 'f-string',
  [Reason.call]: 'call',
  [Reason.subscript]: 'subscript',
  [Reason.attribute]: 'attribute',
  [Reason.conditional]: 'conditional',
  [Reason.lambda]: 'lambda',
  [Reason.comprehension]: 'comprehension',
  [Reason.assignment]: 'assignment',
  [Reason.await]: 'await',
  [Reason.yield]: 'yield',
  [Reason.or]: 'or',
  [Reason.and]: 'and',
};
/** Of a name or an operator, as much as a message shows. */
const SHOWN = /[\p{XID_Start}_]\p{XID_Continue}{0,30}|\W{1,2}/uy;

function described(tree: Tree, node: number, text: string): string {
  const reason = tree.value(node) as Reason;
  if (reason !== Reason.name && reason !== Reason.operator) return REASONS[reason];
  SHOWN.lastIndex = tree.at(node);
  return `${REASONS[reason]} ${SHOWN.exec(text)?.[0].trim() ?? ''}`;
}

function refuseUnhashable(tree: Tree, node: number): void {
  const unhashable = findUnhashable(tree, node);
  if (unhashable === undefined) return;
  const type = KIND_NAMES[tree.kind(unhashable)];
  const message = `unhashable type: '${type}', in curly brackets, which make it an element of a set or a key of a dict`;
  throw new LiteralRaise('TypeError', message, tree.at(node));
}

/** What makes `hash` raise TypeError: a list, set or dict, itself or as an element of a tuple. */
function findUnhashable(tree: Tree, node: number): number | undefined {
  const kind = tree.kind(node);
  if (kind === Kind.list || kind === Kind.set || kind === Kind.dict) return node;
  if (kind !== Kind.tuple) return undefined;
  for (const child of tree.children(node)) {
    const found = findUnhashable(tree, child);
    if (found !== undefined) return found;
  }
  return undefined;
}
