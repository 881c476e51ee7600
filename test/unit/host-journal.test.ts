import { describe, expect, it } from 'vitest';
import { applyPatches, invert, type Edit } from '../../src/core/edit.ts';
import { hashText } from '../../src/core/hash.ts';
import { Journal, TextSession } from '../../src/host/dataset/journal.ts';

const insert = (at: number): Edit => ({ kind: 'insert', at, rows: [{ id: at, text: '{}' }] });

describe('the journal', () => {
  it('takes back what was done since the last save, newest first', () => {
    const journal = new Journal();
    const [a, b] = [
      { label: 'a', edit: insert(1) },
      { label: 'b', edit: insert(2) },
    ];
    journal.done(a);
    journal.saved();
    journal.done(b);
    expect(journal.inverse).toEqual({ kind: 'group', edits: [invert(b.edit)] });
    journal.undone(b);
    expect(journal.inverse).toEqual({ kind: 'group', edits: [] });
  });

  it('remembers that a saved edit was undone', () => {
    const journal = new Journal();
    const a = { label: 'a', edit: insert(1) };
    journal.done(a);
    journal.saved();
    journal.undone(a);
    expect(journal.inverse).toEqual({ kind: 'group', edits: [a.edit] });
  });
});

describe('a text session', () => {
  it('grows with every keystroke and ends as one replacement', () => {
    const before = '{"q": "ab"}';
    const session = new TextSession('field', 4, before, 'Edit question');
    session.add([{ at: 8, removed: '', inserted: 'c' }]);
    session.add([{ at: 9, removed: '', inserted: 'd' }]);
    const { edit } = session.step;
    expect(edit.kind === 'patch' && applyPatches(before, edit.patches)).toBe('{"q": "acdb"}');
    session.end();
    expect(session.step.edit).toEqual({
      kind: 'patch',
      row: 4,
      patches: [{ at: 8, removed: '', inserted: 'cd' }],
      check: [hashText(before), hashText('{"q": "acdb"}')],
    });
  });
});
