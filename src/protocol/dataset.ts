/**
 * Between the dataset editor's webview and the extension host. The host owns the rows; the webview reads
 * windows of them, computes rewards by itself from the core, and asks for changes by value.
 */
import type { ValueEdit } from '../core/edit.ts';
import type { Json, JsonObject, JsonPath } from '../core/json.ts';
import type { ColumnSettings } from '../core/columns.ts';
import type { CoordinateConvention } from '../core/geometry/coordinates.ts';
import type { AdvantagePreset, BatchStatistics } from '../core/rollouts/advantage.ts';
import type { FlatCounts } from '../core/rollouts/flatGroups.ts';
import type { ListQuery, SortKey } from '../core/listQuery.ts';
import type { RowId } from '../core/sample.ts';
import type { Problem, Severity } from '../core/validate/problem.ts';
import type { ModelProgress, Proposal } from './model.ts';
import type { Outcome, Raised, RunnerError } from './runner.ts';

export type Mode = 'annotate' | 'debug';

/** What the list shows of a row. */
export interface RowSummary {
  readonly id: RowId;
  /** 0-based position in the file as edited; what people see is this plus one. */
  readonly position: number;
  /** The question, or the start of the text of a malformed row. At most 200 characters. */
  readonly title: string;
  readonly boxes: number;
  readonly worst?: Severity;
  /** What the ground truth scores in total, null where it cannot be scored; told where the list is sorted by it. */
  readonly attainable?: number | null;
  readonly edited: boolean;
  readonly state: RowState;
}

/** `malformed` rows are shown verbatim; `tooLarge` rows (over 8 MB) are view-only. */
export type RowState = 'ok' | 'malformed' | 'tooLarge';

export type ImageView =
  | {
      readonly kind: 'image';
      readonly uri: string;
      /** Of the upright original, in pixels; absent where the header could not be read. */
      readonly width?: number;
      readonly height?: number;
      /** True where `uri` is a smaller rendering of an image that a webview cannot show as it is. */
      readonly preview: boolean;
      /** What is wrong with the file although something of it may be shown. */
      readonly damage?: string;
    }
  | {
      readonly kind: 'problem';
      readonly message: string;
      /** What a button beside the message offers. */
      readonly action?: { readonly label: string; readonly name: 'addImageFolder' | 'allowHttp' };
    };

/** A rollout linked to a sample. A logged rollout never changes. */
export interface LinkedRollout {
  /** The dump it is in, a file or a folder. */
  readonly dump: string;
  /** The file it stands in, the line of its record, and which rollout of the record it is. */
  readonly source: string;
  readonly line: number;
  readonly part: number;
  readonly step?: number;
  /** Name of its group; undefined where nothing tells which rollouts are one. */
  readonly group?: string;
  readonly completion: string;
  /** Rewards that its trainer logged, by name; null where one had no value. */
  readonly logged?: Readonly<Record<string, number | null>>;
  /** How many other samples it fits as well as this one: which of them it answers is not known. */
  readonly ambiguous?: number;
  /** Whether this is the only sample that asks its question, but the solution that was logged is no answer of it. */
  readonly contradicted?: boolean;
}

/** What was read of the rollouts linked to a dataset. */
export interface RolloutsRead {
  readonly rollouts: number;
  readonly linked: number;
  /** Those that fit several rows. */
  readonly ambiguous: number;
  /** Records that cannot be read. */
  readonly bad: number;
  /** False once everything that was there is read. */
  readonly reading: boolean;
  readonly failures: readonly { readonly path: string; readonly message: string }[];
}

export interface RowDetail {
  readonly summary: RowSummary;
  /** 1-based line of the file on disk; 0 where never saved. */
  readonly line: number;
  /** The row as edited, long `data:` URIs elided; undefined unless `summary.state` is ok. */
  readonly row?: JsonObject;
  /** The row as on disk, where it differs. */
  readonly saved?: JsonObject;
  /** The text of a malformed or too large row, its first 100,000 characters. */
  readonly text?: string;
  readonly image: ImageView;
  readonly problems: readonly Problem[];
  readonly rollouts: readonly LinkedRollout[];
  /** Rollouts of it that are left out, for there are too many; those that are there are the latest. */
  readonly earlierRollouts: number;
  /** Other rows with the same image. */
  readonly siblings: readonly { readonly id: RowId; readonly position: number; readonly title: string }[];
}

/** Whose keys the editor has: its own, or those that people know from CVAT. */
export type Keymap = 'default' | 'cvat';

