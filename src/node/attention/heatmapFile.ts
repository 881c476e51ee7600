import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { heatmapOfNpy, HeatmapError, type Heatmap } from '../../core/attention/heatmap.ts';
import { isNpy, NpyError } from '../../core/attention/npy.ts';
import { locateImage, type ImageFolders } from '../imageFiles.ts';
import { heatmapOfPng, isPng } from './pngHeatmap.ts';

/** Largest file, in bytes: 64 heads over 512 × 512 cells of half precision take half of it. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Of a picture, whose pixels are packed. */
const MOST_PNG_BYTES = 16 * 1024 * 1024;

/**
 * The heatmap that a rollout of the dump file `source` names, looked for beside that file and in `folders`; it may
 * stand nowhere else. Throws HeatmapError, which says why there is none.
 */
export async function namedHeatmap(named: string, source: string, folders: ImageFolders): Promise<Heatmap> {
  const bases = [...new Set([path.dirname(source), ...folders.bases])];
  const located = await locateImage(named, { ...folders, bases });
  switch (located.kind) {
    case 'file':
      return readHeatmap(located.file);
    case 'missing':
      throw new HeatmapError(`there is no such file; looked for ${located.tried.join(' and ')}`);
    case 'outside':
      throw new HeatmapError(`${located.file} is outside the folders of the run, the dataset and its images`);
  }
}

/** Throws HeatmapError. */
export async function readHeatmap(file: string): Promise<Heatmap> {
  const bytes = await readSmall(file);
  try {
    if (isNpy(bytes)) return heatmapOfNpy(bytes);
  } catch (error) {
    if (error instanceof NpyError) throw new HeatmapError(error.message);
    throw error;
  }
  if (!isPng(bytes)) throw new HeatmapError('it is neither a NumPy array nor a PNG');
  if (bytes.length > MOST_PNG_BYTES) throw tooLarge(bytes.length);
  return heatmapOfPng(bytes);
}

async function readSmall(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw tooLarge(size);
    return await readFile(file);
  } catch (error) {
    if (error instanceof HeatmapError) throw error;
    throw new HeatmapError(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function tooLarge(bytes: number): HeatmapError {
  return new HeatmapError(`it has ${Math.ceil(bytes / 2 ** 20)} MB, which is too large for a heatmap`);
}
