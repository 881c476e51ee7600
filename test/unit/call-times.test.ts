import { expect, it } from 'vitest';
import { CallTimes } from '../../src/core/callTimes.ts';

it('gives the median of the last calls of each name', () => {
  const times = new CallTimes();
  expect(times.median('a')).toBeUndefined();
  for (const each of [5, 1, 900]) times.add('a', each);
  times.add('b', 7);
  expect([times.median('a'), times.median('b')]).toEqual([5, 7]);
  for (let i = 0; i < 101; i++) times.add('a', 2);
  expect(times.median('a')).toBe(2);
});
