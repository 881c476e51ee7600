/** What is known of the heatmap that a rollout names. */
export interface Attention {
  /** As the rollout writes it. */
  readonly path: string;
  /** Region attention density. */
  readonly density?: number;
  /** Why there is no density though the heatmap can be read, a phrase. */
  readonly why?: string;
  /** Why the heatmap cannot be read, a phrase. */
  readonly problem?: string;
}
