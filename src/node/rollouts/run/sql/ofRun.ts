import type { QueryClientOptions } from '../../../query/client.ts';
import type { LiveRun } from '../liveRun.ts';
import { SqlSession } from './session.ts';

/** SQL over a run; its process starts with the first query and ends with the run. */
export function sqlOf(run: LiveRun, options: QueryClientOptions = {}): SqlSession {
  const { store, reader, settings, judge, signal } = run;
  const session = new SqlSession(
    { store, reader, settings, dataset: () => judge.dataset, files: () => run.files },
    options,
  );
  signal.addEventListener('abort', () => void session.close());
  return session;
}
