/** What the plots show as comma-separated values. */
import type { PlotData } from '../../src/protocol/rollouts.ts';

export function seriesCsv(data: PlotData, name: string): string {
  const series = data.series[name];
  const rows = (series?.step ?? []).map((step, i) =>
    [step, series?.count[i], series?.mean[i], series?.low[i], series?.median[i], series?.high[i]].join(','),
  );
  return ['step,count,mean,p10,median,p90', ...rows].join('\n');
}

export function histogramCsv(data: PlotData, name: string): string {
  const bins = binsOf(data, name).map(({ least, most, n }) => [least, most, n].join(','));
  return ['from,to,count', ...bins].join('\n');
}

export function correlationsCsv({ correlations }: PlotData): string {
  return ['a,b,r', ...correlations.map(({ a, b, r }) => [quoted(a), quoted(b), r ?? ''].join(','))].join(
    '\n',
  );
}

export interface Bin {
  readonly least: number;
  readonly most: number;
  readonly n: number;
}

export function binsOf(data: PlotData, name: string): readonly Bin[] {
  const histogram = data.histograms[name];
  if (histogram === undefined) return [];
  const { least, most, counts } = histogram;
  const width = (most - least) / counts.length;
  return counts.map((n, i) => ({ least: least + i * width, most: least + (i + 1) * width, n }));
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
