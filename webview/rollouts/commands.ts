import type { RolloutCommand } from '../../src/protocol/rolloutCommands.ts';
import { stepHistory } from './history/load.ts';
import { toggleMark, togglePair } from './pair/marking.ts';
import { toggleAgreement, toggleAttention } from './picture/attention.ts';
import { zoomActual, zoomFit, zoomToBoxes } from './picture/stagePointer.ts';
import { exportRows } from './exportRows.ts';
import type { Session } from './session.ts';

/** What each command does that the host passes on to the page. */
export const COMMANDS: Readonly<Record<RolloutCommand, (session: Session) => unknown>> = {
  nextRollout: (session) => session.step(1),
  previousRollout: (session) => session.step(-1),
  nextGroup: (session) => stepAlong(session, 1),
  previousGroup: (session) => stepAlong(session, -1),
  nextWhere: (session) => session.nextWhere(1),
  previousWhere: (session) => session.nextWhere(-1),
  toggleCompare: (session) => session.setView(session.state.view === 'compare' ? 'group' : 'compare'),
  toggleRuns: (session) => session.setView(session.state.view === 'runs' ? 'group' : 'runs'),
  togglePlots: (session) => session.setView(session.state.view === 'plots' ? 'group' : 'plots'),
  export: exportRows,
  openRolloutSample: ({ state, host }) => {
    const row = state.group?.sample?.place?.row;
    return row === undefined ? undefined : host.call('openRow', { row });
  },
  markRollout: (session) => {
    toggleMark(session);
  },
  compareRollouts: togglePair,
  showSampleHistory: (session) => session.setView(session.state.view === 'history' ? 'group' : 'history'),
  toggleAttention,
  toggleAgreement,
  zoomRolloutToBoxes: zoomToBoxes,
  zoomRolloutFit: zoomFit,
  zoomRolloutActual: zoomActual,
};

/** Through the groups of the list, or through the steps of the one sample that is shown. */
const stepAlong = (session: Session, by: 1 | -1): Promise<void> =>
  session.state.view === 'history' ? stepHistory(session, by) : session.stepGroup(by);
