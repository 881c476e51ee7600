import type { RowId } from './sample.ts';

/** Rows with the ids `id`, `id` + 1, … that stand next to each other. */
export interface Run {
  readonly id: RowId;
  readonly count: number;
}

/**
 * The order of a dataset's rows as an immutable piece table: a million rows in file order are one run,
 * and each insertion, deletion or move adds two or three.
 */
export class RowOrder {
  readonly length: number;
  /** Position of the first row of each run. */
  private readonly positions: readonly number[];
  /** Runs by id, made when first asked for. */
  private byId:
    readonly { readonly id: RowId; readonly count: number; readonly position: number }[] | undefined;

  private constructor(readonly runs: readonly Run[]) {
    let length = 0;
    this.positions = runs.map((run) => {
      const position = length;
      length += run.count;
      return position;
    });
    this.length = length;
  }

  static of(runs: readonly Run[]): RowOrder {
    return new RowOrder(joined(runs));
  }

  /** The id at `position`, undefined outside the dataset. */
  idAt(position: number): RowId | undefined {
    const found = lastAtMost(this.positions.length, position, (i) => this.positions[i] ?? 0);
    const run = this.runs[found];
    if (run === undefined || position < 0 || position >= this.length) return undefined;
    return run.id + position - (this.positions[found] ?? 0);
  }

  /** The position of row `id`, -1 where it is not in the dataset. */
  positionOf(id: RowId): number {
    this.byId ??= this.runs
      .map((run, i) => ({ ...run, position: this.positions[i] ?? 0 }))
      .sort((a, b) => a.id - b.id);
    const sorted = this.byId;
    const run = sorted[lastAtMost(sorted.length, id, (i) => sorted[i]?.id ?? 0)];
    return run !== undefined && id >= run.id && id < run.id + run.count ? run.position + id - run.id : -1;
  }

  /** The runs between two positions. */
  slice(from: number, to: number): readonly Run[] {
    const result: Run[] = [];
    const first = Math.max(
      0,
      lastAtMost(this.positions.length, from, (i) => this.positions[i] ?? 0),
    );
    for (let i = first; i < this.runs.length; i++) {
      const run = this.runs[i];
      const position = this.positions[i];
      if (run === undefined || position === undefined || position >= to) break;
      const skipped = Math.max(0, from - position);
      const count = Math.min(run.count, to - position) - skipped;
      if (count > 0) result.push({ id: run.id + skipped, count });
    }
    return result;
  }

  insert(at: number, runs: readonly Run[]): RowOrder {
    return RowOrder.of([...this.slice(0, at), ...runs, ...this.slice(at, this.length)]);
  }

  remove(at: number, count: number): RowOrder {
    return RowOrder.of([...this.slice(0, at), ...this.slice(at + count, this.length)]);
  }

  /** Moves the row at `from` so that it then stands at `to`. */
  move(from: number, to: number): RowOrder {
    return this.remove(from, 1).insert(to, this.slice(from, from + 1));
  }

  equals(other: RowOrder): boolean {
    if (this === other) return true;
    if (this.length !== other.length || this.runs.length !== other.runs.length) return false;
    return this.runs.every((run, i) => run.id === other.runs[i]?.id && run.count === other.runs[i].count);
  }
}

/** Runs that continue each other become one, so that equal orders have equal runs. */
function joined(runs: readonly Run[]): readonly Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (run.count <= 0) continue;
    if (last !== undefined && last.id + last.count === run.id) {
      result[result.length - 1] = { id: last.id, count: last.count + run.count };
    } else result.push(run);
  }
  return result;
}

/** The last of `count` ascending values that is at most `limit`, -1 where none is. */
export function lastAtMost(count: number, limit: number, value: (index: number) => number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
