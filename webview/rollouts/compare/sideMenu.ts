import type { SideChoice } from '../../../src/protocol/rollouts/compare.ts';
import type { ScoredFunction } from '../../../src/protocol/rollouts/functions.ts';
import { count } from '../../ui/format.ts';
import { openMenu, type MenuItem } from '../../ui/menu.ts';
import type { Session } from '../session.ts';
import { chooseSide, loadFunctions, scoreSide } from './actions.ts';
import { calledBefore } from './sides.ts';

/** Of a function whose scoring was cancelled, or still goes on, how far it came. */
function scoredHint({ commit, done }: ScoredFunction, rollouts: number): string {
  const part = done < rollouts ? `${count(done)} of ${count(rollouts)} ` : '';
  return `${part}scored${commit === undefined ? '' : ` at ${commit.slice(0, 7)}`}`;
}

/** What a side can be: what is known of the run, and functions that have to be called first. */
export async function sideMenu(session: Session, which: 'a' | 'b', owner: HTMLElement): Promise<void> {
  const { compare } = session.state;
  // A function may just have been written.
  await loadFunctions(session);
  const { run } = session.state;
  if (run === undefined) return;
  const now = compare[which];
  const known = (kind: SideChoice['kind'], name: string, hint: string): MenuItem => ({
    label: name,
    hint,
    checked: now?.kind === kind && now.name === name,
    run: () => {
      chooseSide(session, which, { kind, name });
    },
  });
  const choices = compare.functions?.choices ?? [];
  const groups: readonly (readonly MenuItem[])[] = [
    run.logged.map((name) => known('logged', name, 'logged')),
    run.rewards.map((name) => known('builtin', name, 'computed here')),
    run.functions.map((scored) => known('function', scored.name, scoredHint(scored, run.rollouts))),
    choices
      .filter(({ target }) => calledBefore(target, false, run) === undefined)
      .map(({ title, target }) => ({
        label: title,
        hint: 'score now',
        run: () => void scoreSide(session, which, target, false),
      })),
  ];
  const items: (MenuItem | 'separator')[] = [];
  for (const group of groups) {
    if (group.length === 0) continue;
    if (items.length > 0) items.push('separator');
    items.push(...group);
  }
  openMenu(owner, `Side ${which.toUpperCase()}`, items);
}
