/** A reward, with the built-in that it is where it is one. */
export interface NamedReward {
  readonly name: string;
  readonly builtIn?: string;
}

/** What trainers call the reward for a right answer. */
const RIGHT: readonly string[] = ['answer', 'accuracy', 'acc'];

/**
 * Whether a rollout counts as a pass: the answer is right, where that is a reward; else it has its first reward in
 * full. Null where that reward has no value: an error is no wrong answer. `values` in the order of the rewards.
 */
export function passes(rewards: readonly NamedReward[], values: readonly (number | null)[]): boolean | null {
  const right = rewards.findIndex(
    ({ name, builtIn = name }) => RIGHT.includes(builtIn) || RIGHT.includes(name),
  );
  const value = values[Math.max(0, right)] ?? null;
  return value === null ? null : value >= 1;
}
