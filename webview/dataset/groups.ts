/** What the rollouts of the whole dataset teach as groups: asked of the worker, since it takes scoring them all. */
import {
  ADVANTAGE_RULES,
  DEFAULT_PRESET,
  type AdvantagePreset,
  type BatchStatistics,
} from '../../src/core/rollouts/advantage.ts';
import type { GroupQuestion, GroupReport, LinkedRollout } from '../../src/protocol/dataset.ts';
import { messageOf } from '../ui/errors.ts';
import { changeSettings } from './coordinateHint.ts';
import type { Editor } from './editor.ts';
import type { State } from './state.ts';
import { changedWeights, weighedOwn } from './weights.ts';

export interface GroupsState {
  /** The answer to the last question. */
  readonly report: GroupReport | undefined;
  /** What `report` is an answer to, with everything else that it depends on. */
  readonly key: string;
  /** 0 to 1 while a question is being answered. */
  readonly progress: number | undefined;
  /** Grows when other rollouts are linked, or other rows are there. */
  readonly links: number;
  /** True once a person stopped the scoring: it is not begun again until it is asked for. */
  readonly stopped: boolean;
}

export const NO_GROUPS: GroupsState = {
  report: undefined,
  key: '',
  progress: undefined,
  links: 0,
  stopped: false,
};

/** Milliseconds after the last change before all groups are scored again by themselves. */
const PAUSE = 400;

let asking: { readonly key: string; readonly call: AbortController } | undefined;
let timer: { readonly key: string; readonly id: ReturnType<typeof setTimeout> } | undefined;
/** What could not be answered, and is not asked a second time by itself. */
let failed = '';

/** What is asked about the groups of the whole dataset. */
export function groupQuestion(state: State): GroupQuestion {
  return { preset: state.opened?.settings.advantage ?? DEFAULT_PRESET, weights: changedWeights(state) };
}

/** Scores all linked rollouts. Asked again meanwhile, it begins anew. */
export async function askGroups(editor: Editor): Promise<void> {
  const { state } = editor;
  state.groups = { ...state.groups, stopped: false };
  failed = '';
  const first = state.groups.report === undefined;
  const answered = await ask(editor);
  if (!answered || !first) return;
  const { flat = 0, groups = 0 } = state.groups.report?.counts ?? {};
  editor.announce(`${flat} of ${groups} groups have no spread`);
}

/**
 * To be called whenever the rewards were drawn. A preset that takes the whole batch gives nothing until all groups are
 * scored, and every edit may change what they score: they are scored by themselves, a moment after the last change.
 */
export function followGroups(editor: Editor): void {
  const key = keyToFollow(editor.state);
  if (key === timer?.key) return;
  clearTimeout(timer?.id);
  timer = undefined;
  if (key === undefined || key === asking?.key || key === failed) return;
  timer = {
    key,
    id: setTimeout(() => {
      timer = undefined;
      void ask(editor);
    }, PAUSE),
  };
}

export function cancelGroups(editor: Editor): void {
  asking?.call.abort();
  asking = undefined;
  editor.state.groups = { ...editor.state.groups, progress: undefined, stopped: true };
  editor.changed('rewards');
}

/** Rows or rollouts came or went: no answer holds any longer, nor does one that is on its way. */
export function groupsChanged(state: State): void {
  state.groups = { ...state.groups, links: state.groups.links + 1 };
}

/** Sets how advantages are computed; what follows from it begins once the setting comes back. */
export async function choosePreset(editor: Editor, value: AdvantagePreset): Promise<void> {
  const { state } = editor;
  state.groups = { ...state.groups, stopped: false };
  await changeSettings(
    editor,
    [{ name: 'advantage', value }],
    `Advantages as ${ADVANTAGE_RULES[value].label}`,
  );
}

/** Whether the answer still holds: every edit of a truth may change it. */
export function isCurrent(state: State): boolean {
  return state.groups.report !== undefined && state.groups.key === keyOf(state);
}

/** What a batch preset scales a rollout's advantage by; undefined until the whole dataset was scored. */
export function batchOf(state: State, rollout: LinkedRollout): BatchStatistics | undefined {
  if (!isCurrent(state)) return undefined;
  return state.groups.report?.batches.find(
    ({ dump, step }) => dump === rollout.dump && step === (rollout.step ?? null),
  );
}

/** Answers whether the answer came. */
async function ask(editor: Editor): Promise<boolean> {
  const { state } = editor;
  asking?.call.abort();
  const mine = { key: keyOf(state), call: new AbortController() };
  asking = mine;
  const update = (change: Partial<GroupsState>): void => {
    if (asking !== mine) return;
    state.groups = { ...state.groups, ...change };
    editor.changed('rewards');
  };
  update({ progress: 0 });
  try {
    const report = await editor.host.call('groups', groupQuestion(state), {
      signal: mine.call.signal,
      onProgress: (done) => {
        if (typeof done === 'number') update({ progress: done });
      },
    });
    update({ report, key: mine.key, progress: undefined });
    return asking === mine;
  } catch (error) {
    update({ progress: undefined });
    if (asking === mine) {
      failed = mine.key;
      editor.notify('error', `The rollouts could not be scored: ${messageOf(error)}`);
    }
    return false;
  } finally {
    if (asking === mine) asking = undefined;
  }
}

/** What should be answered without being asked: nothing where it would run a person's own functions on everything. */
function keyToFollow(state: State): string | undefined {
  if (state.mode !== 'debug' || state.groups.stopped) return undefined;
  if ((state.current?.detail.rollouts.length ?? 0) < 2 || weighedOwn(state).length > 0) return undefined;
  if (!ADVANTAGE_RULES[groupQuestion(state).preset].ofBatch || isCurrent(state)) return undefined;
  return keyOf(state);
}

function keyOf(state: State): string {
  const { columns, rewardCoordinates, rewards } = state.opened?.settings ?? {};
  const { rev, groups, ownRewards } = state;
  return JSON.stringify([
    groupQuestion(state),
    rev,
    groups.links,
    columns,
    rewardCoordinates,
    rewards,
    ownRewards.version,
  ]);
}
