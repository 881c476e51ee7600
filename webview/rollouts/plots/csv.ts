/** What the plots show as comma-separated values; a column names the part where the run is sliced. */
import { FORMAT_FAILURES } from '../../../src/core/rollouts/formatFailure.ts';
import type { PlotData, PlotPart } from '../../../src/protocol/rollouts/plots.ts';
import { csvLine, type CsvCell } from '../../ui/csv.ts';

export function seriesCsv(data: PlotData, name: string): string {
  return table(data, ['step', 'to', 'count', 'mean', 'p10', 'median', 'p90'], ({ series }) => {
    const own = series[name];
    return data.spans.map(({ from, to }, i) => [
      from,
      to,
      own?.count[i],
      own?.mean[i],
      own?.low[i],
      own?.median[i],
      own?.high[i],
    ]);
  });
}

export function flatCsv(data: PlotData): string {
  return table(data, ['step', 'to', 'groups', 'without spread'], ({ groups, flat }) =>
    data.spans.map(({ from, to }, i) => [from, to, groups[i], flat[i]]),
  );
}

export function failuresCsv(data: PlotData): string {
  return table(data, ['step', 'to', 'rollouts', ...FORMAT_FAILURES.map(({ name }) => name)], (part) =>
    data.spans.map(({ from, to }, i) => [
      from,
      to,
      part.checked[i],
      ...FORMAT_FAILURES.map(({ name }) => part.failures[name][i]),
    ]),
  );
}

export function histogramCsv(data: PlotData, name: string): string {
  const edges = data.edges[name] ?? [];
  return table(data, ['from', 'to', 'count'], ({ histograms }) =>
    (histograms[name] ?? []).map((count, i) => [edges[i], edges[i + 1], count]),
  );
}

export function heatCsv(data: PlotData, name: string): string {
  const edges = data.edges[name] ?? [];
  const heats = data.heats[name] ?? [];
  return table(data, ['step', 'to', 'value from', 'value to', 'count'], (part) => {
    const heat = heats[data.slice === null ? 0 : data.parts.indexOf(part) + 1];
    return (heat?.spans ?? []).flatMap(({ from, to }, i) =>
      (heat?.counts[i] ?? []).map((count, bin) => [from, to, edges[bin], edges[bin + 1], count]),
    );
  });
}

export function correlationsCsv(data: PlotData): string {
  return table(data, ['a', 'b', 'r'], ({ correlations }) => correlations.map(({ a, b, r }) => [a, b, r]));
}

export function scatterCsv(data: PlotData): string {
  return table(data, ['rollout', 'step', 'length', 'total'], (part) =>
    data.dots
      .filter((dot) => data.parts[dot.part] === part)
      .map(({ index, step, length, total }) => [index, step, length, total]),
  );
}

function table(
  { slice, parts }: PlotData,
  names: readonly string[],
  rows: (part: PlotPart) => readonly (readonly CsvCell[])[],
): string {
  const lines = parts.flatMap((part) =>
    rows(part).map((row) => (slice === null ? row : [part.label, ...row])),
  );
  return [slice === null ? names : [slice, ...names], ...lines].map(csvLine).join('\n');
}
