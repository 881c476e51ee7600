/** Plots whose axis is training: what changes from step to step. */
import * as Plot from '@observablehq/plot';
import type { PlotData, PlotPart } from '../../../src/protocol/rollouts/plots.ts';
import { BLUE, partColour, partDashes, YELLOW } from './colours.ts';
import { drawing } from './drawing.ts';
import { both, middle, partText, percent, spanText, stepCondition, type Drawing, type Mark } from './mark.ts';

/** More points than this are a line alone. */
const DOTTED = 60;

interface Point extends Mark {
  readonly x: number;
  readonly y: number;
  readonly part: number;
  readonly low?: number;
  readonly median?: number;
  readonly high?: number;
}

/** The parts that are drawn, each with its number among all. */
export type Drawn = readonly { readonly part: PlotPart; readonly number: number }[];

/** The mean over the steps; of a single part also the median and the band that holds eight of ten rollouts. */
export function seriesPlot({ spans }: PlotData, drawn: Drawn, name: string): Drawing {
  const points = drawn.flatMap(({ part, number }) => {
    const series = part.series[name];
    return spans.flatMap((span, i): readonly Point[] => {
      const count = series?.count[i] ?? 0;
      if (series === undefined || count === 0) return [];
      const [mean = 0, low = 0, median = 0, high = 0] = [
        series.mean[i],
        series.low[i],
        series.median[i],
        series.high[i],
      ];
      return [
        {
          x: middle(span),
          y: mean,
          part: number,
          low,
          median,
          high,
          said: `${partText(part)}${spanText(span)}\nmean ${mean.toFixed(4)}\nmedian ${median.toFixed(4)}\n10–90% ${low.toFixed(3)}–${high.toFixed(3)}\n${count} rollouts`,
          lists: { where: both(stepCondition(span), part.where) },
        },
      ];
    });
  });
  const single = drawn.length === 1;
  return linesOf(points, `${name} by step`, single ? bandOf(points, spans.length) : [], BLUE);
}

/** What the marks of `seriesPlot` are where it draws a single part. */
export const SERIES_NOTE = 'Line: mean. Dashed: median. Band: 10th to 90th percentile of the rollouts.';

/** Where eight of ten rollouts are, and the median; of a single step a bar stands for the band. */
function bandOf(points: readonly Point[], spans: number): Plot.Markish[] {
  const band =
    spans < 2
      ? Plot.ruleX(points, {
          x: 'x',
          y1: 'low',
          y2: 'high',
          stroke: BLUE,
          strokeOpacity: 0.4,
          strokeWidth: 8,
        })
      : Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill: BLUE, fillOpacity: 0.2 });
  return [band, Plot.lineY(points, { x: 'x', y: 'median', stroke: BLUE, strokeDasharray: '2 3' })];
}

/** The share of the groups that teach nothing. */
export function flatPlot({ spans }: PlotData, drawn: Drawn): Drawing {
  const points = drawn.flatMap(({ part, number }) =>
    spans.flatMap((span, i): readonly Point[] => {
      const [groups = 0, flat = 0] = [part.groups[i], part.flat[i]];
      if (groups === 0) return [];
      return [
        {
          x: middle(span),
          y: flat / groups,
          part: number,
          said: `${partText(part)}${spanText(span)}\n${flat} of ${groups} groups (${percent(flat, groups)})`,
          lists: { where: both(stepCondition(span), part.where, 'is:flat') },
        },
      ];
    }),
  );
  return linesOf(points, 'Share of groups without spread by step', [], YELLOW, {
    domain: [0, 1],
    tickFormat: '%',
  });
}

/** Room above and below where all points are at one height, which Plot would label with all the digits it has. */
function roomOf(points: readonly Point[], several: boolean): Plot.ScaleOptions {
  const heights = points.flatMap(({ y, low = y, high = y }) => (several ? [y] : [y, low, high]));
  const [least, most] = [Math.min(...heights), Math.max(...heights)];
  const room = 0.1 * Math.max(1, Math.abs(most));
  return most > least ? {} : { domain: [least - room, most + room] };
}

/** A line for each part, in the part's colour where there are several. */
function linesOf(
  points: readonly Point[],
  ariaLabel: string,
  below: Plot.Markish[],
  alone: string,
  y: Plot.ScaleOptions = {},
): Drawing {
  const numbers = [...new Set(points.map(({ part }) => part))];
  const steps = [...new Set(points.map(({ x }) => x))];
  const several = numbers.length > 1;
  const colour = (part: number): string => (several ? partColour(part) : alone);
  return drawing(
    {
      ariaLabel,
      x: {
        label: 'step',
        type: 'linear',
        ...(steps.length < 8 && { tickFormat: 'd', ticks: steps }),
      },
      y: { label: null, grid: true, ...roomOf(points, several), ...y },
      marks: [
        ...below,
        ...numbers.flatMap((part) => {
          const own = points.filter((point) => point.part === part);
          const dotted = own.length <= DOTTED && points.length <= 4 * DOTTED;
          return [
            Plot.lineY(own, {
              x: 'x',
              y: 'y',
              stroke: colour(part),
              strokeWidth: several ? 1.5 : 2,
              ...(several && { strokeDasharray: partDashes(part) }),
            }),
            ...(dotted ? [Plot.dot(own, { x: 'x', y: 'y', fill: colour(part), r: several ? 2.5 : 3 })] : []),
          ];
        }),
      ],
    },
    points,
    several ? 'xy' : 'x',
  );
}
