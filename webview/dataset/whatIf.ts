/** What the edited annotation changes for the rollouts of the sample on screen, against the saved one. */
import { groupChange, type GroupChange, type ScoredGroup } from '../../src/core/rollouts/whatIf.ts';
import { messageOf } from '../ui/errors.ts';
import type { Editor } from './editor.ts';
import { scoreGroups, type GroupScores, type SampleGroup } from './groupScores.ts';
import { isEdited } from './scoring.ts';
import type { State } from './state.ts';

export interface WhatIfGroup {
  readonly group: SampleGroup;
  readonly change: GroupChange;
}

/** A rollout before and after. */
export interface WhatIfRollout {
  readonly wasTotal: number | null;
  readonly wasRank: number | undefined;
  readonly rank: number | undefined;
  readonly wasAdvantage: number | undefined;
}

export interface WhatIf {
  /** Those of which all is known: a function of the person's own may still run. */
  readonly groups: readonly WhatIfGroup[];
  /** Of each rollout; undefined where its group is not known yet. */
  readonly rollouts: readonly (WhatIfRollout | undefined)[];
}

/** Undefined where the annotation is as saved, or there are no rollouts. */
export function whatIf(state: State, now: GroupScores): WhatIf | undefined {
  if (!isEdited(state) || now.groups.length === 0) return undefined;
  const was = scoreGroups(state, 'saved');
  const groups: WhatIfGroup[] = [];
  const rollouts: (WhatIfRollout | undefined)[] = now.scores.map(() => undefined);
  for (const [i, group] of now.groups.entries()) {
    const before = was.groups[i];
    if (group.statistics === undefined || before?.statistics === undefined) continue;
    const change = groupChange(scored(was, before), scored(now, group));
    groups.push({ group, change });
    for (const [place, index] of group.indices.entries()) {
      rollouts[index] = {
        wasTotal: before.statistics.totals[place] ?? null,
        wasRank: change.wasRank[place],
        rank: change.rank[place],
        wasAdvantage: was.advantages[index],
      };
    }
  }
  return { groups, rollouts };
}

function scored({ advantages }: GroupScores, { indices, statistics }: SampleGroup): ScoredGroup {
  return {
    totals: statistics?.totals ?? [],
    advantages: indices.map((index) => advantages[index]),
    flat: statistics?.flat === true,
  };
}

/** Puts the annotation back as it is saved, in one step that can be undone. */
export async function backToSaved(editor: Editor): Promise<void> {
  const { state, host, queue } = editor;
  const row = state.current?.id;
  if (row === undefined) return;
  await queue.drained();
  try {
    await host.call('revertRow', { row });
    editor.announce('The annotation is as it was saved');
  } catch (error) {
    editor.notify('error', `The annotation could not be put back: ${messageOf(error)}`);
  }
}
