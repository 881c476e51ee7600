import type { GroupMethods } from '../../../../protocol/rollouts/group.ts';
import type { Handlers } from '../../../../protocol/rpc.ts';
import { groupDetail } from '../details.ts';
import type { LiveRun } from '../liveRun.ts';

export function groupHandlers(current: () => LiveRun): Handlers<GroupMethods> {
  return {
    group: async ({ id }) => {
      const run = current();
      const { store, reader, judge, settings } = run;
      const before = store.judgements.changes;
      const detail = await groupDetail(store, reader, judge, settings, id);
      if (store.judgements.changes > before) run.tell();
      return detail;
    },
  };
}
