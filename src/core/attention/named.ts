import { parsePath, type ColumnSettings } from '../columns.ts';
import { at, type JsonObject } from '../json.ts';

/** Columns in which a rollout may name its heatmap, best first. */
const COLUMNS = ['attention', 'attention_map', 'heatmap', 'attn'];
const HEATMAP_FILE = /\.(npy|png)$/i;

/** The file that a rollout's own columns name as its heatmap, as it is written there. */
export function heatmapPath(columns: JsonObject | undefined, settings: ColumnSettings): string | undefined {
  if (columns === undefined) return undefined;
  const { heatmap } = settings;
  if (heatmap !== undefined && heatmap !== '') {
    const named = at(columns, parsePath(columns, heatmap));
    return typeof named === 'string' && named !== '' ? named : undefined;
  }
  for (const name of COLUMNS) {
    const named = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (typeof named === 'string' && HEATMAP_FILE.test(named)) return named;
  }
  return undefined;
}
