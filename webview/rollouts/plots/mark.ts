import type { StepSpan } from '../../../src/core/rollouts/plots/spans.ts';
import type { PlotPart } from '../../../src/protocol/rollouts/plots.ts';

/** What a point, a bar or a cell stands for: what it says when it is looked at, and what it lists. */
export interface Mark {
  /** In the units of the plot's scales. */
  readonly x: number | string;
  readonly y: number | string;
  readonly said: string;
  /** The filter that lists its rollouts, or the one rollout that it is; undefined where there is nothing to list. */
  readonly lists?: { readonly where: string } | { readonly rollout: number };
}

/** A drawing with what can be looked at in it, in the order of the arrow keys. */
export interface Drawing {
  readonly element: SVGSVGElement;
  readonly marks: readonly Mark[];
  /** Where a mark stands, in units of the drawing's view box. */
  readonly place: (mark: Mark) => { readonly x: number; readonly y: number };
}

export interface LegendItem {
  readonly label: string;
  readonly colour: string;
}

/** "step 12", "steps 1–64" */
export function spanText({ from, to }: StepSpan): string {
  return from === to ? `step ${from}` : `steps ${from}–${to}`;
}

/** Where a span stands on an axis of steps. */
export const middle = ({ from, to }: StepSpan): number => (from + to) / 2;

export const stepCondition = ({ from, to }: StepSpan): string =>
  from === to ? `step=${from}` : `step=${from}..${to}`;

export const both = (...conditions: readonly string[]): string =>
  conditions.filter((condition) => condition !== '').join(' ');

/** The name of a part before what is said of it; nothing where there is only one. */
export const partText = (part: PlotPart): string => (part.where === '' ? '' : `${part.label}, `);

export const percent = (part: number, all: number): string =>
  `${((100 * part) / Math.max(1, all)).toFixed(1)}%`;
