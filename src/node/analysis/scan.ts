import { setImmediate } from 'node:timers/promises';
import type { Dataset } from '../../core/dataset.ts';
import type { Row } from '../../core/row.ts';
import type { RowId } from '../../core/sample.ts';
import type { AbortSignalLike } from '../../protocol/rpc.ts';
import { CallError } from '../../protocol/rpc.ts';

const WINDOW = 256;
/** Ids are no work by themselves. */
const IDS = 4096;

/**
 * All rows in file order, a window at a time. Between windows other requests get their turn, so a scan can
 * be cancelled; rows that are added or moved meanwhile may be missed or met twice.
 */
export async function* scan(
  dataset: Dataset,
  signal: AbortSignalLike,
  progress: (fraction: number) => void = () => undefined,
): AsyncGenerator<readonly Row[]> {
  for (let start = 0; start < dataset.length; start += WINDOW) {
    if (signal.aborted) throw new CallError('CancelledError', 'The scan was cancelled');
    yield await dataset.window(start, WINDOW);
    if ((start / WINDOW) % 16 === 0) progress(start / dataset.length);
    await setImmediate();
  }
}

/** As `scan`, for what is known of rows without reading them. */
export async function* scanIds(
  dataset: Dataset,
  signal: AbortSignalLike,
  progress: (fraction: number) => void,
): AsyncGenerator<readonly RowId[]> {
  for (let start = 0; start < dataset.length; start += IDS) {
    if (signal.aborted) throw new CallError('CancelledError', 'The scan was cancelled');
    const runs = dataset.order.slice(start, start + IDS);
    yield runs.flatMap(({ id, count }) => Array.from({ length: count }, (_, i) => id + i));
    progress(start / dataset.length);
    await setImmediate();
  }
}
