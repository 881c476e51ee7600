import type { PlotData } from '../../../src/protocol/rollouts/plots.ts';
import { partColour } from './colours.ts';
import {
  correlationsCsv,
  failuresCsv,
  flatCsv,
  heatCsv,
  histogramCsv,
  scatterCsv,
  seriesCsv,
} from './csv.ts';
import { correlationPlot, heatPlot, histogramPlot, scatterPlot } from './distributions.ts';
import { FAILURE_LEGEND, failuresPlot } from './failures.ts';
import { flatPlot, seriesPlot, SERIES_NOTE, type Drawn } from './lines.ts';
import type { Drawing, LegendItem } from './mark.ts';

export interface PlotOf {
  readonly name: string;
  readonly draw: () => Drawing;
  readonly csv: () => string;
  readonly legend: readonly LegendItem[];
  /** Whether the legend stands below the plot, because it is no other plot's. */
  readonly ownLegend?: boolean;
  /** What its lines and areas are, below the plot. */
  readonly note?: string;
}

/** Every plot that there is something to draw for; of the value `solo` of the slice alone, where one is chosen. */
export function plotsOf(data: PlotData, solo: string | undefined): readonly PlotOf[] {
  const { names, parts, heats, whole } = data;
  const all: Drawn = parts.map((part, number) => ({ part, number }));
  const alone = all.filter(({ part }) => part.label === solo);
  const drawn = alone.length === 0 ? all : alone;
  const [first] = drawn;
  // What cannot be laid one over the other is drawn of one part, or of all rollouts together.
  const single = drawn.length === 1 && first !== undefined ? first : { part: whole, number: -1 };
  const legend =
    drawn.length < 2
      ? []
      : drawn.map(({ part, number }) => ({ label: part.label, colour: partColour(number) }));
  const failing = drawn.some(({ part }) => part.checked.some((count) => count > 0));
  return [
    ...names.map((name) => ({
      name: `${title(name)} by step`,
      draw: () => seriesPlot(data, drawn, name),
      csv: () => seriesCsv(data, name),
      legend,
      ...(drawn.length === 1 && { note: SERIES_NOTE }),
    })),
    { name: 'Groups without spread', draw: () => flatPlot(data, drawn), csv: () => flatCsv(data), legend },
    ...(failing
      ? [
          {
            name: 'Format failures by kind',
            draw: () => failuresPlot(data, drawn),
            csv: () => failuresCsv(data),
            legend: FAILURE_LEGEND,
            ownLegend: true,
          },
        ]
      : []),
    ...names.map((name) => ({
      name: `Distribution of ${name}`,
      draw: () => histogramPlot(data, drawn, name),
      csv: () => histogramCsv(data, name),
      legend,
    })),
    ...names.flatMap((name) => {
      const heat = heats[name]?.[data.slice === null ? 0 : single.number + 1];
      if (heat === undefined) return [];
      return [
        {
          name: `Histograms of ${name} by step`,
          draw: () => heatPlot(data, single.part, heat, name),
          csv: () => heatCsv(data, name),
          legend: [],
        },
      ];
    }),
    {
      name: 'Reward against length',
      draw: () => scatterPlot(data.dots, drawn),
      csv: () => scatterCsv(data),
      legend,
    },
    ...(whole.correlations.length === 0
      ? []
      : [
          {
            name: 'Correlation of the rewards',
            draw: () => correlationPlot(single.part),
            csv: () => correlationsCsv(data),
            legend: [],
          },
        ]),
  ];
}

const title = (name: string): string => (name === 'length' ? 'Completion length' : name);
