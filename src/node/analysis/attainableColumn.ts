import type { RowId } from '../../core/sample.ts';

/** NaN where a row was not scored yet. */
const UNKNOWN = NaN;
/** A row that cannot be scored, which is not a row of reward 0. */
const NONE = -Infinity;

/** What the ground truth of every row scores in total: eight bytes a row, so that a million rows stay small. */
export class AttainableColumn {
  private totals = new Float64Array(1024).fill(UNKNOWN);

  /** Undefined forgets it. */
  set(id: RowId, total: number | null | undefined): void {
    if (id >= this.totals.length) {
      const grown = new Float64Array(Math.max(id + 1, this.totals.length * 2)).fill(UNKNOWN);
      grown.set(this.totals);
      this.totals = grown;
    }
    this.totals[id] = total === undefined ? UNKNOWN : (total ?? NONE);
  }

  /** Null where it cannot be scored; undefined where it is not known yet. */
  get(id: RowId): number | null | undefined {
    const total = this.totals[id] ?? UNKNOWN;
    if (Number.isNaN(total)) return undefined;
    return total === NONE ? null : total;
  }

  clear(): void {
    this.totals.fill(UNKNOWN);
  }
}
