import { parseWhere } from '../../../../core/rollouts/where.ts';
import type { PlotMethods } from '../../../../protocol/rollouts/plots.ts';
import type { Handlers } from '../../../../protocol/rpc.ts';
import type { LiveRun } from '../liveRun.ts';
import { plotData } from '../plots.ts';
import { sliceColumns, Slices } from '../slices.ts';

/** What the plots are drawn from. */
export function plotHandlers(current: () => LiveRun): Handlers<PlotMethods> {
  const known = new WeakMap<LiveRun, { readonly version: number | undefined; readonly slices: Slices }>();
  /** Rows that were edited or saved may have other values. */
  const slicesOf = (run: LiveRun): Slices => {
    const version = run.judge.dataset?.version;
    const last = known.get(run);
    if (last !== undefined && last.version === version) return last.slices;
    const slices = new Slices();
    known.set(run, { version, slices });
    return slices;
  };
  return {
    plots: ({ where, slice }, context) => {
      const run = current();
      const query = { conditions: parseWhere(where), slice };
      return plotData(run.store, run.reader, slicesOf(run), query, context);
    },
    sliceColumns: () => {
      const { store, reader } = current();
      return sliceColumns(store, reader);
    },
  };
}
