import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { SqlProblem } from '../../protocol/query.ts';

const OUT_OF_REACH =
  "SQL reads this run's rollouts and nothing else: no files, no addresses, no extensions. DuckDB says: ";

/** The binding's words where DuckDB gives no reason: it found no statement in the text. */
const NOTHING_SAID = 'Error in native callback';

const TOO_LARGE =
  'The query needs more memory than DuckDB has here. Let it hold fewer rows or shorter texts, say by WHERE or by left(completion, 200). DuckDB says: ';

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
    message: plain(told.exception_type, message),
    ...(Number.isInteger(position) && { at: placeOf(sql, position) }),
  };
}

function plain(type: Json | undefined, message: string): string {
  if (type === 'Permission') return OUT_OF_REACH + message;
  // DuckDB's own advice is to change its configuration, which is locked.
  return type === 'Out of Memory' ? TOO_LARGE + (message.split('\n')[0] ?? '') : message;
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
