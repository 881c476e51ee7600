import { ABSENT } from '../../../../core/rollouts/table.ts';
import { changesOf, pairSamples, type SamplePairs } from '../../../../core/rollouts/runs/pairs.ts';
import {
  directionOf,
  pairedDifference,
  type PairedDifference,
} from '../../../../core/rollouts/runs/difference.ts';
import { SampleMeans } from '../../../../core/rollouts/runs/sampleMeans.ts';
import { parseWhere } from '../../../../core/rollouts/where.ts';
import type {
  RunsListQuery,
  RunsPlace,
  RunsQuery,
  RunsReport,
  RunsSample,
  RunsSlice,
} from '../../../../protocol/rollouts/runs.ts';
import type { CallContext } from '../../../../protocol/rpc.ts';
import { titleOf } from '../details.ts';
import { holds, turns } from '../groupList.ts';
import type { LiveRun } from '../liveRun.ts';
import { Slices } from '../slices.ts';

/** One side: a run, and what it makes of its samples. */
export interface Side {
  readonly run: LiveRun;
  readonly means: SampleMeans;
}

/** Two runs on the same samples, as they were when they were compared. */
export class RunsComparison {
  private readonly pairs: SamplePairs;
  /** Names that samples of both sides have values of, and the place of each among the means. */
  readonly names: readonly string[];
  private readonly places: readonly number[];
  private order = new Int32Array(0);
  private listedBy = 0;
  private slices: readonly string[] = [];
  /** Which of `slices` each pair has; empty where nothing is sliced. */
  private sliceOf = new Int32Array(0);

  private constructor(
    private readonly base: Side,
    private readonly other: Side,
  ) {
    this.pairs = pairSamples(base.means, other.means);
    const { names } = base.means;
    this.places = [...names.keys()].filter((name) =>
      changesOf(base.means, other.means, this.pairs, name).some((change) => !Number.isNaN(change)),
    );
    this.names = this.places.map((place) => names[place] ?? '');
  }

  /** Throws FileError and CancelledError. */
  static async make(
    base: LiveRun,
    run: LiveRun,
    query: RunsQuery,
    context: CallContext,
  ): Promise<RunsComparison> {
    const names = [
      'total',
      ...namesOf(base).filter((name) => name !== 'total' && namesOf(run).includes(name)),
    ];
    const half = (from: number) => (done: number) => {
      context.progress(from + done / 2);
    };
    const comparison = new RunsComparison(
      await sideOf(base, names, query.baseWhere, context, half(0)),
      await sideOf(run, names, query.runWhere, context, half(0.5)),
    );
    if (query.slice !== null) await comparison.cut(query.slice, context);
    comparison.list({ name: 'total', descending: false });
    return comparison;
  }

  async report(context: CallContext): Promise<RunsReport> {
    const { base, other, pairs } = this;
    const turn = turns(context.signal);
    const all = Int32Array.from(pairs.base.keys());
    const differences = await this.differences(all, turn);
    const members = this.slices.map((_, slice) => all.filter((pair) => this.sliceOf[pair] === slice));
    const slices: RunsSlice[] = [];
    for (const [i, value] of this.slices.entries()) {
      const own = members[i] ?? all;
      if (own.length === 0) continue;
      slices.push({ value, samples: own.length, differences: await this.differences(own, turn) });
    }
    return {
      base: told(base),
      run: told(other),
      samples: pairs.base.length,
      onlyBase: pairs.onlyBase,
      onlyRun: pairs.onlyRun,
      byRow: pairs.base.reduce((rows, slot) => rows + (base.means.keys.at(slot) >= 0 ? 1 : 0), 0),
      names: this.names,
      differences,
      slices: slices.sort((a, b) => b.samples - a.samples),
    };
  }

  /** Sorts the samples, those without a value in both left out; answers how many there are. */
  list({ name, only, slice, descending }: RunsListQuery): number {
    this.listedBy = Math.max(0, this.base.means.names.indexOf(name));
    const changes = changesOf(this.base.means, this.other.means, this.pairs, this.listedBy);
    const wanted = slice === undefined ? undefined : this.slices.indexOf(slice);
    const sign = descending ? -1 : 1;
    this.order = Int32Array.from(changes.keys())
      .filter((pair) => {
        const direction = directionOf(changes[pair] ?? NaN);
        if (direction === undefined || (only !== undefined && direction !== only)) return false;
        return wanted === undefined || this.sliceOf[pair] === wanted;
      })
      .sort((a, b) => sign * ((changes[a] ?? 0) - (changes[b] ?? 0)) || a - b);
    return this.order.length;
  }

