/**
 * Commands that act on what a rollouts editor shows. Each is `vqaVerify.<name>` in the manifest; the host forwards it
 * to the active editor's webview as the event `command`. A test holds the manifest to this list.
 */
export const ROLLOUT_COMMANDS = [
  'nextRollout',
  'previousRollout',
  'nextGroup',
  'previousGroup',
  'nextWhere',
  'previousWhere',
  'openRolloutSample',
  'togglePlots',
  'export',
  'toggleCompare',
  'toggleRuns',
  'markRollout',
  'compareRollouts',
  'showSampleHistory',
  'toggleAttention',
  'toggleAgreement',
  'zoomRolloutToBoxes',
  'zoomRolloutFit',
  'zoomRolloutActual',
] as const;

export type RolloutCommand = (typeof ROLLOUT_COMMANDS)[number];
