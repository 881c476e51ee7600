import { isObject, type Json, type JsonPath } from '../../json.ts';
import type { Finding, Rule } from '../rule.ts';

/** Roles that ms-swift knows (RowPreprocessor). */
const ROLES: readonly unknown[] = ['system', 'user', 'assistant', 'tool', 'tool_call', 'tool_response'];
const IMAGE = /<image>/g;

/** Rows that ms-swift leaves out of a training without a word, unless it runs with `--strict true`. */
export const swiftMalformed: Rule = {
  name: 'swift-malformed',
  check({ row, sample }) {
    const { messages } = row;
    if (messages === undefined) return [];
    if (!Array.isArray(messages) || messages.length === 0) {
      return [dropped('messages is no list of turns', ['messages'])];
    }
    const turns = messages.flatMap((turn, i) => turnProblem(turn, ['messages', i]));
    const marks = messages.flatMap((turn) => contentOf(turn).match(IMAGE) ?? []).length;
    const images = Array.isArray(row.images) ? row.images.length : sample.image.raw === undefined ? 0 : 1;
    if (marks <= images) return turns;
    const message = `the turns hold ${marks} <image> marks, the row ${images} image${images === 1 ? '' : 's'}`;
    return [...turns, dropped(message, ['messages'])];
  },
};

function turnProblem(turn: Json, path: JsonPath): readonly Finding[] {
  if (!isObject(turn)) return [dropped('a turn is no object', path)];
  if (!ROLES.includes(turn.role))
    return [dropped('a turn has no role that ms-swift knows', [...path, 'role'])];
  if ((turn.content ?? null) === null) return [dropped('a turn has no content', [...path, 'content'])];
  return [];
}

function contentOf(turn: Json): string {
  return isObject(turn) && typeof turn.content === 'string' ? turn.content : '';
}

function dropped(message: string, path: JsonPath): Finding {
  return { severity: 'error', message: `ms-swift drops this row silently: ${message}`, path };
}
