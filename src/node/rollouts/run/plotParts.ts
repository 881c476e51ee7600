import { columnCondition } from '../../../core/rollouts/where.ts';
import type { AbortSignalLike } from '../../../protocol/rpc.ts';
import { turns } from './groupList.ts';
import type { RunReader } from './reader.ts';
import type { Slices } from './slices.ts';
import type { RunStore } from './store.ts';

/** Values that are drawn apart: with more, colours cannot be told from each other. */
const MOST_PARTS = 8;

/** Which part of a run each of some rollouts is in. */
export interface Parts {
  readonly labels: readonly string[];
  /** The filter that lists the rollouts of each part. */
  readonly where: readonly string[];
  /** Number of the part of each rollout; -1 where it is not known yet. */
  readonly of: Int32Array;
}

/** The values of a column with most rollouts, the rest together; one part for all where there is no column. */
export async function partsOf(
  store: RunStore,
  reader: RunReader,
  slices: Slices,
  column: string | null,
  rollouts: Int32Array,
  signal: AbortSignalLike,
): Promise<Parts> {
  if (column === null) return { labels: ['all'], where: [''], of: new Int32Array(rollouts.length) };
  const codes = new Int32Array(rollouts.length);
  const counts = new Map<number, number>();
  const turn = turns(signal);
  for (const [i, rollout] of rollouts.entries()) {
    await turn();
    const code = (await slices.code(store, reader, column, rollout)) ?? -1;
    codes[i] = code;
    if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([code]) => code);
  const apart = ranked.length <= MOST_PARTS ? ranked : ranked.slice(0, MOST_PARTS - 1);
  const partOfCode = new Map(apart.map((code, part) => [code, part]));
  const values = slices.values(column);
  const labels = apart.map((code) => (values[code] === '' ? 'none' : (values[code] ?? '')));
  const where = apart.map((code) => columnCondition(column, '=', values[code] ?? '') ?? '');
  if (apart.length < ranked.length) {
    labels.push('other');
    where.push(
      apart
        .map((code) => columnCondition(column, '!=', values[code] ?? '') ?? '')
        .filter(Boolean)
        .join(' '),
    );
  }
  return {
    labels,
    where,
    of: codes.map((code) => (code < 0 ? -1 : (partOfCode.get(code) ?? apart.length))),
  };
}
