import type { nothing, TemplateResult } from 'lit';
import { loadComparison } from './compare/actions.ts';
import { compareView } from './compare/compareView.ts';
import { groupView } from './groupView.ts';
import { historyView } from './history/historyView.ts';
import { loadHistory } from './history/load.ts';
import { loadPair } from './pair/marking.ts';
import { pairView } from './pair/pairView.ts';
import { loadPlots } from './plots/load.ts';
import { plots } from './plots/plotsView.ts';
import { signals } from './signalsView.ts';
import { loadRuns } from './runs/actions.ts';
import { runsView } from './runs/runsView.ts';
import type { Session } from './session.ts';
import { loadColumns } from './sql/actions.ts';
import { sqlView } from './sql/sqlView.ts';
import { legend } from './stage.ts';

/** What the main area can show. */
interface View {
  readonly name: string;
  /** On its button. */
  readonly title: string;
  /** What it shows: one rollout, whose texts and rewards then stand beside it; some of the chosen group; or the run. */
  readonly of: 'rollout' | 'group' | 'run';
  readonly draw: (session: Session) => TemplateResult | typeof nothing;
  /** What the colours mean, in the line at the bottom. */
  readonly legend?: (session: Session) => TemplateResult | typeof nothing;
  /** Asks for what it draws: on entering, and whenever more of the run is known. */
  readonly load?: (session: Session) => Promise<void>;
}

/** In the order of their buttons. */
const VIEWS = [
  { name: 'group', title: 'Group', of: 'rollout', draw: groupView, legend },
  { name: 'pair', title: 'Pair', of: 'group', draw: pairView, legend, load: loadPair },
  { name: 'history', title: 'History', of: 'rollout', draw: historyView, load: loadHistory },
  { name: 'plots', title: 'Plots', of: 'run', draw: plots, load: loadPlots },
  { name: 'signals', title: 'Signals', of: 'run', draw: signals },
  {
    name: 'compare',
    title: 'Compare',
    of: 'run',
    draw: compareView,
    load: loadComparison,
  },
  { name: 'runs', title: 'Runs', of: 'run', draw: runsView, load: loadRuns },
  { name: 'sql', title: 'SQL', of: 'run', draw: sqlView, load: loadColumns },
] as const satisfies readonly View[];

export type ViewName = (typeof VIEWS)[number]['name'];

export const ALL_VIEWS: readonly (View & { readonly name: ViewName })[] = VIEWS;

/** The view of a name; the first where a page that is restored names one that this version does not have. */
export const viewOf = (name: ViewName): View => ALL_VIEWS.find((view) => view.name === name) ?? VIEWS[0];
