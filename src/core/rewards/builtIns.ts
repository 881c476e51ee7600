/** Every reward that can be chosen by name. docs/rewards.md explains each with an example. */
import type { BuiltIn } from './builtIn.ts';
import { anls } from './builtin/anls.ts';
import { exactMatch } from './builtin/exactMatch.ts';
import { SATORI } from './builtin/satori.ts';

/** SATORI-R1's four first, in the order in which people are offered them. */
export const BUILT_INS: readonly BuiltIn[] = [...SATORI, exactMatch, anls];

const byName = new Map(BUILT_INS.map((reward) => [reward.name, reward]));

export function findBuiltIn(name: string): BuiltIn | undefined {
  return byName.get(name);
}
