import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { SqlProblem } from '../../protocol/query.ts';

const OUT_OF_REACH =
  "SQL reads this run's rollouts and nothing else: no files, no addresses, no extensions. DuckDB says: ";

/** The binding's words where DuckDB gives no reason: it found no statement in the text. */
const NOTHING_SAID = 'Error in native callback';

/** What DuckDB threw, with its place in the query; it writes errors as JSON (`errors_as_json`), now and then after a title. */
export function problemOf(error: unknown, sql: string): SqlProblem {
  const text = error instanceof Error ? error.message : String(error);
  const told = tryJson(text.slice(Math.max(0, text.indexOf('{'))));
  const message = told?.exception_message;
  if (told === undefined || typeof message !== 'string') {
    return { kind: 'problem', message: text === NOTHING_SAID ? 'There is no query.' : text };
  }
  const position = typeof told.position === 'string' ? Number(told.position) : NaN;
  return {
    kind: 'problem',
    message: told.exception_type === 'Permission' ? OUT_OF_REACH + message : message,
    ...(Number.isInteger(position) && { at: placeOf(sql, position) }),
  };
}

/** `position` counts bytes of UTF-8. */
function placeOf(sql: string, position: number): { line: number; column: number } {
  const before = Buffer.from(sql).subarray(0, position).toString().split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function tryJson(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
