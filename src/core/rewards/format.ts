import { checkFormat } from '../completion.ts';
import { traceFormat } from './explain/format.ts';
import type { Reward } from './reward.ts';

/** 1 where the completion has its three parts in order. */
export const format: Reward<'format'> = {
  name: 'format',
  source: 'Format',
  columns: [],
  score({ completion }, tracer) {
    if (tracer !== undefined) traceFormat(tracer, completion);
    return { value: checkFormat(completion).ok ? 1 : 0 };
  },
};
