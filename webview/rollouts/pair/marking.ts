import { UNTIMED } from '../../ui/connect.ts';
import { messageOf } from '../../ui/errors.ts';
import type { Session } from '../session.ts';
import { shown } from '../state.ts';
import { markedRollout } from './state.ts';

/** Marks a rollout of the group that is shown to stand on the left; takes the mark away where it has it. */
export function toggleMark(session: Session, at = session.state.at): void {
  const { pair, group } = session.state;
  if (group === undefined) return;
  const { id } = group.summary;
  const had = pair.marked?.group === id && pair.marked.at === at;
  pair.marked = had ? undefined : { group: id, at };
  pair.group = had ? undefined : group;
  session.say(had ? 'No rollout is marked' : `Rollout ${at + 1} is marked`);
  session.changed();
}

/** Puts the marked rollout and the one that is shown side by side; without a mark the best of the group. */
export async function togglePair(session: Session): Promise<void> {
  const { state } = session;
  if (state.view === 'pair') {
    await session.setView('group');
    return;
  }
  const { pair, group, at } = state;
  if (group !== undefined && pair.marked === undefined) {
    const best = group.best !== undefined && group.best !== at ? group.best : at === 0 ? 1 : 0;
    if (best < group.rollouts.length) toggleMark(session, best);
  }
  await session.setView('pair');
}

/** The two change places. */
export async function swapPair(session: Session): Promise<void> {
  const { state } = session;
  const { pair, group, at } = state;
  if (group === undefined || pair.marked === undefined) return;
  const { marked } = pair;
  pair.marked = { group: group.summary.id, at };
  pair.group = group;
  await session.show(marked.group, marked.at);
}

/** Reads the group of the marked rollout, again where more is known of it. */
export async function loadPair(session: Session): Promise<void> {
  const { pair, group } = session.state;
  const { marked } = pair;
  if (marked === undefined) return;
  if (group?.summary.id === marked.group) pair.group = group;
  else {
    try {
      const read = await session.host.call('group', { id: marked.group }, UNTIMED);
      if (pair.marked === marked) pair.group = read;
    } catch (error) {
      session.notify('error', messageOf(error));
    }
  }
  session.changed();
}

/** Whether a rollout of the group that is shown is the marked one. */
export function isMarked(session: Session, at: number): boolean {
  const { pair, group } = session.state;
  return pair.marked !== undefined && pair.marked.group === group?.summary.id && pair.marked.at === at;
}

/** Whether the shown rollout is the marked one itself. */
export const isSame = ({ state }: Session): boolean =>
  markedRollout(state.pair)?.index === shown(state)?.index;
