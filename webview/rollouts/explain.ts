import { groundTruthOf } from '../../src/core/rewards/groundTruth.ts';
import type { Trace } from '../../src/core/rewards/reward.ts';
import { RewardRunner } from '../../src/core/rewards/rewardRunner.ts';
import { readSelection } from '../../src/core/rewards/selection.ts';
import type { Paint } from '../../src/core/rewards/trace.ts';
import { shown, type State } from './state.ts';

let last: { readonly key: string; readonly row: object; readonly trace: Trace } | undefined;

/** How a reward of the rollout that is shown comes about; undefined where there is nothing to score against. */
export function explain(state: State, name: string): Trace | undefined {
  const rollout = shown(state);
  const { opened, group } = state;
  const row = group?.sample?.row;
  if (rollout === undefined || opened === undefined || row === undefined) return undefined;
  const { rewards, rewardCoordinates, columns } = opened.settings;
  const key = `${name} ${rewardCoordinates} ${rollout.index}`;
  if (last?.key === key && last.row === row) return last.trace;
  const reward = readSelection(rewards).rewards.find((each) => each.name === name);
  if (reward === undefined) return undefined;
  const runner = new RewardRunner({ coordinates: rewardCoordinates });
  const sample = { truth: groundTruthOf(row, columns), row };
  const trace = runner.explain(reward.reward, rollout.completion, sample);
  last = { key, row, trace };
  return trace;
}

/** What the step that is looked at marks. */
export function lookedPaint(state: State): readonly Paint[] {
  const { step } = state;
  return (step && explain(state, step.reward)?.steps[step.index]?.paint) ?? [];
}
