import { truncation } from '../truncation.ts';
import type { Signal } from './signal.ts';

/** Cut off at the length limit: by what the trainer logged, or by where its tags stop. */
export const truncated: Signal = {
  name: 'truncated',
  title: 'Truncated',
  about: 'Logged as cut off, or it ends inside a tag or before its answer.',
  find: ({ rollout }) => truncation(rollout),
};
