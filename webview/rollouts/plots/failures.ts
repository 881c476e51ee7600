import * as Plot from '@observablehq/plot';
import { FORMAT_FAILURES } from '../../../src/core/rollouts/formatFailure.ts';
import type { PlotData, PlotPart } from '../../../src/protocol/rollouts/plots.ts';
import { failureColour } from './colours.ts';
import { drawing } from './drawing.ts';
import {
  both,
  middle,
  partText,
  percent,
  spanText,
  stepCondition,
  type Drawing,
  type LegendItem,
  type Mark,
} from './mark.ts';
import type { Drawn } from './lines.ts';

interface Piece extends Mark {
  readonly name: string;
  /** The shares between which it is stacked. */
  readonly from: number;
  readonly to: number;
}

export const FAILURE_LEGEND: readonly LegendItem[] = FORMAT_FAILURES.map(({ name, title }) => ({
  label: title,
  colour: failureColour(name),
}));

/** How many rollouts fail the format in each way: by step, or by the values of the slice where several are drawn. */
export function failuresPlot(data: PlotData, drawn: Drawn): Drawing {
  const [only] = drawn;
  return drawn.length === 1 && only !== undefined ? byStep(data, only.part) : byPart(drawn);
}

function byStep({ spans }: PlotData, part: PlotPart): Drawing {
  const pieces = spans.flatMap((span, i) =>
    stacked(
      part.checked[i] ?? 0,
      (name) => part.failures[name][i] ?? 0,
      (piece) => ({
        ...piece,
        x: middle(span),
        y: (piece.from + piece.to) / 2,
        said: `${partText(part)}${spanText(span)}\n${piece.said}`,
        lists: { where: both(stepCondition(span), part.where, `is:${piece.name}`) },
        x1: span.from - 0.4,
        x2: span.to + 0.4,
      }),
    ),
  );
  return drawing(
    {
      ariaLabel: 'Format failures by kind and step',
      x: {
        label: 'step',
        type: 'linear',
        ...(spans.length < 8 && { ticks: spans.map(middle), tickFormat: 'd' }),
      },
      y: {
        label: null,
        grid: true,
        tickFormat: '%',
        domain: [0, Math.max(0.05, ...pieces.map(({ to }) => to))],
      },
      marks: [
        Plot.rect(pieces, {
          x1: 'x1',
          x2: 'x2',
          y1: 'from',
          y2: 'to',
          fill: ({ name }: Piece) => failureColour(name),
        }),
        Plot.ruleY([0]),
      ],
    },
    pieces,
  );
}

function byPart(drawn: Drawn): Drawing {
  const pieces = drawn.flatMap(({ part }) => {
    const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0);
    return stacked(
      sum(part.checked),
      (name) => sum(part.failures[name]),
      (piece) => ({
        ...piece,
        x: (piece.from + piece.to) / 2,
        y: part.label,
        said: `${part.label}\n${piece.said}`,
        lists: { where: both(part.where, `is:${piece.name}`) },
      }),
    );
  });
  return drawing(
    {
      ariaLabel: 'Format failures by kind and value of the slice',
      marginLeft: 96,
      x: {
        label: null,
        grid: true,
        tickFormat: '%',
        domain: [0, Math.max(0.05, ...pieces.map(({ to }) => to))],
      },
      y: { label: null, domain: drawn.map(({ part }) => part.label), type: 'band' },
      marks: [
        Plot.barX(pieces, {
          x1: 'from',
          x2: 'to',
          y: 'y',
          fill: ({ name }: Piece) => failureColour(name),
        }),
        Plot.ruleX([0]),
      ],
    },
    pieces,
  );
}

/** The kinds that occur, one upon the other as shares of what was looked at. */
function stacked<T extends Piece>(
  checked: number,
  count: (name: (typeof FORMAT_FAILURES)[number]['name']) => number,
  make: (piece: Omit<Piece, 'x' | 'y' | 'lists'>) => T,
): readonly T[] {
  let below = 0;
  return FORMAT_FAILURES.flatMap(({ name, title }) => {
    const n = count(name);
    if (n === 0) return [];
    const from = below / checked;
    below += n;
    const said = `${title}: ${n} of ${checked} rollouts (${percent(n, checked)})`;
    return [make({ name, from, to: below / checked, said })];
  });
}
