import type { Attention } from '../../core/attention/attention.ts';
import type { JsonObject } from '../../core/json.ts';
import type { RewardError } from '../../core/rewards/reward.ts';
import type { Link } from '../../core/rollouts/link.ts';
import type { Turn } from '../../core/rollouts/rollout.ts';
import type { Vote } from '../../core/rollouts/sampling.ts';
import type { Finding } from '../../core/rollouts/signals/signal.ts';
import type { ImageView } from '../dataset.ts';
import type { GroupSummary } from './list.ts';

export interface RolloutDetail {
  /** Its number in the dump. */
  readonly index: number;
  readonly source: string;
  readonly line: number;
  readonly completion: string;
  readonly logged: Readonly<Record<string, number | null>>;
  /** As computed here, empty where no sample is linked, and as functions of the user's gave them. */
  readonly values: Readonly<Record<string, number | null>>;
  readonly errors: Readonly<Record<string, RewardError>>;
  /** Names of the functions among the values that were called before their sample or their file was changed. */
  readonly outdated: readonly string[];
  readonly total: number | null;
  readonly loggedAdvantage?: number;
  /** Null where no rollout of its group has a total. */
  readonly advantage: number | null;
  readonly entropy?: number;
  readonly truncated?: boolean;
  readonly error?: string;
  readonly findings: readonly Finding[];
  /** Where it names a heatmap. */
  readonly attention?: Attention;
}

/** The sample that a group answers. */
export interface LinkedSample {
  /** The row and its line in the dataset; undefined where the rollouts' own columns are all there is. */
  readonly place?: { readonly row: number; readonly line: number };
  /** Long `data:` URIs elided. */
  readonly row: JsonObject;
  /** Whether that is the row as it is edited in the dataset editor, and not saved. */
  readonly unsaved?: boolean;
}

export interface GroupDetail {
  readonly summary: GroupSummary;
  readonly turns: readonly Turn[];
  readonly rollouts: readonly RolloutDetail[];
  readonly link: Link;
  readonly sample?: LinkedSample;
  readonly majority?: Vote & { readonly right: boolean };
  /** Estimates of pass@k for k = 1, 2, 4, … */
  readonly passAt: readonly { readonly k: number; readonly value: number }[];
  /** Which of `rollouts` has the highest total. */
  readonly best?: number;
}

export interface ShownGroup extends GroupDetail {
  readonly image: ImageView;
}

export type GroupMethods = {
  group(params: { readonly id: number }): GroupDetail;
};
