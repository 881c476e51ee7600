import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import type { Bounds } from '../../src/core/geometry/handles.ts';

class SizedDirective extends Directive {
  private observer: ResizeObserver | undefined;
  private changed: (size: Bounds) => void = () => undefined;

  render(_changed: (size: Bounds) => void): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [changed]: [(size: Bounds) => void]): typeof noChange {
    this.changed = changed;
    if (this.observer !== undefined) return noChange;
    this.observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined)
        this.changed({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    this.observer.observe(part.element);
    return noChange;
  }
}

/** Tells the inner size of an element, in CSS pixels, first and whenever it changes: `<div ${sized(use)}>`. */
export const sized = directive(SizedDirective);
