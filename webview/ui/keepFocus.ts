/** What takes the focus from the keyboard, in the order of the page. */
const FOCUSABLE = 'textarea, input, vscode-button, button:not(:disabled), [tabindex="0"]';

/**
 * Draws, and moves the focus on where the drawing took away what had it, a pressed button for instance: to the first
 * control of the same part, the innermost being the last, or home. Keys must go on meaning something.
 */
export function keepFocus(parts: Iterable<HTMLElement>, home: () => void, draw: () => void): void {
  const before = document.activeElement;
  const part = [...parts].findLast((each) => each !== before && each.contains(before));
  draw();
  // A page that is not being used must not take the keys of another.
  if (part === undefined || document.activeElement !== document.body || !document.hasFocus()) return;
  const next = part.querySelector<HTMLElement>(FOCUSABLE);
  if (next === null) home();
  else next.focus();
}
