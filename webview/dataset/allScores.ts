/** The rewards of a completion, those of the person's own functions among them. */
import type { RewardResult } from '../../src/core/rewards/reward.ts';
import { weightedTotal } from '../../src/core/rewards/selection.ts';
import { asResult, ownAnswer, ownBefore, ownSaved, type OwnAnswer } from './own/answers.ts';
import type { Scores } from './scoring.ts';
import type { State } from './state.ts';
import type { Choice } from './underTest.ts';
import { allRewards, chosenOwn } from './weights.ts';

export interface AllScores {
  /** By the name of the reward; without those of functions that still run. */
  readonly results: Readonly<Record<string, RewardResult | undefined>>;
  /** Weighted sum of the rewards that have a value; null where none has, undefined while one with weight still runs. */
  readonly total: number | null | undefined;
}

/** What a completion of the sample scores in all, where the built-in rewards score `builtIn`. */
export function withOwn(state: State, builtIn: Scores, choice: Choice): AllScores {
  return add(state, builtIn, (name) => ownAnswer(state, name, choice));
}

/** The same against the annotation as saved. */
export function withOwnSaved(state: State, builtIn: Scores, choice: Choice): AllScores {
  return add(state, builtIn, (name) => ownSaved(state, name, choice));
}

/** The same of the completion under test before it was edited here, against the annotation as saved. */
export function withOwnBefore(state: State, builtIn: Scores): AllScores {
  return add(state, builtIn, (name) => ownBefore(state, name));
}

function add(state: State, builtIn: Scores, answerOf: (name: string) => OwnAnswer | undefined): AllScores {
  const own = chosenOwn(state);
  if (own.length === 0) return builtIn;
  const results: Record<string, RewardResult | undefined> = { ...builtIn.results };
  let complete = true;
  for (const { name, weight } of own) {
    const answer = answerOf(name);
    if (answer !== undefined) results[name] = asResult(answer);
    else if (weight !== 0) complete = false;
  }
  return { results, total: complete ? weightedTotal(allRewards(state), results) : undefined };
}
