/**
 * Between the rollouts editor's webview and the extension host, and between the host and the worker that reads the
 * dump: what the host cannot answer by itself it passes on, whole groups of methods at a time.
 */
import type { RolloutCommand } from './rolloutCommands.ts';
import type { CompareHostMethods, CompareMethods, ExportMethods } from './rollouts/compare.ts';
import type { FindMethods } from './rollouts/find.ts';
import type { ScoreMethods } from './rollouts/functions.ts';
import type { GroupMethods, ShownGroup } from './rollouts/group.ts';
import type { ListMethods, RolloutPlaceInGroup } from './rollouts/list.ts';
import type { PlotMethods } from './rollouts/plots.ts';
import type { OpenMethods, RunSettings, RunState } from './rollouts/run.ts';
import type { SampleMethods } from './rollouts/samples.ts';
import type { SqlMethods } from './rollouts/sql.ts';
import type { TrainingMethods } from './rollouts/training.ts';
import type { RunsFileMethods, RunsHostMethods, RunsMethods } from './rollouts/runs.ts';

export type * from './rollouts/compare.ts';
export type * from './rollouts/find.ts';
export type * from './rollouts/functions.ts';
export type * from './rollouts/group.ts';
export type * from './rollouts/list.ts';
export type * from './rollouts/plots.ts';
export type * from './rollouts/run.ts';
export type * from './rollouts/samples.ts';
export type * from './rollouts/sql.ts';
export type * from './rollouts/runs.ts';
export type * from './rollouts/training.ts';

/** What the host may ask of the worker. */
export type RunMethods = OpenMethods &
  GroupMethods &
  FindMethods &
  RunsFileMethods &
  ScoreMethods &
  ExportMethods &
  TrainingMethods &
  PassedMethods;

/** What the webview asks of the worker, through the host. */
export type PassedMethods = ListMethods &
  PlotMethods &
  SampleMethods &
  RunsMethods &
  SqlMethods &
  CompareMethods;

export type RunEvents = {
  changed: RunState;
};

export interface RolloutsOpened {
  readonly name: string;
  readonly settings: RunSettings;
  readonly mac: boolean;
  /** Whether the wheel zooms, rather than with Ctrl or Cmd alone. */
  readonly wheelZoom: boolean;
  readonly state: RunState;
  /** What to show at first; absent where nobody asked for anything. */
  readonly show?: RolloutPlaceInGroup;
}

/** Commands of reward functions that a rollout's buttons give: `vqaVerify.<name>` in the manifest. */
export type FunctionUse = 'runReward' | 'debugReward' | 'pinRewardCase';

/** What the webview may ask of the host. */
export type RolloutsHostMethods = PassedMethods &
  RunsHostMethods &
  CompareHostMethods &
  Pick<RunMethods, 'state'> & {
    start(params: null): RolloutsOpened;
    group(params: { readonly id: number }): ShownGroup;
    /** Opens the linked row in the dataset editor. */
    openRow(params: { readonly row: number }): null;
    /** Opens the record's line as text. */
    openSource(params: { readonly source: string; readonly line: number }): null;
    chooseDataset(params: null): null;
    /** Shows the setting that tells where the parts of a rollout stand. */
    mapColumns(params: null): null;
    /** Asks where to, and writes what a plot shows. Answers whether it was written. */
    save(params: { readonly name: string; readonly content: string; readonly base64: boolean }): boolean;
    /** Asks what rows to train on to write and where to, and writes those of the groups that a filter leaves. */
    exportRows(params: { readonly where: string }): null;
    /** Where a drawing of the page can be loaded from as an image. */
    picture(params: { readonly svg: string }): string;
    /** Tells whether single keys are commands, and the number of the rollout that is shown; absent where none is. */
    view(params: { readonly focus: boolean; readonly rollout?: number }): null;
    /** Has a reward function, which the person chooses, do this with the rollout that is shown. */
    useFunction(params: { readonly command: FunctionUse }): null;
  };

export type RolloutsHostEvents = {
  changed: RunState;
  settings: RunSettings;
  /** Show this rollout (the dataset editor asked). */
  reveal: RolloutPlaceInGroup;
  command: { readonly name: RolloutCommand };
  /** Compares what was logged with a function that has just been called. */
  compare: { readonly name: string };
};
