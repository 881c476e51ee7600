/** The rollouts of the sample on screen as the groups that a trainer takes them in. */
import {
  ADVANTAGE_RULES,
  advantages,
  groupStatistics,
  type GroupStatistics,
} from '../../src/core/rollouts/advantage.ts';
import type { LinkedRollout } from '../../src/protocol/dataset.ts';
import { batchOf, groupQuestion } from './groups.ts';
import { scoreSaved, scoreText } from './scoring.ts';
import type { State } from './state.ts';
import { chosen } from './underTest.ts';
import { withOwn, withOwnSaved, type AllScores } from './allScores.ts';
import { allRewards } from './weights.ts';

export interface SampleGroup {
  /** Of the sample's rollouts. */
  readonly indices: readonly number[];
  readonly step: number | undefined;
  /** As the dump has it, where it has groups. */
  readonly name: string | undefined;
  /** Undefined while a function of the person's own, which has weight, still runs. */
  readonly statistics: GroupStatistics | undefined;
}

export interface GroupScores {
  /** Of each rollout. */
  readonly scores: readonly AllScores[];
  /** Of each rollout; undefined where it takes a batch that was not scored yet, or a function still runs. */
  readonly advantages: readonly (number | undefined)[];
  /** In the order of their first rollouts: a sample may come up in several steps. */
  readonly groups: readonly SampleGroup[];
  /** The group of the rollout under test, else the first. */
  readonly shown: SampleGroup | undefined;
}

/** Against the annotation on screen, or as it is saved. */
export function scoreGroups(state: State, truth: 'edited' | 'saved' = 'edited'): GroupScores {
  const rollouts = state.current?.detail.rollouts ?? [];
  const [score, addOwn] = truth === 'edited' ? [scoreText, withOwn] : [scoreSaved, withOwnSaved];
  const scores = rollouts.flatMap(({ completion }, index) => {
    const builtIn = score(state, completion);
    return builtIn === undefined ? [] : addOwn(state, builtIn, { kind: 'rollout', index });
  });
  if (scores.length < rollouts.length) return { scores, advantages: [], groups: [], shown: undefined };
  const { preset } = groupQuestion(state);
  const rewards = allRewards(state);
  const weights = rewards.map(({ weight }) => weight);
  const all: (number | undefined)[] = [];
  const groups = byStep(rollouts).map((indices): SampleGroup => {
    const values = indices.map((index) =>
      rewards.map(({ name }) => scores[index]?.results[name]?.value ?? null),
    );
    const first = rollouts[indices[0] ?? 0];
    // What a batch is as saved is not known any more once it was scored as edited.
    const batch = truth === 'saved' ? undefined : first && batchOf(state, first);
    const [step, name] = [first?.step, first?.group];
    if (indices.some((index) => scores[index]?.total === undefined)) {
      return { indices, step, name, statistics: undefined };
    }
    if (batch !== undefined || !ADVANTAGE_RULES[preset].ofBatch) {
      const found = advantages(values, weights, preset, batch);
      for (const [at, index] of indices.entries()) all[index] = found[at];
    }
    return { indices, step, name, statistics: groupStatistics(values, weights, preset) };
  });
  const choice = chosen(state);
  const under = choice.kind === 'rollout' ? choice.index : 0;
  return {
    scores,
    advantages: rollouts.map((_, index) => all[index]),
    groups,
    shown: groups.find(({ indices }) => indices.includes(under)),
  };
}

/** Indices of the completions of one group together: as the dump has it, else those of one step. */
export function byStep(rollouts: readonly LinkedRollout[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (const [index, { dump, step, group }] of rollouts.entries()) {
    const key = JSON.stringify([dump, step ?? null, group ?? null]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [index]);
    else known.push(index);
  }
  return [...groups.values()];
}
