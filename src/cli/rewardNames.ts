import { BUILT_INS } from '../core/rewards/builtIns.ts';
import { REWARD_NAMES } from '../core/rewards/reward.ts';
import { oneOf } from './args.ts';

/** For the help of a command that takes `--rewards a,b`. */
export const DEFAULT_REWARDS = REWARD_NAMES.join(', ');

/**
 * The rewards that `--rewards a,b` names, each once and in the order in which `score --help` lists them; SATORI-R1's
 * four where it was not given. Throws UsageError, which says the nearest name for one that there is not.
 */
export function readRewardNames(list: string | undefined): readonly string[] {
  if (list === undefined) return REWARD_NAMES;
  const known = BUILT_INS.map(({ name }) => name);
  const wanted = list.split(',').map((name) => oneOf(name.trim(), known, 'reward'));
  return known.filter((name) => wanted.includes(name));
}
