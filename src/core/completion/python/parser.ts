import type { Lexer, Token } from './lexer.ts';
import { LiteralFailure } from './outcome.ts';
import { foldOperators } from './operators.ts';
import { depthOver, type Dict, type Display, type Leaf, type Node } from './syntax.ts';

/** Keywords that can start no literal; `not` and the word operators are read by foldOperators. */
const KEYWORDS = new Set(
  (
    'and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** An expression, or several with commas: a tuple without parentheses. */
export function parseTop(lexer: Lexer): Node {
  const first = parseExpression(lexer);
  if (!lexer.isOperator(',')) return first;
  const items = [first];
  while (lexer.take(',')) {
    if (lexer.peek().kind === 'end') break;
    items.push(parseExpression(lexer));
  }
  return display('tuple', items, first.at);
}

function parseExpression(lexer: Lexer): Node {
  return foldOperators(lexer, parseAtom);
}

/** An element of a display, which may be starred; a literal may hold no such element. */
function parseElement(lexer: Lexer): Node {
  const at = lexer.peek().at;
  if (!lexer.take('*')) return parseExpression(lexer);
  const starred = parseExpression(lexer);
  return { kind: 'other', what: 'a starred element', at, depth: starred.depth + 1 };
}

function parseAtom(lexer: Lexer): Node {
  const token = lexer.peek();
  const atom = parseBareAtom(lexer, token);
  if (atom.kind === 'other' && atom.what === 'the name set' && lexer.take('(')) {
    lexer.expect(')');
    return { kind: 'emptySet', at: token.at, depth: 2 };
  }
  if (lexer.isOperator('(') || lexer.isOperator('[') || lexer.isOperator('.')) {
    lexer.unexpected('a literal holds no calls, subscripts or attributes');
  }
  return atom;
}

function parseBareAtom(lexer: Lexer, token: Token): Node {
  if (token.kind === 'operator') {
    if (lexer.take('[')) return display('list', parseItems(lexer, ']', []), token.at);
    if (lexer.take('(')) return parseParentheses(lexer, token.at);
    if (lexer.take('{')) return parseBraces(lexer, token.at);
    if (lexer.take('...')) return { kind: 'Ellipsis', at: token.at, depth: 1 };
  }
  if (token.kind === 'end' || token.kind === 'operator') return lexer.unexpected('expected a value');
  if (token.kind === 'string') return parseStrings(lexer);
  lexer.next();
  if (token.kind === 'name') return fromName(token.text, token.at);
  if (token.imaginary) return { kind: 'imaginary', signed: false, at: token.at, depth: 1 };
  const { value, tooLarge, at } = token;
  return { kind: 'number', value, tooLarge, signed: false, at, depth: 1 };
}

/** `()`, `(x)`, `(x,)` or `(x, y)` after its opening parenthesis. */
function parseParentheses(lexer: Lexer, at: number): Node {
  if (lexer.take(')')) return display('tuple', [], at);
  const starred = lexer.isOperator('*');
  const first = parseElement(lexer);
  if (lexer.isOperator(')') && !starred) {
    lexer.next();
    return first;
  }
  lexer.expect(',');
  return display('tuple', parseItems(lexer, ')', [first]), at);
}

/** A dict or a set after its opening brace. */
function parseBraces(lexer: Lexer, at: number): Node {
  const entries: [Node, Node][] = [];
  if (lexer.take('}')) return dict(entries, at);
  if (!lexer.isOperator('**')) {
    const starred = lexer.isOperator('*');
    const first = parseElement(lexer);
    if (starred || !lexer.isOperator(':')) {
      if (!lexer.isOperator('}')) lexer.expect(',');
      return display('set', parseItems(lexer, '}', [first]), at);
    }
    lexer.expect(':');
    entries.push([first, parseExpression(lexer)]);
    if (lexer.take('}')) return dict(entries, at);
    lexer.expect(',');
  }
  while (!lexer.take('}')) {
    entries.push(parseEntry(lexer));
    if (!lexer.isOperator('}')) lexer.expect(',');
  }
  return dict(entries, at);
}

function parseEntry(lexer: Lexer): [Node, Node] {
  const at = lexer.peek().at;
  if (lexer.take('**')) {
    const key: Leaf = { kind: 'other', what: 'an unpacked dict', at, depth: 1 };
    return [key, parseExpression(lexer)];
  }
  const key = parseExpression(lexer);
  lexer.expect(':');
  return [key, parseExpression(lexer)];
}

/** Elements up to `closer`, which may follow a comma; `items` are those already read. */
function parseItems(lexer: Lexer, closer: string, items: Node[]): Node[] {
  while (!lexer.take(closer)) {
    items.push(parseElement(lexer));
    if (!lexer.isOperator(closer)) lexer.expect(',');
  }
  return items;
}

/** Adjacent strings are one; bytes do not mix with others. */
function parseStrings(lexer: Lexer): Leaf {
  const at = lexer.peek().at;
  const types = new Set<string>();
  for (let token = lexer.peek(); token.kind === 'string'; token = lexer.peek()) {
    types.add(token.type);
    lexer.next();
  }
  if (types.has('bytes') && types.size > 1) throw new LiteralFailure('bytes are joined to a string', at);
  if (types.has('f-string')) return { kind: 'other', what: 'an f-string', at, depth: 2 };
  return { kind: types.has('bytes') ? 'bytes' : 'string', at, depth: 1 };
}

function fromName(text: string, at: number): Leaf {
  if (text === 'True' || text === 'False') return { kind: 'bool', value: text === 'True', at, depth: 1 };
  if (text === 'None') return { kind: 'None', at, depth: 1 };
  if (KEYWORDS.has(text)) throw new LiteralFailure(`${text} has no meaning here`, at);
  return { kind: 'other', what: `the name ${text}`, at, depth: 1 };
}

function display(kind: Display['kind'], items: readonly Node[], at: number): Display {
  return { kind, items, at, depth: depthOver(items) };
}

function dict(entries: Dict['entries'], at: number): Dict {
  return { kind: 'dict', entries, at, depth: depthOver(entries.flat()) };
}
