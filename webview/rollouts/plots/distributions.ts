/** Plots of how values spread, and of what goes with what. */
import * as Plot from '@observablehq/plot';
import type { Heat, PlotData, PlotDot, PlotPart } from '../../../src/protocol/rollouts/plots.ts';
import { BLUE, FOREGROUND, partColour, partDashes, YELLOW } from './colours.ts';
import { drawing } from './drawing.ts';
import type { Drawn } from './lines.ts';
import { both, middle, partText, percent, spanText, stepCondition, type Drawing, type Mark } from './mark.ts';

interface Bin extends Mark {
  readonly x: number;
  readonly y: number;
  readonly part: number;
  readonly least: number;
  readonly most: number;
}

/** Bars of one part; of several, a line for each with the share of its own rollouts, which may be more or fewer. */
export function histogramPlot(data: PlotData, drawn: Drawn, name: string): Drawing {
  const several = drawn.length > 1;
  const bins = drawn.flatMap(({ part, number }) => {
    const counts = part.histograms[name] ?? [];
    const all = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count, i): Bin => {
      const range = binOf(data, name, i);
      const { least, most } = range;
      return {
        x: (least + most) / 2,
        y: several ? count / Math.max(1, all) : count,
        part: number,
        least,
        most,
        said: `${partText(part)}${rangeText(range)}\n${count} rollouts (${percent(count, all)})`,
        lists: { where: both(rangeCondition(name, range), part.where) },
      };
    });
  });
  const lines = drawn.map(({ number }) =>
    Plot.lineY(
      bins.filter(({ part }) => part === number),
      { x: 'x', y: 'y', curve: 'step', stroke: partColour(number), strokeDasharray: partDashes(number) },
    ),
  );
  return drawing(
    {
      ariaLabel: `Distribution of ${name}`,
      x: { label: name },
      y: { label: null, grid: true, ...(several && { tickFormat: '%' }) },
      marks: [
        ...(several
          ? lines
          : [Plot.rectY(bins, { x1: 'least', x2: 'most', y: 'y', fill: BLUE, inset: 0.5 })]),
        Plot.ruleY([0], { stroke: FOREGROUND }),
      ],
    },
    bins,
    several ? 'xy' : 'x',
  );
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly last: boolean;
}

function binOf({ edges }: PlotData, name: string, i: number): Range {
  const own = edges[name] ?? [];
  return { least: own[i] ?? 0, most: own[i + 1] ?? 0, last: i === own.length - 2 };
}

/** The last bin holds what is at its upper edge, too. */
const rangeCondition = (name: string, { least, most, last }: Range): string =>
  `${name}>=${least} ${name}${last ? '<=' : '<'}${most}`;

const rangeText = ({ least, most }: Range): string => `${least} to ${most}`;

/** A histogram for each step, darker where a step has more of its rollouts. */
export function heatPlot(data: PlotData, part: PlotPart, heat: Heat, name: string): Drawing {
  const cells = heat.spans.flatMap((span, i) => {
    const counts = heat.counts[i] ?? [];
    const all = counts.reduce((sum, count) => sum + count, 0);
    return counts.flatMap((count, bin) => {
      if (count === 0) return [];
      const range = binOf(data, name, bin);
      const { least, most } = range;
      return [
        {
          x: (span.from + span.to) / 2,
          y: (least + most) / 2,
          x1: span.from - 0.5,
          x2: span.to + 0.5,
          least,
          most,
          share: count / all,
          said: `${partText(part)}${spanText(span)}\n${name} ${rangeText(range)}\n${count} of ${all} rollouts (${percent(count, all)})`,
          lists: { where: both(stepCondition(span), rangeCondition(name, range), part.where) },
        },
      ];
    });
  });
  const highest = Math.max(...cells.map(({ share }) => share));
  return drawing(
    {
      ariaLabel: `Histograms of ${name} by step`,
      x: {
        label: 'step',
        type: 'linear',
        ...(heat.spans.length < 8 && { ticks: heat.spans.map(middle), tickFormat: 'd' }),
      },
      y: { label: null },
      opacity: { type: 'identity' },
      marks: [
        Plot.rect(cells, {
          x1: 'x1',
          x2: 'x2',
          y1: 'least',
          y2: 'most',
          fill: BLUE,
          fillOpacity: ({ share }: (typeof cells)[number]) => 0.08 + (0.92 * share) / highest,
        }),
      ],
    },
    cells,
  );
}

export function scatterPlot(dots: readonly PlotDot[], drawn: Drawn): Drawing {
  const several = drawn.length > 1;
  const shown = new Map(drawn.map(({ part, number }) => [number, part]));
  const marks = dots.flatMap(({ index, step, length, total, part }) => {
    const of = shown.get(part);
    if (of === undefined) return [];
    return [
      {
        x: length,
        y: total,
        part,
        said: `${partText(of)}step ${step}\n${length} characters\ntotal ${total.toFixed(3)}`,
        lists: { rollout: index },
      },
    ];
  });
  return drawing(
    {
      ariaLabel: 'Total reward against length of the completion',
      x: { label: 'characters' },
      y: { label: 'total', grid: true },
      marks: [
        Plot.dot(marks, {
          x: 'x',
          y: 'y',
          fill: ({ part }: (typeof marks)[number]) => (several ? partColour(part) : BLUE),
          fillOpacity: 0.5,
          r: 2.5,
        }),
      ],
    },
    marks,
  );
}

/** Of each two rewards; yellow where one falls as the other rises. */
export function correlationPlot({ correlations }: PlotPart): Drawing {
  const cells = correlations.flatMap(({ a, b, r }) => {
    const said = `${a} and ${b}\n${r === null ? 'no spread' : `r = ${r.toFixed(3)}`}`;
    return [
      { x: a, y: b, r, said },
      { x: b, y: a, r, said },
    ];
  });
  return drawing(
    {
      ariaLabel: 'Correlation of the rewards',
      height: 220,
      marginLeft: 72,
      padding: 0.05,
      x: { label: null },
      y: { label: null },
      opacity: { type: 'identity' },
      marks: [
        Plot.cell(cells, {
          x: 'x',
          y: 'y',
          fill: ({ r }: (typeof cells)[number]) => ((r ?? 0) < 0 ? YELLOW : BLUE),
          fillOpacity: ({ r }: (typeof cells)[number]) => Math.abs(r ?? 0),
        }),
        Plot.text(cells, {
          x: 'x',
          y: 'y',
          text: ({ r }: (typeof cells)[number]) => r?.toFixed(2) ?? '–',
          fill: FOREGROUND,
        }),
      ],
    },
    cells,
  );
}
