import { setImmediate } from 'node:timers/promises';
import type { JsonObject } from '../../core/json.ts';
import type { UnsavedRows } from '../rollouts/openDatasets.ts';
import type { DatasetDocument } from './document.ts';

/** Rows that are read at once. */
const PORTION = 64;

/** Rows of the file that are edited and not saved, and what those say that were edited since `revision`. */
export async function unsavedRows({ dataset }: DatasetDocument, revision: number): Promise<UnsavedRows> {
  const upTo = dataset.revision;
  const ids = dataset.editedRows.filter((id) => dataset.savedIndexOf(id) >= 0 && dataset.positionOf(id) >= 0);
  const since = ids.filter((id) => dataset.revisionOf(id) > revision);
  const changed: (readonly [number, JsonObject])[] = [];
  for (let from = 0; from < since.length; from += PORTION) {
    for (const { id, value } of await dataset.rows(since.slice(from, from + PORTION))) {
      if (value !== undefined) changed.push([dataset.savedIndexOf(id), value]);
    }
    await setImmediate();
  }
  return { rows: ids.map((id) => dataset.savedIndexOf(id)), changed, revision: upTo };
}
