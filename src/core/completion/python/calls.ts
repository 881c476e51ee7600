import { isForAhead, readClauses } from './comprehension.ts';
import type { Parser } from './parser.ts';
import { Sign, Strength } from './signs.ts';
import { Flag } from './tree.ts';

/** The arguments of a call up to its closing parenthesis; answers how many there are. */
export function readArguments(parser: Parser): number {
  const { lexer, tree } = parser;
  let count = 0;
  let keywords = false;
  let unpacked = false;
  while (!lexer.take(Sign.closeParenthesis)) {
    count++;
    if (lexer.take(Sign.power)) {
      parser.expression();
      unpacked = true;
    } else if (lexer.isSign(Sign.times)) {
      if (unpacked) lexer.unexpected('expected a keyword argument');
      parser.starred(Strength.or);
    } else {
      const argument = parser.named();
      const isName = tree.has(argument, Flag.name);
      if (isName && lexer.take(Sign.assign)) {
        parser.expression();
        keywords = true;
      } else if (isForAhead(lexer)) {
        if (count > 1) lexer.unexpected('expected ,');
        readClauses(parser);
        lexer.expect(Sign.closeParenthesis, ')');
        break;
      } else if (keywords || unpacked) lexer.unexpected('expected a keyword argument');
    }
    if (!lexer.isSign(Sign.closeParenthesis)) lexer.expect(Sign.comma, ',');
  }
  return count;
}

/** What stands in the brackets of a subscript, up to the closing one: values, slices or starred values. */
export function readSubscript(parser: Parser): void {
  const { lexer } = parser;
  do {
    if (lexer.isSign(Sign.times)) parser.starred(Strength.or);
    else readSlice(parser);
    if (!lexer.isSign(Sign.closeBracket)) lexer.expect(Sign.comma, ',');
  } while (!lexer.take(Sign.closeBracket));
}

/** `value`, `name := value`, or `from:to:step` of which every part may be left out. */
function readSlice(parser: Parser): void {
  const { lexer } = parser;
  if (!lexer.isSign(Sign.colon)) {
    const value = parser.expression();
    if (lexer.isSign(Sign.walrus)) {
      parser.assigned(value);
      return;
    }
  }
  for (let colons = 0; colons < 2 && lexer.take(Sign.colon); colons++) {
    const ends = lexer.isSign(Sign.colon) || lexer.isSign(Sign.comma) || lexer.isSign(Sign.closeBracket);
    if (!ends) parser.expression();
  }
}
