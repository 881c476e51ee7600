import type { Judged } from './judged.ts';

/** Something that is worth a look at a rollout. */
export interface Signal {
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** When it is found, in a sentence. */
  readonly about: string;
  /** The evidence, a phrase; undefined where there is nothing to tell. */
  find(rollout: Judged): string | undefined;
}

/** Something that shows only among the rollouts of a group. */
export interface GroupSignal {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** The evidence for each rollout of the group, undefined for those it does not concern. */
  find(group: readonly Judged[]): readonly (string | undefined)[];
}

export interface Finding {
  readonly signal: string;
  readonly title: string;
  readonly evidence: string;
}

export const percent = (part: number): string => `${Math.round(part * 100)}%`;
