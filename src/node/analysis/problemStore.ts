import type { RowId } from '../../core/sample.ts';
import type { Problem, Severity } from '../../core/validate/problem.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** The problems found so far, by row. */
export class ProblemStore {
  private readonly byRow = new Map<RowId, readonly Problem[]>();
  private count = 0;
  /** Of each severity in its turn, the problems in file order; made when asked for. */
  private sorted: readonly Problem[] | undefined;

  get total(): number {
    return this.count;
  }

  of(row: RowId): readonly Problem[] {
    return this.byRow.get(row) ?? [];
  }

  worst(row: RowId): Severity | undefined {
    const found = this.of(row);
    return SEVERITIES.find((severity) => found.some((problem) => problem.severity === severity));
  }

  /** Grows with how bad a row is: its worst severity first, then the number of problems. */
  weight(row: RowId): number {
    const worst = this.worst(row);
    if (worst === undefined) return 0;
    return (SEVERITIES.length - SEVERITIES.indexOf(worst)) * 1000 + Math.min(999, this.of(row).length);
  }

  /** Takes the place of what was known of the row. True where that was something else. */
  set(row: RowId, problems: readonly Problem[]): boolean {
    const before = this.of(row);
    if (same(before, problems)) return false;
    this.count += problems.length - before.length;
    if (problems.length === 0) this.byRow.delete(row);
    else this.byRow.set(row, problems);
    this.sorted = undefined;
    return true;
  }

  clear(): void {
    this.byRow.clear();
    this.count = 0;
    this.sorted = undefined;
  }

  /** Worst first, then in file order by `positionOf`; rows that are no longer in the file are left out. */
  list(start: number, count: number, positionOf: (row: RowId) => number): readonly Problem[] {
    this.sorted ??= this.sort(positionOf);
    return this.sorted.slice(start, start + count);
  }

  /** Positions have changed. */
  moved(): void {
    this.sorted = undefined;
  }

  private sort(positionOf: (row: RowId) => number): Problem[] {
    const places = [...this.byRow.keys()]
      .map((row) => ({ row, position: positionOf(row) }))
      .filter(({ position }) => position >= 0)
      .sort((a, b) => a.position - b.position);
    return SEVERITIES.flatMap((severity) =>
      places.flatMap(({ row }) => this.of(row).filter((problem) => problem.severity === severity)),
    );
  }
}

function same(a: readonly Problem[], b: readonly Problem[]): boolean {
  return a.length === b.length && JSON.stringify(a) === JSON.stringify(b);
}
