import { editDistance } from './text/editDistance.ts';

/** The one of `known` that `given` was most likely meant to be, undefined where none is near. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(given.length / 3)) + 1;
  for (const name of known) {
    const distance = name.startsWith(given) && given !== '' ? 1 : editDistance(given, name);
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

/** `, did you mean X?` where something is near, else the list of what there is. */
export function suggestion(given: string, known: readonly string[]): string {
  const name = nearest(given, known);
  return name === undefined ? `; there are ${known.join(', ')}` : `; did you mean ${name}?`;
}
