import type { SqlMethods } from '../../../../protocol/rollouts/sql.ts';
import type { Handlers } from '../../../../protocol/rpc.ts';
import type { QueryClientOptions } from '../../../query/client.ts';
import type { LiveRun } from '../liveRun.ts';
import { sqlOf } from '../sql/ofRun.ts';
import type { SqlSession } from '../sql/session.ts';

/** SQL over the run. */
export function sqlHandlers(
  current: () => LiveRun,
  options: () => QueryClientOptions,
  marked: () => void,
): Handlers<SqlMethods> {
  const sessions = new WeakMap<LiveRun, SqlSession>();
  const sessionOf = (run: LiveRun): SqlSession => {
    const session = sessions.get(run) ?? sqlOf(run, options());
    sessions.set(run, session);
    return session;
  };
  return {
    sql: ({ sql, limits }, context) => sessionOf(current()).run(sql, context, limits),
    sqlColumns: () => sessionOf(current()).columns,
    sqlMark: async ({ sql }, context) => {
      const run = current();
      const found = await sessionOf(run).rollouts(sql, context);
      if ('kind' in found) return found;
      run.store.queried = new Set(found);
      marked();
      return { kind: 'marked', rollouts: found.length };
    },
  };
}
