/** What the person's own functions answered. An answer is found only by what it was computed from: none is stale. */
import type { RewardResult } from '../../../src/core/rewards/reward.ts';
import type { OwnOutcome, OwnRewardResult, OwnRewardsQuestion } from '../../../src/protocol/dataset.ts';
import type { State } from '../state.ts';
import { chosen, type Choice } from '../underTest.ts';
import { aloneBatch, baseBatch, batchOf, keyOf, type Batch } from './questions.ts';

/** Results of the setting's functions, in its order; or why there are none. */
export type Answer = { readonly results: readonly OwnRewardResult[] } | { readonly failure: string };

export interface OwnRewardsState {
  readonly answers: ReadonlyMap<string, Answer>;
  /** Grows when the functions themselves have changed. */
  readonly version: number;
}

export const NO_OWN_REWARDS: OwnRewardsState = { answers: new Map(), version: 0 };

/** What one function said of one completion. */
export interface OwnAnswer {
  readonly outcome: OwnOutcome;
  /** Absent where nothing could be called. */
  readonly result?: OwnRewardResult;
  /** How many completions it was asked about at once. */
  readonly asked: number;
}

/** Of a completion of the sample as it is on screen; undefined while it is still to come. */
export function ownAnswer(state: State, name: string, choice: Choice): OwnAnswer | undefined {
  return isMoving(state, choice) ? undefined : find(state, name, batchOf(state, choice), 'edited', false);
}

/** Of a completion of the sample, against the annotation as saved. */
export function ownSaved(state: State, name: string, choice: Choice): OwnAnswer | undefined {
  return find(state, name, batchOf(state, choice), 'saved', false);
}

/** Of the completion under test. */
export function ownNow(state: State, name: string): OwnAnswer | undefined {
  return ownAnswer(state, name, chosen(state));
}

/** Of the completion under test before it was edited here, against the annotation as saved. */
export function ownBefore(state: State, name: string): OwnAnswer | undefined {
  return find(state, name, baseBatch(state), 'saved', false);
}

/** Of the completion under test alone, with the exceptions that were caught. */
export function ownAlone(state: State, name: string): OwnAnswer | undefined {
  return isMoving(state, chosen(state)) ? undefined : find(state, name, aloneBatch(state), 'edited', true);
}

/** As the result of a built-in: a function that gave no reward has no value, like one that failed. */
export function asResult({ outcome: { reward, error } }: OwnAnswer): RewardResult {
  if (reward !== null) return { value: reward };
  const { type, message } = error ?? { type: 'NoReward', message: 'the function gave no reward' };
  return { value: null, error: { type, message } };
}

function find(
  state: State,
  name: string,
  batch: Batch | undefined,
  truth: OwnRewardsQuestion['truth'],
  diagnose: boolean,
): OwnAnswer | undefined {
  if (batch === undefined) return undefined;
  const asked = batch.completions.length;
  const answer = state.ownRewards.answers.get(keyOf(state, batch.completions, truth, diagnose));
  if (answer === undefined) return undefined;
  const result = 'results' in answer ? answer.results.find((each) => each.name === name) : undefined;
  const outcome = result?.outcomes[batch.index];
  if (result !== undefined && outcome !== undefined) return { outcome, result, asked };
  const message = 'failure' in answer ? answer.failure : 'the function was not called';
  return { outcome: { reward: null, error: { type: 'NotRun', message }, notes: [], milliseconds: 0 }, asked };
}

/** While something is dragged its numbers are on their way: the functions are asked once it is let go. */
function isMoving({ preview }: State, choice: Choice): boolean {
  return preview?.layer === 'truth' || (preview !== undefined && choice.kind !== 'proposal');
}
