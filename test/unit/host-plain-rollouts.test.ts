import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { readPlain } from '../../src/core/rollouts/plain.ts';

describe('a line of plain rollouts', () => {
  it.each<[string, Json, ReturnType<typeof readPlain>]>([
    ['one completion', { completion: 'a' }, { completions: ['a'] }],
    ['an empty completion', { completion: '' }, { completions: [''] }],
    ['several completions', { completions: ['a', 'b'], step: 3 }, { completions: ['a', 'b'], step: 3 }],
    ['a step as text', { completion: 'a', step: '12' }, { completions: ['a'], step: 12 }],
    ['a step that is no number', { completion: 'a', step: 'last' }, { completions: ['a'] }],
    ['an empty step', { completion: 'a', step: '' }, { completions: ['a'] }],
    ['no completion', { question: 'a' }, undefined],
    ['a completion that is no text', { completion: null }, undefined],
    ['completions that are not all texts', { completions: ['a', null] }, undefined],
    ['no completions at all', { completions: [] }, undefined],
    ['a list', ['a'], undefined],
  ])('with %s', (_, line, expected) => {
    expect(readPlain(line)).toEqual(expected);
  });
});
