/** What the rollouts of the whole dataset teach as groups: asked of the worker, since it takes scoring them all. */
import type { BatchStatistics } from '../../src/core/rollouts/advantage.ts';
import type { GroupQuestion, GroupReport, LinkedRollout } from '../../src/protocol/dataset.ts';
import { messageOf } from '../ui/errors.ts';
import type { Editor } from './editor.ts';
import type { State } from './state.ts';

export interface GroupsState {
  /** The answer to the last question. */
  readonly report: GroupReport | undefined;
  /** What `report` is an answer to, with everything else that it depends on. */
  readonly key: string;
  /** 0 to 1 while a question is being answered. */
  readonly progress: number | undefined;
}

export const NO_GROUPS: GroupsState = { report: undefined, key: '', progress: undefined };

let asking: AbortController | undefined;

/** Scores all linked rollouts. Asked again meanwhile, it begins anew. */
export async function askGroups(editor: Editor, question: GroupQuestion): Promise<void> {
  const { state } = editor;
  asking?.abort();
  const mine = (asking = new AbortController());
  const key = keyOf(state, question);
  const update = (change: Partial<GroupsState>): void => {
    if (asking !== mine) return;
    state.groups = { ...state.groups, ...change };
    editor.changed('rewards');
  };
  update({ progress: 0 });
  try {
    const report = await editor.host.call('groups', question, {
      signal: mine.signal,
      onProgress: (done) => {
        if (typeof done === 'number') update({ progress: done });
      },
    });
    update({ report, key, progress: undefined });
    const { flat, groups } = report.counts;
    if (asking === mine) editor.announce(`${flat} of ${groups} groups have no spread`);
  } catch (error) {
    update({ progress: undefined });
    if (asking === mine && !mine.signal.aborted) {
      editor.notify('error', `The rollouts could not be scored: ${messageOf(error)}`);
    }
  }
}

export function cancelGroups(editor: Editor): void {
  asking?.abort();
  asking = undefined;
  editor.state.groups = { ...editor.state.groups, progress: undefined };
  editor.changed('rewards');
}

/** Whether the answer still holds: every edit of a truth may change it. */
export function isCurrent(state: State, question: GroupQuestion): boolean {
  return state.groups.report !== undefined && state.groups.key === keyOf(state, question);
}

/** What a batch preset scales a rollout's advantage by; undefined until the whole dataset was scored. */
export function batchOf(
  state: State,
  question: GroupQuestion,
  rollout: LinkedRollout,
): BatchStatistics | undefined {
  if (!isCurrent(state, question)) return undefined;
  return state.groups.report?.batches.find(
    ({ dump, step }) => dump === rollout.dump && step === (rollout.step ?? null),
  );
}

function keyOf({ rev, opened, ownRewards }: State, question: GroupQuestion): string {
  const { columns, rewardCoordinates, rewards } = opened?.settings ?? {};
  return JSON.stringify([question, rev, columns, rewardCoordinates, rewards, ownRewards.version]);
}
