/** Which ways of scoring there are to compare, and which are compared at first. */
import type { RunState } from '../../../src/protocol/rollouts.ts';
import type { SideChoice } from '../../../src/protocol/rollouts/compare.ts';
import type { ScoredFunction } from '../../../src/protocol/rollouts/functions.ts';
import type { RunTarget } from '../../../src/protocol/runner.ts';

type Known = Pick<RunState, 'logged' | 'rewards' | 'functions'>;

/** `bbox, logged`, `bbox, computed`, `Match`, `Match@HEAD`. */
export function sideTitle(side: SideChoice | undefined): string {
  if (side === undefined) return 'Choose…';
  if (side.kind === 'function') return side.name;
  return `${side.name}, ${side.kind === 'logged' ? 'logged' : 'computed'}`;
}

/** Whether the run has this way of scoring. */
export function isKnown(side: SideChoice, { logged, rewards, functions }: Known): boolean {
  switch (side.kind) {
    case 'logged':
      return logged.includes(side.name);
    case 'builtin':
      return rewards.includes(side.name);
    case 'function':
      return functions.some(({ name }) => name === side.name);
  }
}

/**
 * What is compared where nothing is chosen: a reward that was logged with the same as it is computed here, else what was
 * logged first, or is computed first, with the function that was called last.
 */
export function firstSides({ logged, rewards, functions }: Known): {
  readonly a: SideChoice | undefined;
  readonly b: SideChoice | undefined;
} {
  const last = functions.at(-1);
  const both = logged.find((name) => rewards.includes(name));
  if (last !== undefined)
    return { a: beside(last.name, { logged, rewards, functions }), b: ofFunction(last.name) };
  if (both !== undefined) return { a: { kind: 'logged', name: both }, b: { kind: 'builtin', name: both } };
  const [first] = logged;
  return { a: first === undefined ? undefined : { kind: 'logged', name: first }, b: undefined };
}

/** What a function is compared with at first: the reward of its name, else the first there is. */
export function beside(name: string, { logged, rewards }: Known): SideChoice | undefined {
  const same = (other: string): boolean => other.toLowerCase() === name.replace(/@HEAD$/, '').toLowerCase();
  const log = logged.find(same) ?? logged[0];
  if (log !== undefined) return { kind: 'logged', name: log };
  const computed = rewards.find(same) ?? rewards[0];
  return computed === undefined ? undefined : { kind: 'builtin', name: computed };
}

export const ofFunction = (name: string): SideChoice => ({ kind: 'function', name });

/** The function that a side is, with what is known of it. */
export function functionOf(side: SideChoice | undefined, { functions }: Known): ScoredFunction | undefined {
  return side?.kind === 'function' ? functions.find(({ name }) => name === side.name) : undefined;
}

/** A function as it was called before, as its file stands or as of HEAD. */
export function calledBefore(
  target: RunTarget,
  head: boolean,
  { functions }: Known,
): ScoredFunction | undefined {
  return functions.find(
    (each) =>
      each.target.file === target.file &&
      each.target.symbol === target.symbol &&
      (each.commit !== undefined) === head,
  );
}
