/** Adding, copying, moving and deleting samples; each is one undo step of the file. */
import type { RowAction, RowSummary } from '../../src/protocol/dataset.ts';
import { messageOf } from '../ui/errors.ts';
import { openMenu } from '../ui/menu.ts';
import type { Editor } from './editor.ts';
import { leaveField } from './fields.ts';
import { select } from './samples.ts';

export async function actOnRows(editor: Editor, action: RowAction, done: string): Promise<void> {
  leaveField(editor);
  try {
    await editor.queue.drained();
    const answer = await editor.host.call('rowAction', action);
    editor.announce(done);
    if (answer.select !== undefined) await select(editor, answer.select);
  } catch (error) {
    editor.notify('error', `The samples were not changed: ${messageOf(error)}`);
  }
}

export function addFirst(editor: Editor): void {
  void actOnRows(editor, { kind: 'add', at: 0 }, 'Sample added');
}

/** What can be done with a sample as a whole. */
export function rowMenu(editor: Editor, owner: HTMLElement, row: RowSummary): void {
  const { opened, query } = editor.state;
  if (opened === undefined || opened.readOnly) {
    editor.announce('This file is read-only');
    return;
  }
  const item = (label: string, action: RowAction, done: string) => ({
    label,
    run: () => void actOnRows(editor, action, done),
  });
  const { id, position } = row;
  // Its neighbours in the list are its neighbours in the file only where the list shows all in the file's order.
  const inFileOrder = query.text === '' && query.sort === 'file' && !query.descending;
  const moves = [
    ...(position > 0 ? [item('Move Up', { kind: 'move', row: id, to: position - 1 }, 'Moved up')] : []),
    ...(position < opened.rows - 1
      ? [item('Move Down', { kind: 'move', row: id, to: position + 1 }, 'Moved down')]
      : []),
  ];
  // What can be undone is held in memory: neither a copy nor the deletion of a row that large.
  const held = row.state !== 'tooLarge';
  openMenu(owner, 'Sample', [
    ...(held ? [item('Duplicate Sample', { kind: 'duplicate', row: id }, 'Sample duplicated')] : []),
    item('Add Empty Sample Below', { kind: 'add', at: position + 1 }, 'Sample added'),
    ...(inFileOrder ? moves : []),
    ...(held
      ? (['separator', item('Delete Sample', { kind: 'delete', rows: [id] }, 'Sample deleted')] as const)
      : []),
  ]);
}