  get listed(): number {
    return this.order.length;
  }

  /** Throws FileError. */
  async samples(start: number, count: number): Promise<readonly RunsSample[]> {
    const samples: RunsSample[] = [];
    for (const pair of this.order.subarray(start, start + count)) samples.push(await this.sample(pair));
    return samples;
  }

  private async sample(pair: number): Promise<RunsSample> {
    const { base, other, pairs } = this;
    const [a, b] = [pairs.base[pair] ?? 0, pairs.run[pair] ?? 0];
    const means = this.places.map((place, i) => {
      const name = this.names[i] ?? '';
      const both = [base.means.mean(a, place), other.means.mean(b, place)].map((mean) =>
        Number.isNaN(mean) ? null : mean,
      );
      return [name, [both[0] ?? null, both[1] ?? null] as const] as const;
    });
    const change = other.means.mean(b, this.listedBy) - base.means.mean(a, this.listedBy);
    const first = other.means.first.at(b);
    const { reader } = other.run;
    const title =
      (await reader.question(first)) ?? (await titleOf(await reader.rollout(first), reader, first));
    return {
      title,
      base: await placeOf(base, a),
      run: await placeOf(other, b),
      means: Object.fromEntries(means),
      change: Number.isNaN(change) ? null : change,
    };
  }

  private async differences(
    of: Int32Array,
    turn: () => Promise<boolean>,
  ): Promise<readonly PairedDifference[]> {
    const { base, other, pairs } = this;
    const found: PairedDifference[] = [];
    for (const place of this.places) {
      await turn();
      const column = (means: SampleMeans, slots: Int32Array): Float64Array =>
        Float64Array.from(of, (pair) => means.mean(slots[pair] ?? -1, place));
      found.push(pairedDifference(column(base.means, pairs.base), column(other.means, pairs.run)));
    }
    return found;
  }

  /** Finds the value of a column for each pair, by the first rollout of the run. */
  private async cut(name: string, { signal }: CallContext): Promise<void> {
    const { run, means } = this.other;
    const slices = new Slices();
    const turn = turns(signal);
    this.sliceOf = new Int32Array(this.pairs.run.length);
    for (const [pair, slot] of this.pairs.run.entries()) {
      await turn();
      this.sliceOf[pair] = (await slices.code(run.store, run.reader, name, means.first.at(slot))) ?? -1;
    }
    this.slices = slices.values(name);
  }
}

function namesOf({ store }: LiveRun): readonly string[] {
  return [...new Set([...store.rewards.keys(), ...store.table.rewards.keys()])];
}

async function sideOf(
  run: LiveRun,
  names: readonly string[],
  where: string,
  { signal }: CallContext,
  progress: (done: number) => void,
): Promise<Side> {
  const { store, reader } = run;
  const conditions = parseWhere(where);
  const means = new SampleMeans(names);
  const turn = turns(signal);
  const { count } = store.table;
  for (let rollout = 0; rollout < count; rollout++) {
    if (await turn()) progress(rollout / count);
    if (conditions.length > 0 && !(await holds(store, reader, rollout, conditions))) continue;
    means.add(keyOf(run, rollout), rollout, (name) =>
      name === 'total' ? (store.total(rollout) ?? NaN) : (store.rewardAt(name, rollout) ?? ABSENT),
    );
  }
  return { run, means };
}

/** The row of the dataset, else a number below 0 for the prompt: the same in every run. */
function keyOf({ store: { judgements, table } }: LiveRun, rollout: number): number {
  const row = judgements.row.at(rollout);
  return row >= 0 ? row : -1 - table.promptOf(rollout);
}

function told({ run, means }: Side): RunsReport['base'] {
  let rollouts = 0;
  for (const count of means.rollouts.view()) rollouts += count;
  return { path: run.path, rollouts, samples: means.size };
}

async function placeOf({ run, means }: Side, slot: number): Promise<RunsPlace> {
  const first = means.first.at(slot);
  const { line, part } = run.store.table.place(first);
  const { source } = await run.reader.rollout(first);
  const group = run.store.grouping.groupOf[first] ?? 0;
  return {
    group,
    at: run.store.membersOf(group).indexOf(first),
    rollouts: means.rollouts.at(slot),
    source,
    line,
    part,
  };
}
