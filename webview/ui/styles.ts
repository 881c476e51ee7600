import { noChange } from 'lit';
import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit/directive.js';

type Styles = Readonly<Record<string, string>>;

class StylesDirective extends Directive {
  private last: Styles = {};

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('styles() stands in a tag, not in an attribute');
  }

  render(_styles: Styles): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [styles]: [Styles]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(styles)) {
      if (this.last[name] !== value) style.setProperty(name, value);
    }
    for (const name of Object.keys(this.last)) if (!(name in styles)) style.removeProperty(name);
    this.last = styles;
    return noChange;
  }
}

/**
 * Styles of one element, by CSS name: `<div ${styles({ width: '4px' })}>`. Through the object model from the
 * first drawing on, where lit's `styleMap` writes a style attribute, which the page's policy blocks.
 */
export const styles = directive(StylesDirective);
