import type { LinkedRollout } from '../../src/protocol/dataset.ts';
import { messageOf } from '../ui/errors.ts';
import type { Editor } from './editor.ts';
import { UNTIMED } from './host.ts';
import type { State } from './state.ts';
import { chosen } from './underTest.ts';

/** The rollout under test, else the first of the sample. */
export function rolloutToOpen(state: State): LinkedRollout | undefined {
  const choice = chosen(state);
  return state.current?.detail.rollouts[choice.kind === 'rollout' ? choice.index : 0];
}

/** Shows a rollout of the sample in the rollouts editor, where its steps, its group and its run can be seen. */
export async function openRollout(editor: Editor, rollout = rolloutToOpen(editor.state)): Promise<void> {
  if (rollout === undefined) {
    editor.notify('info', 'No rollout is linked to this sample.');
    return;
  }
  const { dump, source, line, part } = rollout;
  try {
    await editor.host.call('openRollout', { dump, source, line, part }, UNTIMED);
  } catch (error) {
    editor.notify('error', `The rollout cannot be shown: ${messageOf(error)}`);
  }
}
