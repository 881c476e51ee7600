import { UNTIMED } from '../../ui/connect.ts';
import type { Session } from '../session.ts';

/** Filters the list by one more condition, and shows the first rollout that fulfils all. */
export async function listRollouts(session: Session, condition: string): Promise<void> {
  const { state, host } = session;
  const where = [state.query.where, condition].filter((part) => part !== '').join(' ');
  await session.list({ ...state.query, where });
  const place = await host.call('next', { from: -1, by: 1, where }, UNTIMED);
  await session.setView('group');
  if (place !== null) await session.show(place.group, place.at);
}
