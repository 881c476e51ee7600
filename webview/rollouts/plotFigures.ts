/** The plots themselves, in the theme's colours. */
import * as Plot from '@observablehq/plot';
import type { PlotData } from '../../src/protocol/rollouts.ts';
import { binsOf, type Bin } from './plotCsv.ts';

const SIZE = { width: 420, height: 200, marginLeft: 44, marginBottom: 32 } as const;
const BLUE = 'var(--vscode-charts-blue)';
const YELLOW = 'var(--vscode-charts-yellow)';
const FOREGROUND = 'var(--vscode-foreground)';

type Drawn = (SVGSVGElement | HTMLElement) & Plot.Plot;

/** Calls `act` with the datum under the pointer, which Plot knows as the plot's value, when the plot is clicked. */
function onClick(plot: Drawn, act: (datum: unknown) => void): Element {
  plot.addEventListener('click', () => {
    const datum: unknown = plot.value;
    if (datum !== null && datum !== undefined) act(datum);
  });
  plot.classList.add('clickable');
  return plot;
}

interface Point {
  readonly step: number;
  readonly mean: number;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Mean and median over the steps, with the band that holds eight of ten rollouts. */
export function seriesPlot(data: PlotData, name: string, open: (step: number) => void): Element {
  const series = data.series[name];
  const points = (series?.step ?? []).map((step, i): Point => ({
    step,
    mean: series?.mean[i] ?? NaN,
    median: series?.median[i] ?? NaN,
    low: series?.low[i] ?? NaN,
    high: series?.high[i] ?? NaN,
    count: series?.count[i] ?? 0,
  }));
  const few = points.length < 2;
  const plot = Plot.plot({
    ...SIZE,
    ariaLabel: `${name} by step`,
    x: { label: 'step', ...(few && { tickFormat: 'd', ticks: points.map(({ step }) => step) }) },
    y: { label: null, grid: true },
    marks: [
      few
        ? Plot.ruleX(points, {
            x: 'step',
            y1: 'low',
            y2: 'high',
            stroke: BLUE,
            strokeOpacity: 0.4,
            strokeWidth: 8,
          })
        : Plot.areaY(points, { x: 'step', y1: 'low', y2: 'high', fill: BLUE, fillOpacity: 0.2 }),
      Plot.lineY(points, { x: 'step', y: 'median', stroke: BLUE, strokeDasharray: '2 3' }),
      Plot.lineY(points, { x: 'step', y: 'mean', stroke: BLUE, strokeWidth: 2 }),
      Plot.dot(points, { x: 'step', y: 'mean', fill: BLUE, r: points.length > 60 ? 0 : 3 }),
      Plot.tip(
        points,
        Plot.pointerX({
          x: 'step',
          y: 'mean',
          title: (point: Point) =>
            `step ${point.step}\nmean ${point.mean.toFixed(4)}\nmedian ${point.median.toFixed(4)}\n10–90% ${point.low.toFixed(3)}–${point.high.toFixed(3)}\n${point.count} rollouts`,
          ...TIP,
        }),
      ),
    ],
  });
  return onClick(plot, (datum) => {
    open((datum as Point).step);
  });
}

const TIP = {
  fill: 'var(--vscode-editorWidget-background)',
  stroke: 'var(--vscode-widget-border, var(--vscode-foreground))',
} as const;

/** The part of the groups that teach nothing. */
export function flatPlot(data: PlotData, open: (step: number) => void): Element {
  const points = data.step.map((step, i) => ({ step, share: data.flat[i] ?? 0 }));
  type Share = (typeof points)[number];
  const plot = Plot.plot({
    ...SIZE,
    ariaLabel: 'Share of groups without spread by step',
    x: { label: 'step', type: 'linear' },
    y: { label: null, grid: true, domain: [0, 1], tickFormat: '%' },
    marks: [
      Plot.lineY(points, { x: 'step', y: 'share', stroke: YELLOW, strokeWidth: 2 }),
      Plot.dot(points, { x: 'step', y: 'share', fill: YELLOW, r: 3 }),
      Plot.tip(
        points,
        Plot.pointerX({
          x: 'step',
          y: 'share',
          title: ({ step, share }: Share) => `step ${step}: ${(share * 100).toFixed(1)}%`,
          ...TIP,
        }),
      ),
    ],
  });
  return onClick(plot, (datum) => {
    open((datum as Share).step);
  });
}

export function histogramPlot(
  data: PlotData,
  name: string,
  open: (least: number, most: number) => void,
): Element {
  const bins = binsOf(data, name);
  const plot = Plot.plot({
    ...SIZE,
    ariaLabel: `Distribution of ${name}`,
    x: { label: name },
    y: { label: null, grid: true },
    marks: [
      Plot.rectY(bins, { x1: 'least', x2: 'most', y: 'n', fill: BLUE, inset: 0.5 }),
      Plot.tip(
        bins,
        Plot.pointerX({
          x: (bin: Bin) => (bin.least + bin.most) / 2,
          y: 'n',
          title: ({ least, most, n }: Bin) => `${least.toFixed(3)} to ${most.toFixed(3)}\n${n} rollouts`,
          ...TIP,
        }),
      ),
      Plot.ruleY([0], { stroke: FOREGROUND }),
    ],
  });
  return onClick(plot, (datum) => {
    const { least, most } = datum as Bin;
    open(round(least), round(most));
  });
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

export function scatterPlot(data: PlotData, open: (index: number) => void): Element {
  type Dot = PlotData['sample'][number];
  const dots = [...data.sample];
  const plot = Plot.plot({
    ...SIZE,
    ariaLabel: 'Total reward against length of the completion',
    x: { label: 'characters' },
    y: { label: 'total', grid: true },
    marks: [
      Plot.dot(dots, { x: 'length', y: 'total', fill: BLUE, fillOpacity: 0.5, r: 2.5 }),
      Plot.tip(
        dots,
        Plot.pointer({
          x: 'length',
          y: 'total',
          title: ({ step, length, total }: Dot) =>
            `step ${step}\n${length} characters\ntotal ${total.toFixed(3)}`,
          ...TIP,
        }),
      ),
    ],
  });
  return onClick(plot, (datum) => {
    open((datum as Dot).index);
  });
}

export function correlationPlot({ correlations }: PlotData): Element {
  const cells = correlations.flatMap(({ a, b, r }) => [
    { a, b, r },
    { a: b, b: a, r },
  ]);
  return Plot.plot({
    ...SIZE,
    ariaLabel: 'Correlation of the rewards',
    height: 220,
    marginLeft: 72,
    padding: 0.05,
    x: { label: null },
    y: { label: null },
    opacity: { type: 'identity' },
    marks: [
      Plot.cell(cells, {
        x: 'a',
        y: 'b',
        fill: ({ r }: (typeof cells)[number]) => ((r ?? 0) < 0 ? YELLOW : BLUE),
        fillOpacity: ({ r }: (typeof cells)[number]) => Math.abs(r ?? 0),
      }),
      Plot.text(cells, {
        x: 'a',
        y: 'b',
        text: ({ r }: (typeof cells)[number]) => r?.toFixed(2) ?? '–',
        fill: FOREGROUND,
      }),
    ],
  });
}
