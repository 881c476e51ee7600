import { FORMAT_FAILURES } from '../../../core/rollouts/formatFailure.ts';
import { SIGNAL_LIST } from '../../../core/rollouts/signals/index.ts';
import type { Condition } from '../../../core/rollouts/where.ts';
import { whereProblem } from '../../../core/rollouts/whereProblem.ts';
import { columnNames } from './slices.ts';
import type { RunReader } from './reader.ts';
import { GROUP_NUMBERS, MARKS, ROLLOUT_NUMBERS, type RunStore } from './store.ts';

/** What is wrong with the names and numbers of a filter; undefined where nothing is. Throws FileError. */
export async function filterProblem(
  store: RunStore,
  reader: RunReader,
  conditions: readonly Condition[],
): Promise<string | undefined> {
  if (store.table.count === 0 || conditions.every(({ kind }) => kind === 'word')) return undefined;
  const subject = store.subject(0);
  const isNumber = (name: string): boolean => subject.number(name) !== undefined;
  const onColumn = conditions.some((condition) => condition.kind === 'compare' && !isNumber(condition.name));
  const marks = [
    ...MARKS,
    ...SIGNAL_LIST.map(({ name }) => name),
    ...FORMAT_FAILURES.map(({ name }) => name),
    ...store.functions.marks,
  ];
  return whereProblem(conditions, {
    isNumber,
    isMark: (name) => marks.includes(name),
    marks,
    values: [
      ...store.rewards.keys(),
      ...store.table.rewards.keys(),
      ...store.functions.names,
      ...ROLLOUT_NUMBERS,
      ...GROUP_NUMBERS,
      ...(onColumn ? await columnNames(store, reader) : []),
    ],
  });
}
