/** What tests and benchmarks take for granted where they look at something else. */
import type { Settings } from '../../src/protocol/dataset.ts';
import type { RunSettings } from '../../src/protocol/rollouts.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';

export const RUN_SETTINGS: RunSettings = {
  columns: {},
  coordinates: 'resized28',
  rewardCoordinates: 'resized28',
  advantage: 'msSwift',
  rewards: null,
};

export const EDITOR_SETTINGS: Settings = { ...RUN_SETTINGS, wheelZoom: true, keymap: 'default' };

/** A call that is neither cancelled nor watched. */
export const CALL: CallContext = {
  signal: { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined },
  progress: () => undefined,
};
