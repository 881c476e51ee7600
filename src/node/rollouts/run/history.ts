import { findTag, parseBoxes } from '../../../core/completion.ts';
import { Moments } from '../../../core/rollouts/moments.ts';
import type { Box } from '../../../core/sample.ts';
import {
  MOST_GLIMPSED,
  type Glimpse,
  type SampleHistory,
  type SampleStep,
} from '../../../protocol/rollouts/samples.ts';
import type { RunReader } from './reader.ts';
import type { RunStore } from './store.ts';

/** All rollouts of the sample that one answers, by numbers alone: no text is read. */
export function sampleHistory(store: RunStore, rollout: number): SampleHistory {
  const { table, judgements } = store;
  const row = judgements.row.at(rollout);
  const prompt = table.promptOf(rollout);
  const isSame =
    row >= 0
      ? (other: number) => judgements.row.at(other) === row
      : (other: number) => table.promptOf(other) === prompt && !(judgements.row.at(other) >= 0);
  const byStep = new Map<number, number[]>();
  const { length } = store.grouping.groupOf;
  for (let other = 0; other < length; other++) {
    if (!isSame(other)) continue;
    const step = table.step.at(other);
    const known = byStep.get(step);
    if (known === undefined) byStep.set(step, [other]);
    else known.push(other);
  }
  return {
    by: row >= 0 ? 'row' : 'prompt',
    steps: [...byStep].sort(([a], [b]) => a - b).map(([step, rollouts]) => sampleStep(store, step, rollouts)),
  };
}

function sampleStep(store: RunStore, step: number, rollouts: readonly number[]): SampleStep {
  const totals = rollouts.map((rollout) => store.total(rollout));
  const known = totals.filter((total) => total !== null);
  const { mean, spread, count } = Moments.of(totals);
  const most = known.reduce((a, b) => Math.max(a, b), -Infinity);
  return {
    step,
    groups: new Set(rollouts.map((rollout) => store.grouping.groupOf[rollout] ?? 0)).size,
    count: rollouts.length,
    rollouts: rollouts.slice(0, MOST_GLIMPSED),
    mean: count === 0 ? NaN : mean,
    spread,
    least: count === 0 ? NaN : known.reduce((a, b) => Math.min(a, b), Infinity),
    most: count === 0 ? NaN : most,
    best: rollouts[Math.max(0, totals.indexOf(most))] ?? 0,
  };
}

/** Throws FileError. */
export async function glimpses(
  store: RunStore,
  reader: RunReader,
  rollouts: readonly number[],
): Promise<readonly Glimpse[]> {
  const seen: Glimpse[] = [];
  for (const rollout of rollouts) {
    const { completion } = await reader.rollout(rollout);
    seen.push({
      rollout,
      total: store.total(rollout),
      boxes: writtenBoxes(completion),
      failed: store.failed(rollout),
    });
  }
  return seen;
}

function writtenBoxes(completion: string): readonly Box[] {
  const span = findTag(completion, 'bbox');
  const parsed = span && parseBoxes(completion, span.start, span.end);
  return parsed?.kind === 'boxes' ? parsed.boxes : [];
}
