import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { plainRows } from '../../src/core/rollouts/formats/plainRows.ts';

const PLACE = { source: 'x.jsonl', line: 1 };
/** The completions of a line, and its step; undefined where it is no line of this format. */
const read = (line: JsonObject): unknown =>
  plainRows.matches(line)
    ? plainRows.read(line, PLACE).map(({ completion, step }) => [completion, step])
    : undefined;

describe('a line of plain rollouts', () => {
  it.each<[string, JsonObject, unknown]>([
    ['one completion', { completion: 'a' }, [['a', 0]]],
    ['an empty completion', { completion: '' }, [['', 0]]],
    ['several completions', { completions: ['a', 'b'], step: 3 }, [['a', 3], ['b', 3]]], // prettier-ignore
    ['a step as text', { completion: 'a', step: '12' }, [['a', 12]]],
    ['a step that is no number', { completion: 'a', step: 'last' }, [['a', 0]]],
    ['an empty step', { completion: 'a', step: '' }, [['a', 0]]],
    ['no completion', { question: 'a' }, undefined],
    ['a completion that is no text', { completion: null }, undefined],
    ['completions that are not all texts', { completions: ['a', null] }, undefined],
    ['no completions at all', { completions: [] }, undefined],
  ])('with %s', (_, line, expected) => {
    expect(read(line)).toEqual(expected);
  });
});
