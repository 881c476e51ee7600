/** What the person's own functions are asked about the sample on screen, and by what an answer is known again. */
import type { OwnReward, Selection } from '../../../src/core/rewards/selection.ts';
import type { LinkedRollout, OwnRewardsQuestion, TestedCompletion } from '../../../src/protocol/dataset.ts';
import { byStep } from '../groupScores.ts';
import type { State } from '../state.ts';
import { chosen, proposedCompletion, scratchOf, tested, type Choice } from '../underTest.ts';
import { selectionOf } from '../weights.ts';
import { idOf } from './ids.ts';

/** A completion of the sample, with those that its function is called with at the same time. */
export interface Batch {
  readonly completions: readonly string[];
  readonly index: number;
}

type Truth = OwnRewardsQuestion['truth'];

/** A question with what its answer depends on. */
export interface Keyed {
  readonly key: string;
  readonly question: OwnRewardsQuestion;
}

/** The batch that a completion stands in: of a rollout its group, anything else stands alone. */
export function batchOf(state: State, choice: Choice): Batch | undefined {
  if (choice.kind === 'rollout') return groupsOf(state.current?.detail.rollouts ?? [])[choice.index];
  const text = choice.kind === 'proposal' ? proposedCompletion(state) : scratchText(state);
  return text === undefined ? undefined : alone(text);
}

/** Without a scratch of the sample the ground truth takes its place. */
const scratchText = (state: State): string | undefined => scratchOf(state)?.text ?? tested(state)?.text;

const groups = new WeakMap<readonly LinkedRollout[], readonly Batch[]>();

/** The batch of each rollout. */
function groupsOf(rollouts: readonly LinkedRollout[]): readonly Batch[] {
  const known = groups.get(rollouts);
  if (known !== undefined) return known;
  const batches: Batch[] = [];
  for (const indices of byStep(rollouts)) {
    const completions = indices.map((index) => rollouts[index]?.completion ?? '');
    for (const [index, rollout] of indices.entries()) batches[rollout] = { completions, index };
  }
  groups.set(rollouts, batches);
  return batches;
}

let single: Batch | undefined;

function alone(text: string): Batch {
  if (single?.completions[0] !== text) single = { completions: [text], index: 0 };
  return single;
}

export function testedBatch(state: State): Batch | undefined {
  return tested(state) === undefined ? undefined : batchOf(state, chosen(state));
}

/** The completion under test without its group. */
export function aloneBatch(state: State): Batch | undefined {
  const text = tested(state)?.text;
  return text === undefined ? undefined : { completions: [text], index: 0 };
}

/** What was under test before it was edited here: a scratch of a rollout is compared alone, as it is scored. */
export function baseBatch(state: State): Batch | undefined {
  const now = tested(state);
  if (now === undefined) return undefined;
  return now.text === now.base ? testedBatch(state) : { completions: [now.base], index: 0 };
}

/** What the host is told is under test, for the commands that run and debug functions. */
export function testedCompletion(state: State): TestedCompletion | null {
  const row = state.current?.id;
  const batch = testedBatch(state);
  return row === undefined || batch === undefined ? null : { row, ...batch };
}

/** `tested` is where the completion under test stands in the batch, absent for a batch without it. */
export function questionOf(
  state: State,
  { completions }: Pick<Batch, 'completions'>,
  truth: Truth,
  more: { readonly tested?: number; readonly diagnose?: boolean } = {},
): Keyed | undefined {
  const { current } = state;
  if (current === undefined) return undefined;
  const { diagnose = false } = more;
  const question = { row: current.id, completions, truth, ...more, diagnose };
  return { question, key: keyOf(state, completions, truth, diagnose) };
}

/** The same for all that an answer depends on: the functions, the sample as annotated, and the completions. */
export function keyOf(state: State, completions: readonly string[], truth: Truth, diagnose: boolean): string {
  const { current, ownRewards } = state;
  const row = truth === 'edited' ? current?.row : (current?.detail.saved ?? current?.detail.row);
  const contents = [functionsOf(selectionOf(state)), row ?? {}, completions].map(idOf);
  return [ownRewards.version, current?.id, diagnose, ...contents].join(' ');
}

const functions = new WeakMap<Selection, readonly Omit<OwnReward, 'weight'>[]>();

/** All of the setting but the weights, which no function knows. */
function functionsOf(selection: Selection): readonly Omit<OwnReward, 'weight'>[] {
  const known = functions.get(selection) ?? selection.own.map(({ weight: _weight, ...own }) => own);
  functions.set(selection, known);
  return known;
}
