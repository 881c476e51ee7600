import type { ColumnSettings } from '../../core/columns.ts';
import type { CoordinateConvention } from '../../core/geometry/coordinates.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { AdvantagePreset } from '../../core/rollouts/advantage.ts';
import type { RolloutMapping } from '../../core/rollouts/formats/mapped.ts';
import type { Grouping } from '../../core/rollouts/grouping.ts';
import type { ScoredFunction } from './functions.ts';

export interface RunSettings {
  readonly columns: ColumnSettings;
  /** What a person says of the columns of rollouts. */
  readonly mapping?: RolloutMapping;
  /** Space of the boxes that the model writes, and the one that the reward assumes. */
  readonly coordinates: CoordinateConvention;
  readonly rewardCoordinates: CoordinateConvention;
  /** How advantages are computed. */
  readonly advantage: AdvantagePreset;
  /** The `rewards` setting as it is written. */
  readonly rewards: Json;
  /** Where heatmaps may stand besides the run's own folder, and whether a link may lead out of there. */
  readonly folders?: { readonly bases: readonly string[]; readonly followLinks: boolean };
}

/** How far the dump is read and judged, and what it is made of. */
export interface RunState {
  readonly rollouts: number;
  readonly groups: number;
  readonly steps: number;
  readonly formats: readonly string[];
  /** Records that cannot be read, with their place; at most the first 200 are told. */
  readonly bad: number;
  readonly badRecords: readonly {
    readonly source: string;
    readonly line: number;
    readonly message: string;
  }[];
  readonly skipped: readonly { readonly path: string; readonly message: string }[];
  /** Rollouts that were logged again, and are left out. */
  readonly repeated: number;
  /** True while a trainer is writing the last record. */
  readonly unfinished: boolean;
  /** True until the dump as it was found is read. */
  readonly reading: boolean;
  /** Rollouts that are linked and scored again. */
  readonly judged: number;
  readonly linked: number;
  readonly ambiguous: number;
  /** How many of the judged each signal was found in, in the order of SIGNAL_LIST. */
  readonly signals: readonly number[];
  /** How many of them fail the format in each way, in the order of FORMAT_FAILURES. */
  readonly failures: readonly number[];
  readonly size?: number;
  readonly basis: Grouping['basis'];
  /** Names of the rewards computed here, and of those that were logged. */
  readonly rewards: readonly string[];
  readonly logged: readonly string[];
  /** The total of a rollout with every reward in full, each taken to be 1 at most. */
  readonly fullTotal: number;
  /** Functions of the user's that were called with the rollouts. */
  readonly functions: readonly ScoredFunction[];
  /** The preset under which the logged rewards give the logged advantages. */
  readonly preset?: AdvantagePreset;
  /** What is uncertain of which logged numbers are rewards. */
  readonly rewardsNote?: string;
  readonly dataset?: string;
  /** Rows of the dataset that are scored against as they are edited and not saved. */
  readonly unsaved: number;
  /** Rollouts that an SQL query led to, for which the filter `is:queried` holds. */
  readonly queried: number;
  /** Why the dump cannot be read. */
  readonly failure?: string;
  /** Whether that is because its columns have to be mapped. */
  readonly unknownFormat?: boolean;
}

export type OpenMethods = {
  open(params: {
    readonly path: string;
    readonly dataset?: string;
    readonly settings: RunSettings;
  }): RunState;
  /** Links to another dataset, or reads the same one anew. */
  dataset(params: { readonly file: string | null; readonly settings: RunSettings }): null;
  /** The rows of the dataset that are edited and not saved, by their place in the file; `changed` since told last. */
  unsaved(params: {
    readonly rows: readonly number[];
    readonly changed: readonly (readonly [row: number, value: JsonObject])[];
  }): null;
  state(params: null): RunState;
  /** Ends all that runs: the worker is about to be ended. */
  close(params: null): null;
};
