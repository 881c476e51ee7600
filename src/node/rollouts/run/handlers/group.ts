import type { GroupMethods } from '../../../../protocol/rollouts/group.ts';
import type { Handlers } from '../../../../protocol/rpc.ts';
import { groupDetail } from '../details.ts';
import type { LiveRun } from '../liveRun.ts';

export function groupHandlers(current: () => LiveRun): Handlers<GroupMethods> {
  return {
    group: ({ id }) => {
      const { store, reader, judge, settings } = current();
      return groupDetail(store, reader, judge, settings, id);
    },
  };
}
