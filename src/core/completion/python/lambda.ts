import type { Parser } from './parser.ts';
import { Sign } from './signs.ts';
import { Reason } from './tree.ts';

/** How many of CPython's nested calls a lambda takes. */
const LEVELS = 2;

/** `lambda parameters: value`. */
export function readLambda(parser: Parser): number {
  const { lexer, tree } = parser;
  const { at } = lexer;
  const start = tree.size;
  lexer.next();
  readParameters(parser);
  lexer.expect(Sign.colon, ':');
  parser.enter(LEVELS, at);
  parser.expression();
  parser.leave(LEVELS);
  return tree.collapse(Reason.lambda, at, start);
}

/** Names, with defaults at the end; `/` after at least one, `*` or `*name` before those by keyword, `**name` last. */
function readParameters(parser: Parser): void {
  const { lexer } = parser;
  let names = 0;
  let slash = false;
  let star = false;
  let defaults = false;
  while (!lexer.isSign(Sign.colon)) {
    if (lexer.take(Sign.power)) {
      readName(parser);
      lexer.take(Sign.comma);
      return;
    }
    if (lexer.isSign(Sign.divide)) {
      if (names === 0 || slash || star) lexer.unexpected('expected a parameter');
      lexer.next();
      slash = true;
    } else if (lexer.isSign(Sign.times)) {
      if (star) lexer.unexpected('expected a parameter');
      lexer.next();
      star = true;
      if (lexer.isSign(Sign.comma)) {
        lexer.next();
        if (!parser.isName()) lexer.unexpected('expected a parameter');
        continue;
      }
      readName(parser);
    } else {
      readName(parser);
      names++;
      if (lexer.take(Sign.assign)) {
        parser.expression();
        defaults = true;
      } else if (defaults && !star) lexer.unexpected('expected a default value');
    }
    if (!lexer.isSign(Sign.colon)) lexer.expect(Sign.comma, ',');
  }
}

function readName(parser: Parser): void {
  if (!parser.isName()) parser.lexer.unexpected('expected a name');
  parser.lexer.next();
}
