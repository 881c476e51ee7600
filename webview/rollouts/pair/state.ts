import type { Bounds } from '../../../src/core/geometry/handles.ts';
import type { RolloutDetail, RolloutPlaceInGroup, ShownGroup } from '../../../src/protocol/rollouts.ts';

/** Two rollouts side by side: one that was marked, and the one that is shown. */
export interface PairState {
  /** Where the marked one stands. */
  marked: RolloutPlaceInGroup | undefined;
  /** Its group, once it is read. */
  group: ShownGroup | undefined;
  /** Room for its image. */
  room: Bounds;
}

export const initialPair = (marked?: RolloutPlaceInGroup): PairState => ({
  marked,
  group: undefined,
  room: { width: 1, height: 1 },
});

/** The marked rollout; undefined where none is marked, or its group is not read yet. */
export const markedRollout = ({ marked, group }: PairState): RolloutDetail | undefined =>
  marked !== undefined && group?.summary.id === marked.group ? group.rollouts[marked.at] : undefined;
