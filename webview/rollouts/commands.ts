import type { RolloutCommand } from '../../src/protocol/rolloutCommands.ts';
import type { Session } from './session.ts';

/** What each command does that the host passes on to the page. */
export const COMMANDS: Readonly<Record<RolloutCommand, (session: Session) => unknown>> = {
  nextRollout: (session) => session.step(1),
  previousRollout: (session) => session.step(-1),
  nextGroup: (session) => session.stepGroup(1),
  previousGroup: (session) => session.stepGroup(-1),
  nextWhere: (session) => session.nextWhere(1),
  previousWhere: (session) => session.nextWhere(-1),
  togglePlots: (session) => session.setView(session.state.view === 'plots' ? 'group' : 'plots'),
  openRolloutSample: ({ state, host }) => {
    const row = state.group?.sample?.place?.row;
    return row === undefined ? undefined : host.call('openRow', { row });
  },
};
