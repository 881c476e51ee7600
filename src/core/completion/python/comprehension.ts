import type { Lexer } from './lexer.ts';
import type { Parser } from './parser.ts';
import { Sign } from './signs.ts';
import { Flag } from './tree.ts';

/** Whether a comprehension follows. */
export function isForAhead(lexer: Lexer): boolean {
  return lexer.isWord('for') || lexer.isWord('async');
}

/** One or more `for targets in items if condition …`. */
export function readClauses(parser: Parser): void {
  const { lexer } = parser;
  while (isForAhead(lexer)) {
    lexer.takeWord('async');
    if (!lexer.takeWord('for')) lexer.unexpected('expected for');
    readTargets(parser);
    if (!lexer.takeWord('in')) lexer.unexpected('expected in');
    parser.disjunction();
    while (lexer.takeWord('if')) parser.disjunction();
  }
}

/** What is assigned to: names, attributes, subscripts, and displays of them. */
function readTargets(parser: Parser): void {
  const { lexer, tree } = parser;
  let count = 0;
  do {
    if (count > 0 && lexer.isWord('in')) break;
    count++;
    lexer.take(Sign.times);
    const target = parser.primary();
    if (!tree.has(target, Flag.target)) lexer.unexpected('expected something to assign to');
  } while (lexer.take(Sign.comma));
}
