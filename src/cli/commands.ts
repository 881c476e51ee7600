import type { Command } from './command.ts';

/** The commands by name; each is loaded when it is asked for. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  score: async () => (await import('./score.ts')).score,
  validate: async () => (await import('./validate.ts')).validate,
  rollouts: async () => (await import('./rollouts.ts')).rollouts,
  reward: async () => (await import('./reward.ts')).reward,
  propose: async () => (await import('./propose.ts')).propose,
};
