import type { Attention } from '../../core/attention/attention.ts';
import { regionDensity } from '../../core/attention/density.ts';
import { HeatmapError, type Heatmap } from '../../core/attention/heatmap.ts';
import { heatmapPath } from '../../core/attention/named.ts';
import type { ColumnSettings } from '../../core/columns.ts';
import type { Bounds } from '../../core/geometry/handles.ts';
import type { Rollout } from '../../core/rollouts/rollout.ts';
import type { Box } from '../../core/sample.ts';
import type { ImageFolders } from '../imageFiles.ts';
import { namedHeatmap } from './heatmapFile.ts';

/** Where heatmaps are named and where they may stand. */
export interface HeatmapPlaces {
  readonly columns: ColumnSettings;
  readonly folders?: ImageFolders;
}

/** What there is to measure attention by. */
export interface Region {
  /** In original pixels. */
  readonly truth: readonly Box[];
  readonly size: Bounds | undefined;
}

/** The folder of the run alone. */
const NOWHERE_ELSE: ImageFolders = { bases: [], followLinks: false };

type OwnHeatmap =
  | { readonly path: string; readonly map: Heatmap }
  /** Why it cannot be read, a phrase. */
  | { readonly path: string; readonly problem: string };

/** The heatmap of a rollout; undefined where it names none. */
export async function heatmapOf(
  { columns, source }: Pick<Rollout, 'columns' | 'source'>,
  { columns: settings, folders = NOWHERE_ELSE }: HeatmapPlaces,
): Promise<OwnHeatmap | undefined> {
  const path = heatmapPath(columns, settings);
  if (path === undefined) return undefined;
  try {
    return { path, map: await namedHeatmap(path, source, folders) };
  } catch (error) {
    if (error instanceof HeatmapError) return { path, problem: error.message };
    throw error;
  }
}

/** How much of a rollout's attention is where the truth is; undefined where it names no heatmap. */
export async function attentionOf(
  rollout: Pick<Rollout, 'columns' | 'source'>,
  region: Region | undefined,
  places: HeatmapPlaces,
): Promise<Attention | undefined> {
  const own = await heatmapOf(rollout, places);
  if (own === undefined || 'problem' in own) return own;
  const { path, map } = own;
  if (region === undefined) return { path, why: 'no sample is linked' };
  if (region.size === undefined) return { path, why: 'the size of the image is not known' };
  const density = regionDensity(map, region.truth, region.size);
  return 'value' in density ? { path, density: density.value } : { path, why: density.why };
}
