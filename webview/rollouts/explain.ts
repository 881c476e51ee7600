import { groundTruthOf } from '../../src/core/rewards/groundTruth.ts';
import type { Trace } from '../../src/core/rewards/reward.ts';
import { RewardRunner } from '../../src/core/rewards/rewardRunner.ts';
import { readSelection, type ChosenReward } from '../../src/core/rewards/selection.ts';
import type { Paint } from '../../src/core/rewards/trace.ts';
import type { RunSettings } from '../../src/protocol/rollouts.ts';
import { shown, type State } from './state.ts';

/** Longest completion that is explained without being asked for, in UTF-16 units: it takes some 50 ms. */
const MOST = 50_000;

/** Traces of one rollout against one row, by the name of the reward: explaining takes longer than drawing. */
let known:
  | {
      readonly rollout: number;
      readonly row: object;
      readonly settings: RunSettings;
      readonly traces: Map<string, Trace>;
    }
  | undefined;

const selections = new WeakMap<RunSettings, readonly ChosenReward[]>();

function rewardOf(settings: RunSettings, name: string): ChosenReward | undefined {
  const rewards = selections.get(settings) ?? readSelection(settings.rewards).rewards;
  selections.set(settings, rewards);
  return rewards.find((each) => each.name === name);
}

/** Whether it can be told how a reward of the rollout that is shown comes about. */
export function isExplained({ opened, group }: State, name: string): boolean {
  return group?.sample !== undefined && opened !== undefined && rewardOf(opened.settings, name) !== undefined;
}

/**
 * Whether the steps of the rollout that is shown wait until they are asked for: those of a caption of a megabyte take a
 * second, in which the page stands still.
 */
export function isPostponed(state: State): boolean {
  const rollout = shown(state);
  return rollout !== undefined && rollout.completion.length > MOST && state.explained !== rollout.index;
}

/**
 * How a reward of the rollout that is shown comes about; undefined where there is nothing to score against, and while
 * it is postponed.
 */
export function explain(state: State, name: string): Trace | undefined {
  const rollout = shown(state);
  const { opened, group } = state;
  const row = group?.sample?.row;
  if (rollout === undefined || opened === undefined || row === undefined) return undefined;
  if (isPostponed(state)) return undefined;
  const { settings } = opened;
  if (known?.rollout !== rollout.index || known.row !== row || known.settings !== settings)
    known = { rollout: rollout.index, row, settings, traces: new Map() };
  const trace = known.traces.get(name);
  if (trace !== undefined) return trace;
  const chosen = rewardOf(settings, name);
  if (chosen === undefined) return undefined;
  const runner = new RewardRunner({ coordinates: settings.rewardCoordinates });
  const sample = { truth: groundTruthOf(row, settings.columns), row };
  const made = runner.explain(chosen.reward, rollout.completion, sample);
  known.traces.set(name, made);
  return made;
}

/** What the step that is looked at marks. */
export function lookedPaint(state: State): readonly Paint[] {
  const { step } = state;
  return (step && explain(state, step.reward)?.steps[step.index]?.paint) ?? [];
}
