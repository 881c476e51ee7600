import type { Glimpse, SampleHistory } from '../../../src/protocol/rollouts.ts';
import { UNTIMED } from '../../ui/connect.ts';
import { messageOf } from '../../ui/errors.ts';
import type { Session } from '../session.ts';
import { shown } from '../state.ts';

/** Asks for the sample of the rollout that is shown, again where more is known of it. */
export async function loadHistory(session: Session): Promise<void> {
  const { state } = session;
  const rollout = shown(state)?.index;
  if (rollout === undefined) return;
  const { history } = state;
  const before = history.asked;
  const asked: NonNullable<typeof history.asked> =
    before?.known === undefined ? { rollout } : { rollout, known: before.known };
  history.asked = asked;
  try {
    const known = await session.host.call('history', { rollout }, UNTIMED);
    if (history.asked !== asked) return;
    asked.known = known;
    history.glimpses.clear();
  } catch (error) {
    session.notify('error', messageOf(error));
  }
  session.changed();
}

/** The sample of the rollout that is shown over the steps; undefined until it is known. */
export function historyOf(session: Session): SampleHistory | undefined {
  const { state } = session;
  const rollout = shown(state)?.index;
  const { asked } = state.history;
  if (rollout === undefined) return undefined;
  if (asked === undefined || !isOf(session, rollout)) {
    // Another sample was chosen from the list.
    if (asked?.rollout !== rollout) {
      state.history.asked = undefined;
      void loadHistory(session);
    }
    return undefined;
  }
  return asked.known;
}

/** Whether a rollout is among those that are known, or the one that was asked about. */
function isOf({ state }: Session, rollout: number): boolean {
  const { asked } = state.history;
  if (asked?.rollout === rollout) return true;
  return asked?.known?.steps.some(({ rollouts }) => rollouts.includes(rollout)) === true;
}

/** What small images show of rollouts; undefined for those that are still to be read. */
export function glimpsesOf(session: Session, rollouts: readonly number[]): readonly (Glimpse | undefined)[] {
  const { glimpses } = session.state.history;
  const unknown = rollouts.filter((rollout) => !glimpses.has(rollout));
  if (unknown.length > 0) {
    for (const rollout of unknown) glimpses.set(rollout, undefined);
    void session.host.call('glimpses', { rollouts: unknown }, UNTIMED).then(
      (read) => {
        for (const glimpse of read) glimpses.set(glimpse.rollout, glimpse);
        session.changed();
      },
      (error: unknown) => {
        session.notify('error', messageOf(error));
      },
    );
  }
  return rollouts.map((rollout) => glimpses.get(rollout));
}

/** Goes to a rollout wherever it stands. */
export async function showRollout(session: Session, rollout: number): Promise<void> {
  const place = await session.host.call('placeOf', { rollout });
  if (place !== null) await session.show(place.group, place.at);
}

/** To the sample's best rollout of the step before or after. */
export async function stepHistory(session: Session, by: 1 | -1): Promise<void> {
  const { state } = session;
  const { history } = state;
  const steps = historyOf(session)?.steps ?? [];
  // Keys may come faster than groups are read.
  const from = history.heading ?? state.group?.summary.step;
  const to = steps[steps.findIndex(({ step }) => step === from) + by];
  if (to === undefined) {
    session.notify('info', by > 0 ? 'This is the last step of the sample.' : 'This is its first step.');
    return;
  }
  history.heading = to.step;
  await showRollout(session, to.best);
  if (history.heading === to.step) history.heading = undefined;
}
