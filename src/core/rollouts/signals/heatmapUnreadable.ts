import type { Signal } from './signal.ts';

/** A heatmap that cannot be read says nothing about where the policy looked. */
export const heatmapUnreadable: Signal = {
  name: 'heatmap-unreadable',
  title: 'Heatmap cannot be read',
  about: 'The heatmap that the rollout names is not there, or cannot be read.',
  find({ attention }) {
    return attention?.problem === undefined ? undefined : `${attention.path}: ${attention.problem}`;
  },
};
