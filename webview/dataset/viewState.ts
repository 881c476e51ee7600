import type { ViewState } from '../../src/protocol/dataset.ts';
import type { Editor } from './editor.ts';

let sent = '';

/** Tells the host what is shown and focused, which decides what keys mean and what the status bar says. */
export function reportView(editor: Editor): void {
  const { state, root } = editor;
  const focused = document.hasFocus() ? document.activeElement : null;
  const within = (selector: string): boolean =>
    focused !== null && root.querySelector(selector)?.contains(focused) === true;
  const imageFocus = within('.stage');
  const view: ViewState = {
    canvasFocus: imageFocus || within('.list'),
    imageFocus,
    mode: state.mode,
    ...(state.current !== undefined && { row: state.current.id }),
  };
  const text = JSON.stringify(view);
  if (text === sent) return;
  sent = text;
  // A lost report is made good by the next one; nothing the person did depends on it.
  editor.host.call('state', view).catch(() => {
    sent = '';
  });
}
