/**
 * Keys that must not do what a browser or VS Code would do with them. VS Code listens to what bubbles up to the window, and
 * would run undo or a shortcut on what was meant for a text field.
 */
import type { Editor } from './editor.ts';
import { endSession } from './fields.ts';

/** Chords that edit or move within a text. */
const FIELD_CHORDS = new Set(['z', 'y', 'x', 'c', 'v', 'a', 'backspace', 'delete', 'home', 'end']);

export function keepKeysInFields(editor: Editor, leave: () => void): void {
  editor.root.addEventListener('keydown', (event) => {
    const [target] = event.composedPath();
    if (!(target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)) return;
    const key = event.key.toLowerCase();
    const chord = event.ctrlKey || event.metaKey;
    if (key === 'escape') {
      event.stopPropagation();
      leave();
    } else if (chord && key === 's') {
      // What was typed and the end of its session go out before VS Code hears of the key.
      endSession(editor);
    } else if (chord ? FIELD_CHORDS.has(key) || key.startsWith('arrow') : isFieldKey(key)) {
      event.stopPropagation();
    }
  });
}

/** On image and list VS Code's keybindings take these; a browser would scroll, go back, or select the page. */
export function keepBrowserFromKeys(root: HTMLElement): void {
  root.addEventListener('keydown', (event) => {
    const own = event.target instanceof Element && event.target.closest('.stage, .list') !== null;
    const chord = (event.ctrlKey || event.metaKey) && !event.altKey && /^[da]$/i.test(event.key);
    if (own && (chord || /^(Arrow\w+|Backspace|Enter)$/.test(event.key))) event.preventDefault();
  });
}

/** Everything but function keys and Tab, which VS Code or the browser need. */
const isFieldKey = (key: string): boolean => !/^(f\d+|tab)$/.test(key);
