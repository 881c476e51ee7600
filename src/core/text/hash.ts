/** FNV-1a over UTF-16 units; every table of this folder hashes words alike. */
export const HASH_SEED = 0x811c9dc5 | 0;
export const HASH_FACTOR = 0x01000193;

export function hashOf(units: Uint16Array, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (units[at] ?? 0), HASH_FACTOR);
  return hash;
}
