import { levelsOf } from '../../../../core/attention/levels.ts';
import type { HeatmapView, SampleMethods } from '../../../../protocol/rollouts/samples.ts';
import type { Handlers } from '../../../../protocol/rpc.ts';
import { heatmapOf } from '../../../attention/attention.ts';
import { glimpses, sampleHistory } from '../history.ts';
import type { LiveRun } from '../liveRun.ts';

/** What is asked about single samples and rollouts besides their groups. */
export function sampleHandlers(current: () => LiveRun): Handlers<SampleMethods> {
  return {
    history: ({ rollout }) => sampleHistory(current().store, rollout),
    glimpses: ({ rollouts }) => {
      const { store, reader } = current();
      return glimpses(store, reader, rollouts);
    },
    heatmap: ({ rollout }) => heatmapView(current(), rollout),
  };
}

async function heatmapView({ reader, settings }: LiveRun, rollout: number): Promise<HeatmapView | null> {
  const own = await heatmapOf(await reader.rollout(rollout), settings);
  if (own === undefined) return null;
  const { path } = own;
  if ('problem' in own) return { kind: 'problem', path, message: own.problem };
  const { rows, columns, maps } = own.map;
  return { kind: 'map', path, rows, columns, maps, levels: levelsOf(own.map) };
}