export interface Settings {
  readonly columns: ColumnSettings;
  /** Space of the boxes that the model writes. */
  readonly coordinates: CoordinateConvention;
  /** Space that the reward assumes for them. */
  readonly rewardCoordinates: CoordinateConvention;
  /** The `rewards` setting as it is written. */
  readonly rewards: Json;
  /** How the advantages of a group are computed. */
  readonly advantage: AdvantagePreset;
  /** Whether a plain wheel zooms, or Ctrl/Cmd+wheel does and a plain wheel pans. */
  readonly wheelZoom: boolean;
  readonly keymap: Keymap;
}

/** What to make of the rollouts that are linked to a dataset. */
export interface GroupQuestion {
  readonly preset: AdvantagePreset;
  /** By the name of the reward, where they differ from the setting's. */
  readonly weights: Readonly<Record<string, number>>;
}

/** What all groups of the linked rollouts teach. */
export interface GroupReport {
  /** Names, in the order of the counts. */
  readonly rewards: readonly string[];
  readonly rollouts: number;
  /** Rollouts that are left out because they fit several samples. */
  readonly ambiguous: number;
  readonly counts: FlatCounts;
  /** Functions of the person's own that failed on some of the rollouts, which then count without them. */
  readonly failed: readonly { readonly name: string; readonly rollouts: number }[];
  /** Of each step of each dump, what a batch preset scales by; `step` is null where the dump names none. */
  readonly batches: readonly (BatchStatistics & {
    readonly dump: string;
    readonly step: number | null;
  })[];
}

/** A setting that is changed from inside the editor, with the value it is to have. */
export type SettingChange =
  | { readonly name: 'coordinates' | 'rewardCoordinates'; readonly value: CoordinateConvention }
  | { readonly name: 'advantage'; readonly value: AdvantagePreset }
  | { readonly name: 'rewards'; readonly value: Json };

export interface Opened {
  readonly rev: number;
  readonly name: string;
  readonly rows: number;
  readonly readOnly: boolean;
  /** Why it is read-only. */
  readonly readOnlyReason?: string;
  readonly mode: Mode;
  readonly settings: Settings;
  /** True where the operating system's command key is ⌘. */
  readonly mac: boolean;
  /** What to show at first; absent where nobody asked for anything. */
  readonly show?: RowTarget;
  /** Absent until the first rollouts are read, and where none are linked. */
  readonly rollouts?: RolloutsRead;
}

/** A row, and what of it is meant: a path into it, e.g. to one box, or a completion. */
export interface RowTarget {
  readonly row: RowId;
  readonly path?: JsonPath;
  /** A completion of the row that is to be under test, where it has it. */
  readonly completion?: string;
}

/** A coalesced text edit keeps its `session` from the first keystroke to blur: one undo step. */
export interface ApplyParams {
  readonly row: RowId;
  /** The revision of the row that `edits` were made against; a stale one is refused with `StaleError`. */
  readonly rev: number;
  readonly edits: readonly ValueEdit[];
  /** Shown in the Undo menu, e.g. "Move box". */
  readonly label: string;
  readonly session?: string;
  /** Names the undo step, so that the webview hears of it when it is undone or done again. */
  readonly step?: string;
}

export type RowAction =
  | { readonly kind: 'add'; readonly at: number }
  | { readonly kind: 'duplicate'; readonly row: RowId }
  | { readonly kind: 'delete'; readonly rows: readonly RowId[] }
  | { readonly kind: 'move'; readonly row: RowId; readonly to: number };

/** A completion of a sample, with those that a trainer scores together with it. */
export interface TestedCompletion {
  readonly row: RowId;
  readonly completions: readonly string[];
  /** Of the completion under test. */
  readonly index: number;
}

/** Completions of a sample for the person's own functions to score, at once where they take a batch. */
export interface OwnRewardsQuestion {
  readonly row: RowId;
  readonly completions: readonly string[];
  /** Of the completion under test among them; absent where it is not among them. */
  readonly tested?: number;
  /** Whether they are scored against the row as it stands in the file, or as edited. */
  readonly truth: 'edited' | 'saved';
  /** Records exceptions that are raised and caught inside the person's files, too; slower. */
  readonly diagnose: boolean;
}

/** What a function said about one completion; null without an error where it gave no reward. */
export interface OwnOutcome extends Outcome {
  readonly notes: readonly string[];
  /** Of the call that gave it; only where it was diagnosed. */
  readonly raised?: readonly Raised[];
}

