/** Training steps along the axis of a plot. */

/** Steps that one point stands for: a single one, or neighbours where there are too many to tell apart. */
export interface StepSpan {
  readonly from: number;
  readonly to: number;
}

export interface StepAxis {
  readonly spans: readonly StepSpan[];
  /** The span of each step, by its number. */
  readonly spanOf: ReadonlyMap<number, number>;
}

/** Cuts the steps that occur into at most `most` spans, each of as many steps as the others or one less. */
export function stepAxis(steps: Iterable<number>, most: number): StepAxis {
  const sorted = [...new Set(steps)].sort((a, b) => a - b);
  const count = Math.min(most, sorted.length);
  const spans: { from: number; to: number }[] = [];
  const spanOf = new Map<number, number>();
  for (const [i, step] of sorted.entries()) {
    const at = Math.floor((i * count) / sorted.length);
    spanOf.set(step, at);
    const span = spans[at];
    if (span === undefined) spans.push({ from: step, to: step });
    else span.to = step;
  }
  return { spans, spanOf };
}
