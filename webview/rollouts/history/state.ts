import type { Bounds } from '../../../src/core/geometry/handles.ts';
import type { Glimpse, SampleHistory } from '../../../src/protocol/rollouts.ts';

/** One sample over the steps of the run. */
export interface HistoryState {
  /** The rollout that it was asked about last, and the answer once it is there. */
  asked: { readonly rollout: number; known?: SampleHistory } | undefined;
  /** By the number of the rollout; undefined until it is read. */
  readonly glimpses: Map<number, Glimpse | undefined>;
  /** The list of steps: what it shows of itself. */
  room: Bounds;
  scrolled: number;
  /** The step that is gone to, until it is there. */
  heading: number | undefined;
  /** The rollout that was brought into view last. */
  revealed: number | undefined;
}

export const initialHistory = (): HistoryState => ({
  asked: undefined,
  glimpses: new Map(),
  room: { width: 1, height: 1 },
  scrolled: 0,
  heading: undefined,
  revealed: undefined,
});
