/**
 * Between the extension host and the worker that reads a whole dataset: filtering, ordering, validation and
 * links to rollouts. The worker opens the file by itself and is told of every edit, so its rows are the host's.
 */
import type { ColumnSettings } from '../core/columns.ts';
import type { Edit } from '../core/edit.ts';
import type { CoordinateConvention } from '../core/geometry/coordinates.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { ListQuery } from '../core/listQuery.ts';
import type { RolloutMapping } from '../core/rollouts/formats/mapped.ts';
import type { RowId } from '../core/sample.ts';
import type { Problem, Severity } from '../core/validate/problem.ts';
import type { GroupQuestion, GroupReport, LinkedRollout, RolloutsRead } from './dataset.ts';
import type { RunTarget } from './runner.ts';

export interface AnalysisSettings {
  readonly columns: ColumnSettings;
  /** Absolute folders that image paths count from, best first. */
  readonly imageFolders: readonly string[];
  readonly followLinks: boolean;
  readonly scoring: ScoringSettings;
}

/** How the samples are to be trained on. */
export interface ScoringSettings {
  /** Space of the boxes that the model writes. */
  readonly coordinates: CoordinateConvention;
  /** Space that the reward assumes for them. */
  readonly rewardCoordinates: CoordinateConvention;
  /** The `rewards` setting as it is written. */
  readonly rewards: Json;
  /** The part of each reward that the ground truth must reach, 0 to 1; 0 asks for nothing. */
  readonly attainableBelow: number;
}

export interface ProblemState {
  readonly total: number;
  /** False while rows are still being looked at. */
  readonly complete: boolean;
}

/** Functions of the person's own that score along, and how they are run. */
export interface OwnScoring {
  /** The folder of the bundles, with the runners in it. */
  readonly dist: string;
  /** In seconds. */
  readonly limits: { readonly call: number; readonly load: number };
  readonly functions: readonly {
    readonly name: string;
    readonly weight: number;
    readonly target: RunTarget;
    readonly options: JsonObject;
    readonly place: { readonly cwd: string; readonly interpreter: string };
  }[];
}

export type AnalysisMethods = {
  /** Opens the file; validation begins with the first call of `settings`, linking with that of `rollouts`. */
  open(params: { file: string }): { rows: number };
  settings(params: AnalysisSettings): null;
  /** Reads these files and folders of rollouts anew, and follows them while they grow. */
  rollouts(params: { files: readonly string[]; mapping: RolloutMapping }): null;
  edit(params: { edit: Edit }): null;
  /** A save begins: what is to be written are the rows as they are now. */
  saving(params: null): null;
  /** The save is over, and `file` holds them. */
  saved(params: { file: string }): null;
  /** Ids of the rows that pass the filter, in order; reports progress 0..1. */
  query(params: ListQuery): Uint32Array;
  /** The worst problem of each row, null where it has none. */
  worst(params: { ids: readonly RowId[] }): readonly (Severity | null)[];
  /** What the ground truth of each row scores in total, null where it cannot be scored. */
  attainable(params: { ids: readonly RowId[] }): readonly (number | null)[];
  problemsOf(params: { id: RowId }): readonly Problem[];
  /** Worst first, then in file order. */
  problems(params: { start: number; count: number }): ProblemState & { problems: readonly Problem[] };
  /** Other rows with the same image, in file order, at most 50. */
  siblings(params: { id: RowId }): readonly RowId[];
  /** Scores all linked rollouts; reports progress 0..1. */
  groups(params: GroupQuestion & { readonly own?: OwnScoring }): GroupReport;
  /** The latest rollouts of a row, and how many earlier ones are left out. */
  rolloutsOf(params: { id: RowId }): {
    readonly rollouts: readonly LinkedRollout[];
    readonly earlier: number;
  };
};

export type AnalysisEvents = {
  problems: ProblemState;
  /** Rollouts were read, and are linked from now on; told again while files grow. */
  rollouts: RolloutsRead;
  /** The reading of everything in the background broke off. */
  failed: { readonly message: string };
};
