import { noChange } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive, type ChildPart } from 'lit/directive.js';
import { pointed } from './drawing.ts';
import type { Drawing, Mark } from './mark.ts';

export interface FigureOptions {
  /** Read out before what is under the arrow keys. */
  readonly name: string;
  readonly draw: () => Drawing;
  readonly open: (mark: Mark) => void;
  /** Reads a mark out. */
  readonly say: (text: string) => void;
  /** What the drawing depends on: it is made anew where one of these changes, and kept otherwise, for it is dear. */
  readonly key: readonly unknown[];
}

class FigureDirective extends AsyncDirective {
  private key: readonly unknown[] = [];

  render(_options: FigureOptions): unknown {
    return noChange;
  }

  override update(_part: ChildPart, [options]: [FigureOptions]): unknown {
    const { key } = options;
    if (key.length === this.key.length && key.every((each, i) => each === this.key[i])) return noChange;
    this.key = key;
    return made(options);
  }
}

export const figure = directive(FigureDirective);

/**
 * A drawing that is worked by pointer and by keyboard: the arrows walk over its marks as the pointer would, Enter and
 * a click list what a mark stands for.
 */
function made({ name, draw, open, say }: FigureOptions): Element {
  const drawing = withNonce(draw);
  const { element, marks } = drawing;
  const lists = marks.some((mark) => mark.lists !== undefined);
  element.setAttribute('tabindex', '0');
  element.setAttribute('role', 'application');
  element.setAttribute('aria-roledescription', 'plot');
  element.setAttribute(
    'aria-label',
    `${name}, ${marks.length} marks. Arrow keys walk over them${lists ? ', Enter lists the rollouts of one' : ''}.`,
  );
  element.classList.toggle('clickable', lists);
  let at = -1;
  element.addEventListener('click', () => {
    const mark = pointed(drawing);
    if (mark?.lists !== undefined) open(mark);
  });
  element.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = STEPS[event.key];
    if (by !== undefined && marks.length > 0) {
      event.preventDefault();
      at = Math.max(0, Math.min(marks.length - 1, at + by));
      const mark = marks[at];
      if (mark === undefined) return;
      lookAt(drawing, mark);
      say(mark.said.replaceAll('\n', ', '));
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const mark = marks[at];
      if (mark?.lists !== undefined) open(mark);
    }
  });
  element.addEventListener('blur', () => {
    at = -1;
    element.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
  });
  return element;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

/** Shows a mark's tip as the pointer would: Plot has no other way to it. */
function lookAt({ element, place }: Drawing, mark: Mark): void {
  const matrix = element.getScreenCTM();
  if (matrix === null) return;
  const { x, y } = place(mark);
  const { x: clientX, y: clientY } = new DOMPoint(x, y).matrixTransform(matrix);
  const event = { clientX, clientY, pointerType: 'mouse', bubbles: true } as const;
  element.dispatchEvent(new PointerEvent('pointerenter', event));
  element.dispatchEvent(new PointerEvent('pointermove', event));
}

/**
 * Plot puts a `<style>` element into each drawing, which the page's policy allows only with the page's nonce: Plot
 * has no option for that, so elements made while it draws are given it.
 */
function withNonce(draw: () => Drawing): Drawing {
  const nonce = document.querySelector('meta[property="csp-nonce"]')?.getAttribute('content') ?? '';
  const original = document.createElementNS.bind(document);
  document.createElementNS = ((space: string, name: string) => {
    const element = original(space, name);
    if (name === 'style') element.setAttribute('nonce', nonce);
    return element;
  }) as typeof document.createElementNS;
  try {
    return draw();
  } finally {
    // Back to the method of the prototype.
    Reflect.deleteProperty(document, 'createElementNS');
  }
}
