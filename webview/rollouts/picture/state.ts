import type { HeatmapView, RolloutDetail } from '../../../src/protocol/rollouts.ts';
import type { Zoom } from './zoom.ts';

/** How the large image is looked at. */
export interface PictureState {
  /** Undefined while the whole image is shown. */
  zoom: Zoom | undefined;
  /** The image that the zoom was chosen for. */
  zoomed: string | undefined;
  /** Whether the heatmap of the rollout is laid over it, and how opaque. */
  attention: boolean;
  opacity: number;
  /** By the number of the rollout: null where it names none, undefined until it is read; and what it was read for. */
  readonly heatmaps: Map<number, { readonly of: RolloutDetail['attention']; view?: HeatmapView | null }>;
}

/** What is kept while the tab is hidden. */
export type PictureMemory = Pick<PictureState, 'attention' | 'opacity'>;

export const initialPicture = (memory: Partial<PictureMemory> = {}): PictureState => ({
  zoom: undefined,
  zoomed: undefined,
  attention: false,
  opacity: 0.6,
  heatmaps: new Map(),
  ...memory,
});
