import { noChange } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive, type ChildPart } from 'lit/directive.js';

/** Makes an element where its key changes, and keeps it otherwise: a plot is dear to draw. */
class FigureDirective extends AsyncDirective {
  private key: readonly unknown[] = [];

  render(_make: () => Element, _key: readonly unknown[]): unknown {
    return noChange;
  }

  override update(_part: ChildPart, [make, key]: [() => Element, readonly unknown[]]): unknown {
    if (key.length === this.key.length && key.every((each, i) => each === this.key[i])) return noChange;
    this.key = key;
    return withNonce(make);
  }
}

export const figure = directive(FigureDirective);

/**
 * Plot puts a `<style>` element into each drawing, which the page's policy allows only with the page's nonce: Plot
 * has no option for that, so elements made while it draws are given it.
 */
function withNonce(make: () => Element): Element {
  const nonce = document.querySelector('meta[property="csp-nonce"]')?.getAttribute('content') ?? '';
  const original = document.createElementNS.bind(document);
  document.createElementNS = ((space: string, name: string) => {
    const element = original(space, name);
    if (name === 'style') element.setAttribute('nonce', nonce);
    return element;
  }) as typeof document.createElementNS;
  try {
    return make();
  } finally {
    // Back to the method of the prototype.
    Reflect.deleteProperty(document, 'createElementNS');
  }
}
