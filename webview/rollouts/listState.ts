import type { State } from './state.ts';

/**
 * What the list is doing: `unread` until the run says what it holds, `looking` for the groups of a filter, `reading`
 * while the run is read, `empty` where there is nothing to list, be it that the run cannot be read.
 */
export type ListState = 'unread' | 'looking' | 'reading' | 'empty' | 'listed';

export function listState({ run, listed, failure }: Pick<State, 'run' | 'listed' | 'failure'>): ListState {
  if (run === undefined) return 'unread';
  if (run.reading) return run.groups > 0 && listed === undefined ? 'looking' : 'reading';
  // Without groups the list is never asked for.
  if (run.groups === 0 || (listed === undefined && failure !== undefined)) return 'empty';
  return listed === undefined ? 'looking' : 'listed';
}
