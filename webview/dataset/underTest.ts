/** The completion that the rewards score: a logged rollout, the proposal, or a scratch copy that can be edited. */
import { truthOf } from '../../src/core/attainable.ts';
import { parseCompletion, replaceBoxes } from '../../src/core/completion.ts';
import {
  REFERENCE_CONVENTION,
  toOriginal,
  type CoordinateConvention,
} from '../../src/core/geometry/coordinates.ts';
import { scratchCompletion, toConvention, type ScratchKind } from '../../src/core/perturb.ts';
import type { RowId } from '../../src/core/sample.ts';
import { messageOf } from '../ui/errors.ts';
import type { Editor } from './editor.ts';
import { imageBounds } from './layers.ts';
import type { State } from './state.ts';

export type Choice =
  | { readonly kind: 'rollout'; readonly index: number }
  | { readonly kind: 'proposal' }
  | { readonly kind: 'scratch' };

export interface Scratch {
  readonly row: RowId;
  readonly text: string;
  /** What it was made from; its rewards are compared with this one's. */
  readonly base: string;
  /** Names what it was made from, e.g. "Ground truth" or "Rollout 3". */
  readonly origin: string;
}

export interface UnderTest {
  readonly choice: Choice;
  /** At most one a sample, the newest last. */
  readonly scratches: readonly Scratch[];
}

const SCRATCHES_KEPT = 50;

export function scratchOf({ underTest, current }: State): Scratch | undefined {
  return underTest.scratches.find(({ row }) => row === current?.id);
}

/** What the local model proposes, in the coordinates that the policy is said to write. */
export function proposedCompletion({ proposals, current, opened }: State): string | undefined {
  const ready = current === undefined ? undefined : proposals.get(current.id);
  if (ready?.status !== 'ready' || opened === undefined) return undefined;
  const { completion, width, height } = ready.proposal;
  const { coordinates } = opened.settings;
  if (coordinates === PROPOSAL_CONVENTION) return completion;
  if (rewritten?.completion !== completion || rewritten.coordinates !== coordinates) {
    const parsed = parseCompletion(completion).boxes;
    const boxes = (parsed?.kind === 'boxes' ? parsed.boxes : []).map((box) =>
      toConvention(toOriginal(box, PROPOSAL_CONVENTION, width, height), coordinates, { width, height }),
    );
    const text = boxes.length === 0 ? completion : replaceBoxes(completion, boxes);
    rewritten = { completion, coordinates, text };
  }
  return rewritten.text;
}

/** What the model process writes its completions in. */
const PROPOSAL_CONVENTION = REFERENCE_CONVENTION;
let rewritten:
  | {
      readonly completion: string;
      readonly coordinates: CoordinateConvention;
      readonly text: string;
    }
  | undefined;

/** What is chosen, or the nearest to it that this sample has: a rollout, else a scratch copy of the truth. */
export function chosen(state: State): Choice {
  const { choice } = state.underTest;
  const rollouts = state.current?.detail.rollouts.length ?? 0;
  if (choice.kind === 'scratch' && scratchOf(state) !== undefined) return choice;
  if (choice.kind === 'proposal' && proposedCompletion(state) !== undefined) return choice;
  if (rollouts === 0) return { kind: 'scratch' };
  return { kind: 'rollout', index: choice.kind === 'rollout' ? Math.min(choice.index, rollouts - 1) : 0 };
}

export interface Tested {
  readonly text: string;
  /** What `text` was before it was edited here. */
  readonly base: string;
  readonly origin: string;
}

/** The completion under test; undefined where there is none, as for a malformed row. */
export function tested(state: State): Tested | undefined {
  const choice = chosen(state);
  const { current } = state;
  if (current?.sample === undefined) return undefined;
  if (choice.kind === 'rollout') {
    const rollout = current.detail.rollouts[choice.index];
    return rollout && whole(rollout.completion, `Rollout ${choice.index + 1}`);
  }
  if (choice.kind === 'proposal') {
    const text = proposedCompletion(state);
    return text === undefined ? undefined : whole(text, 'Proposal');
  }
  const scratch = scratchOf(state);
  if (scratch !== undefined) return scratch;
  const text = savedTruth(state);
  return text === undefined ? undefined : whole(text, 'Ground truth');
}

const whole = (text: string, origin: string): Tested => ({ text, base: text, origin });

/** The saved truth as a completion: it stands still while the truth is edited, so that the edit shows. */
function savedTruth(state: State): string | undefined {
  const sample = state.current?.saved;
  if (sample === undefined) return undefined;
  if (truthCache?.sample !== sample || truthCache.settings !== state.opened?.settings) {
    let text: string | undefined;
    try {
      text = fromTruth(state, sample, 'truth');
    } catch {
      // An image that cannot be resized has no completion in this coordinate space; the list of problems says so.
    }
    truthCache = { sample, settings: state.opened?.settings, text };
  }
  return truthCache.text;
}

type SampleOf = NonNullable<NonNullable<State['current']>['sample']>;
let truthCache:
  { readonly sample: SampleOf; readonly settings: unknown; readonly text: string | undefined } | undefined;

function fromTruth(state: State, sample: SampleOf, kind: ScratchKind): string | undefined {
  const size = imageBounds(state);
  if (size === undefined || state.opened === undefined) return undefined;
  return scratchCompletion(truthOf(sample, size), kind, state.opened.settings.coordinates);
}

/** Puts `text` under test as the sample's scratch, copied from whatever was under test before. */
export function editScratch(editor: Editor, text: string): void {
  const now = tested(editor.state);
  if (now === undefined) return;
  keepScratch(editor, { text, base: now.base, origin: now.origin });
}

export function startScratch(editor: Editor, kind: ScratchKind, label: string): void {
  const { state } = editor;
  const { current } = state;
  if (current?.sample === undefined) return;
  try {
    const text = fromTruth(state, current.sample, kind);
    if (text === undefined) {
      editor.notify('warning', 'A completion needs the size of the image, which is not known here.');
      return;
    }
    keepScratch(editor, { text, base: text, origin: label });
    editor.announce(`Scratch completion from: ${label}`);
  } catch (error) {
    editor.notify('error', `No completion could be made from the ground truth: ${messageOf(error)}`);
  }
}

/** Drops what was edited, back to what the scratch was made from. */
export function resetScratch(editor: Editor): void {
  const scratch = scratchOf(editor.state);
  if (scratch !== undefined) keepScratch(editor, { ...scratch, text: scratch.base });
}

function keepScratch(editor: Editor, scratch: Omit<Scratch, 'row'>): void {
  const { state } = editor;
  const row = state.current?.id;
  if (row === undefined) return;
  const others = state.underTest.scratches.filter((other) => other.row !== row);
  state.underTest = {
    choice: { kind: 'scratch' },
    scratches: [...others, { row, ...scratch }].slice(-SCRATCHES_KEPT),
  };
  editor.changed('canvas', 'inspector', 'rewards', 'toolbar');
}

export function choose(editor: Editor, choice: Choice): void {
  const { state } = editor;
  state.underTest = { ...state.underTest, choice };
  if (state.selection.layer === 'prediction') state.selection = { layer: 'prediction', indices: [] };
  editor.changed('canvas', 'inspector', 'rewards');
}

/** Puts the rollout with this text under test; what is under test stays where it has that text itself. */
export function chooseText(editor: Editor, text: string): void {
  const { state } = editor;
  if (tested(state)?.text === text) return;
  const rollouts = state.current?.detail.rollouts ?? [];
  const index = rollouts.findIndex(({ completion }) => completion === text);
  if (index >= 0) choose(editor, { kind: 'rollout', index });
}
