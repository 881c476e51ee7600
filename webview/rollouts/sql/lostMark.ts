import type { RunState } from '../../../src/protocol/rollouts.ts';
import { MARK } from './actions.ts';

/** The filter without the mark of a query's rollouts where none is marked any more: the run was opened anew. */
export function withoutLostMark(where: string, run: Pick<RunState, 'queried'> | undefined): string {
  if (run === undefined || run.queried > 0) return where;
  return where
    .split(' ')
    .filter((token) => token !== MARK)
    .join(' ');
}
