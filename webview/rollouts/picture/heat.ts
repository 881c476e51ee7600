import { html, noChange, svg, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import type { Levels } from '../../../src/core/attention/levels.ts';
import { outlineOf } from '../../../src/core/attention/outline.ts';
import type { Bounds } from '../../../src/core/geometry/handles.ts';
import type { Viewport } from '../../ui/image/viewport.ts';
import { styles } from '../../ui/styles.ts';

/** The level of the outline: half of the most. */
const HALF = 128;

export interface Heat {
  readonly levels: Levels;
  /** Its class, which has its colour. */
  readonly kind: 'attention' | 'agreement';
  /** Read out. */
  readonly label: string;
  readonly opacity: number;
}

/**
 * A grid over the image: the higher the level, the stronger the one colour, and a line round what has half of the
 * most. Neither takes telling colours apart.
 */
export function heatLayer(
  { levels, kind, label, opacity }: Heat,
  { scale, x, y }: Viewport,
  image: Bounds,
): TemplateResult {
  const [wide, high] = [(image.width / levels.columns) * scale, (image.height / levels.rows) * scale];
  return html`<canvas
      class="heat ${kind}"
      role="img"
      aria-label=${label}
      ${styles({
        width: `${image.width}px`,
        height: `${image.height}px`,
        opacity: String(opacity),
        transform: `translate(${x}px, ${y}px) scale(${scale})`,
      })}
      ${painted(levels)}
    ></canvas>
    <svg class="overlay heat-outline" aria-hidden="true">
      ${['halo', 'edge'].map(
        (name) =>
          svg`<path class=${name} d=${outlined(levels)} transform=${`translate(${x} ${y}) scale(${wide} ${high})`}></path>`,
      )}
    </svg>`;
}

/** What the colour and the line stand for. */
export const heatLegend = (kind: Heat['kind'], text: string, half: string): TemplateResult =>
  html`<span class="legend-item"><span class="heat-swatch ${kind}"></span>${text}</span
    ><span class="legend-item"
      ><svg width="16" height="8" class="heat-outline" aria-hidden="true">
        <path class="edge" d="M0 4H16"></path></svg
      >${half}</span
    >`;

/** Drawn with every frame of a drag, worked out once. */
const outlines = new WeakMap<Levels, string>();

function outlined(levels: Levels): string {
  const path = outlines.get(levels) ?? outlineOf(levels, HALF);
  outlines.set(levels, path);
  return path;
}

class PaintedDirective extends Directive {
  private last = '';
  private levels: Levels | undefined;

  render(_levels: Levels): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [levels]: [Levels]): typeof noChange {
    const canvas = part.element as HTMLCanvasElement;
    // It has no colour before it stands in the page.
    if (canvas.isConnected) this.paint(canvas, levels);
    else
      requestAnimationFrame(() => {
        this.paint(canvas, levels);
      });
    return noChange;
  }

  private paint(canvas: HTMLCanvasElement, levels: Levels): void {
    const { color } = getComputedStyle(canvas);
    if (color === this.last && levels === this.levels) return;
    [this.last, this.levels] = [color, levels];
    // Setting a size, even the same, clears the canvas.
    [canvas.width, canvas.height] = [levels.columns, levels.rows];
    const context = canvas.getContext('2d');
    if (context === null) return;
    context.fillStyle = color;
    context.fillRect(0, 0, levels.columns, levels.rows);
    const pixels = context.getImageData(0, 0, levels.columns, levels.rows);
    for (const [cell, level] of levels.bytes.entries()) pixels.data[cell * 4 + 3] = level;
    context.putImageData(pixels, 0, 0);
  }
}

/** Fills a canvas with its own text colour, as opaque as the levels say; again where the theme changes. */
const painted = directive(PaintedDirective);
