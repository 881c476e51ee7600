import { UNTIMED } from '../ui/connect.ts';
import { messageOf } from '../ui/errors.ts';
import type { Session } from './session.ts';

/** Asks for rows to train on, of the groups that are on the list, and writes them. */
export async function exportRows(session: Session): Promise<void> {
  const { state, host } = session;
  try {
    await host.call('exportRows', { where: state.query.where }, UNTIMED);
  } catch (error) {
    session.notify('error', messageOf(error));
  }
}
