import type { RunSettings } from '../../../../protocol/rollouts.ts';
import type { LinkedDataset } from '../../linkedDataset.ts';
import type { RunReader } from '../reader.ts';
import type { RunStore } from '../store.ts';

/** The run that is queried: what is known of its rollouts, and how to read the rest. */
export interface SqlSource {
  readonly store: RunStore;
  readonly reader: RunReader;
  readonly settings: RunSettings;
  dataset(): LinkedDataset | undefined;
  /** Paths of the dump's files, by their numbers; there may come more. */
  files(): readonly string[];
}
