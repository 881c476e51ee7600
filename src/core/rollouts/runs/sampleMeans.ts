import { doubles, integers } from '../growing.ts';

/** What a run makes of each sample on average: numbers only, a slot for each sample in the order of the run. */
export class SampleMeans {
  /** Names the sample: the same number in every run. */
  readonly keys = doubles();
  /** The sample's first rollout. */
  readonly first = integers();
  readonly rollouts = integers();
  private readonly slots = new Map<number, number>();
  /** Sums of the values there are, and how many: a column of each for every name. */
  private readonly sums;
  private readonly counts;

  constructor(readonly names: readonly string[]) {
    this.sums = names.map(() => doubles());
    this.counts = names.map(() => integers());
  }

  /** Takes in a rollout; a value that is not finite is none, and left out of its mean. */
  add(key: number, rollout: number, value: (name: string) => number): void {
    const slot = this.slots.get(key) ?? this.make(key, rollout);
    this.rollouts.set(slot, this.rollouts.at(slot) + 1);
    for (const [i, name] of this.names.entries()) {
      const given = value(name);
      if (!Number.isFinite(given)) continue;
      const [sum, count] = [this.sums[i], this.counts[i]];
      sum?.set(slot, sum.at(slot) + given);
      count?.set(slot, count.at(slot) + 1);
    }
  }

  get size(): number {
    return this.keys.length;
  }

  slotOf(key: number): number | undefined {
    return this.slots.get(key);
  }

  /** NaN where no rollout of the sample has a value. */
  mean(slot: number, name: number): number {
    return (this.sums[name]?.at(slot) ?? NaN) / (this.counts[name]?.at(slot) ?? 0);
  }

  private make(key: number, rollout: number): number {
    const slot = this.keys.length;
    this.slots.set(key, slot);
    this.keys.push(key);
    this.first.push(rollout);
    this.rollouts.push(0);
    for (const column of this.sums) column.push(0);
    for (const column of this.counts) column.push(0);
    return slot;
  }
}