/** What a reward function of the person's own gave. */
export interface OwnRewardResult {
  readonly name: string;
  /** One a completion: as a trainer calls the function, and where that fails row by row. */
  readonly outcomes: readonly OwnOutcome[];
  /** Whether the function was given all completions at once. */
  readonly wholeBatch: boolean;
  /** Where all completions at once fail, which ends a trainer's batch. */
  readonly batchError?: RunnerError;
  /** Of the calls that a trainer would make. */
  readonly milliseconds: number;
}

/** What a built-in reward gives the completion under test. */
export interface BuiltInResult {
  readonly name: string;
  readonly value: number | null;
  readonly error?: { readonly type: string; readonly message: string };
  /** Of a call, the median of the last ones; absent before the first. */
  readonly milliseconds?: number;
}

/** What the webview may ask of the host. */
export type HostMethods = {
  open(params: null): Opened;
  /** Rows by place in the list as filtered and sorted. */
  rows(params: { start: number; count: number }): readonly RowSummary[];
  row(params: { id: RowId }): RowDetail;
  /** Place of a row in the list as filtered and sorted, -1 where filtered out. */
  place(params: { id: RowId }): number;
  /** Sets filter and order of this panel's list; reports progress 0..1; answers how many rows it holds. */
  query(params: ListQuery): { readonly rows: number };
  apply(params: ApplyParams): { readonly rev: number };
  /** Ends a coalesced text edit. */
  endSession(params: { session: string }): null;
  rowAction(params: RowAction): { readonly rev: number; readonly select?: RowId };
  propose(params: { row: RowId }): Proposal;
  problems(params: { start: number; count: number }): {
    readonly total: number;
    readonly complete: boolean;
    readonly problems: readonly (Problem & { readonly position: number })[];
  };
  /** Scores all linked rollouts; reports progress 0..1. */
  groups(params: GroupQuestion): GroupReport;
  /** What is under test now, for when the page is hidden and cannot be asked; null where there is no completion. */
  underTest(params: TestedCompletion | null): null;
  /** Runs the reward functions of the person's own that the `rewards` setting lists. */
  ownRewards(params: OwnRewardsQuestion): readonly OwnRewardResult[];
  /** What the page has scored by itself, for the list of reward functions. */
  scored(params: readonly BuiltInResult[]): null;
  /** Opens a source file at a 1-based line, as a traceback names it. */
  openSource(params: { file: string; line: number }): null;
  /** Shows a linked rollout in the editor of its dump. */
  openRollout(params: Pick<LinkedRollout, 'dump' | 'source' | 'line' | 'part'>): null;
  /** Puts a row back as it is saved, in one step that can be undone. */
  revertRow(params: { readonly row: RowId }): { readonly rev: number };
  /** Changes settings where the person keeps them: with the workspace, else with the user. */
  changeSettings(params: { changes: readonly SettingChange[] }): null;
  imageAction(params: { row: RowId; name: 'addImageFolder' | 'allowHttp' }): null;
  /** What the webview shows, so that the status bar, context keys and commands fit it. */
  state(params: ViewState): null;
};

export interface ViewState {
  /** Whether the image or the sample list has focus, so that single keys are commands. */
  readonly canvasFocus: boolean;
  /** Whether it is the image: 1 then means actual pixels, and elsewhere the question. */
  readonly imageFocus?: boolean;
  readonly mode: Mode;
  readonly row?: RowId;
}

/** What the host tells the webview. */
export type HostEvents = {
  changed: {
    readonly rev: number;
    readonly rows: readonly RowId[] | 'all';
    readonly count: number;
    readonly why: string;
    /** Where a step that `apply` named was undone (`done` false) or done again. */
    readonly step?: { readonly name: string; readonly done: boolean };
  };
  settings: Settings;
  problemsChanged: { readonly total: number; readonly complete: boolean };
  rolloutsRead: RolloutsRead;
  /** Select this row (a diagnostic was opened, another panel asked, a row was added). */
  reveal: RowTarget;
  /** A keybinding or a command of the palette, by its name without the `vqaVerify.` prefix. */
  command: { readonly name: string };
  saved: { readonly rev: number };
  /** A reward function, or what runs it, has changed: results are to be asked for anew. */
  ownRewardsChanged: null;
  /** Write what a focused field still holds: asked before undo, redo and save. */
  flush: null;
};

export type WebviewMethods = {
  /** Sends what a focused field still holds and ends its session. */
  flush(params: null): null;
  /** What is under test; null where there is no completion. */
  underTest(params: null): TestedCompletion | null;
};

export type { ListQuery, ModelProgress, Proposal, SortKey };
