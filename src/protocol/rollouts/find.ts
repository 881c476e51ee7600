import type { RolloutPlaceInGroup } from './list.ts';

/** Names a rollout by where it stands, for those who did not read the dump themselves. */
export interface RolloutTarget {
  readonly source: string;
  readonly line: number;
  /** Which rollout of its record. */
  readonly part: number;
}

export type FindMethods = {
  /** Waits until the dump is read up to there; null where there is no such rollout. */
  find(params: RolloutTarget): RolloutPlaceInGroup | null;
};
