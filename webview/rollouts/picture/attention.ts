import { html, noChange, nothing, svg, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import type { Bounds } from '../../../src/core/geometry/handles.ts';
import type { Levels } from '../../../src/core/attention/levels.ts';
import { outlineOf } from '../../../src/core/attention/outline.ts';
import type { HeatmapView, RolloutDetail } from '../../../src/protocol/rollouts.ts';
import type { Viewport } from '../../ui/image/viewport.ts';
import { UNTIMED } from '../../ui/connect.ts';
import { messageOf } from '../../ui/errors.ts';
import { plural } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { styles } from '../../ui/styles.ts';
import type { Session } from '../session.ts';
import { shown } from '../state.ts';

/** The level of the outline: half of the strongest. */
const HALF = 128;

/** Shows or hides where the policy looked. */
export function toggleAttention(session: Session): void {
  const { state } = session;
  state.picture.attention = !state.picture.attention;
  if (state.picture.attention) state.agreement = false;
  session.changed();
}

/** Shows or hides where the boxes of the group agree. */
export function toggleAgreement(session: Session): void {
  const { state } = session;
  state.agreement = !state.agreement;
  if (state.agreement) state.picture.attention = false;
  session.changed();
}

/** The heatmap of a rollout; undefined until it is read, null where the rollout names none. */
function heatmapOf(session: Session, rollout: RolloutDetail): HeatmapView | null | undefined {
  if (rollout.attention === undefined) return null;
  const { heatmaps } = session.state.picture;
  const known = heatmaps.get(rollout.index);
  if (known !== undefined) return known.view;
  const asked: { view?: HeatmapView | null } = {};
  heatmaps.set(rollout.index, asked);
  const path = rollout.attention.path;
  void session.host
    .call('heatmap', { rollout: rollout.index }, UNTIMED)
    .catch((error: unknown): HeatmapView => ({ kind: 'problem', path, message: messageOf(error) }))
    .then((view) => {
      asked.view = view;
      session.changed();
    });
  return undefined;
}

/** The heatmap over the image: the stronger the colour, the more attention; a line round what has half of the most. */
export function attentionLayer(
  session: Session,
  rollout: RolloutDetail,
  { scale, x, y }: Viewport,
  image: Bounds,
): TemplateResult | typeof nothing {
  if (!session.state.picture.attention) return nothing;
  const view = heatmapOf(session, rollout);
  if (view?.kind !== 'map') return nothing;
  const { levels } = view;
  const [wide, high] = [(image.width / levels.columns) * scale, (image.height / levels.rows) * scale];
  return html`<canvas
      class="attention"
      width=${levels.columns}
      height=${levels.rows}
      role="img"
      aria-label="Attention of the rollout"
      ${styles({
        width: `${image.width}px`,
        height: `${image.height}px`,
        opacity: String(session.state.picture.opacity),
        transform: `translate(${x}px, ${y}px) scale(${scale})`,
      })}
      ${painted(levels)}
    ></canvas>
    <svg class="overlay attention-outline" aria-hidden="true">
      ${['halo', 'edge'].map(
        (name) =>
          svg`<path class=${name} d=${outlined(levels)} transform=${`translate(${x} ${y}) scale(${wide} ${high})`}></path>`,
      )}
    </svg>`;
}

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
    const { color } = getComputedStyle(canvas);
    if (color === this.last && levels === this.levels) return noChange;
    [this.last, this.levels] = [color, levels];
    // Setting a size, even the same, clears the canvas.
    [canvas.width, canvas.height] = [levels.columns, levels.rows];
    const context = canvas.getContext('2d');
    if (context === null) return noChange;
    context.fillStyle = color;
    context.fillRect(0, 0, levels.columns, levels.rows);
    const pixels = context.getImageData(0, 0, levels.columns, levels.rows);
    for (const [cell, level] of levels.bytes.entries()) pixels.data[cell * 4 + 3] = level;
    context.putImageData(pixels, 0, 0);
    return noChange;
  }
}

/** Fills a canvas with its own text colour, as opaque as the levels say; again where the theme changes. */
const painted = directive(PaintedDirective);

/** What the colour stands for, and how strong it is laid over the image. */
export function attentionLegend(session: Session): TemplateResult | typeof nothing {
  const { state } = session;
  const rollout = shown(state);
  if (!state.picture.attention || rollout === undefined) return nothing;
  const view = heatmapOf(session, rollout);
  if (view === undefined) return html`<span class="legend-item">reading the heatmap…</span>`;
  if (view === null) return html`<span class="legend-item">this rollout names no heatmap</span>`;
  if (view.kind === 'problem')
    return html`<span class="legend-item warning">${icon('warning')}the heatmap cannot be read</span>`;
  const { least, most } = view.levels;
  return html`<span class="legend-item"
      ><span class="attention-swatch"></span>attention ${least.toPrecision(2)} to
      ${most.toPrecision(2)}${view.maps === 1 ? nothing : html`, mean of ${view.maps} maps`}</span
    ><span class="legend-item"
      ><svg width="16" height="8" class="attention-outline" aria-hidden="true">
        <path class="edge" d="M0 4H16"></path></svg
      >half of the most</span
    ><label class="legend-item"
      >opacity
      <input
        class="opacity"
        type="range"
        min="0.1"
        max="1"
        step="0.05"
        aria-label="Opacity of the heatmap"
        .value=${String(state.picture.opacity)}
        @input=${(event: Event) => {
          state.picture.opacity = Number((event.target as HTMLInputElement).value);
          session.changed();
        }}
    /></label>`;
}

/** In the right pane: how much of the attention is where the truth is, or what is wrong with the heatmap. */
export function attentionBlock(session: Session): TemplateResult | typeof nothing {
  const { state } = session;
  const attention = shown(state)?.attention;
  if (attention === undefined) return nothing;
  const { path, density, why, problem } = attention;
  const rollout = shown(state);
  const view = state.picture.attention && rollout !== undefined ? heatmapOf(session, rollout) : undefined;
  return html`<section class="block" aria-label="Attention">
    <h2>Attention</h2>
    <dl class="facts">
      <dt>density</dt>
      <dd
        title="Mean attention inside the true boxes over the mean of the whole image; 1 is looking everywhere alike"
      >
        ${density === undefined ? html`<span class="dim">none: ${problem ?? why ?? ''}</span>` : density.toFixed(4)}
      </dd>
      <dt>heatmap</dt>
      <dd>${path}</dd>
      ${
        view?.kind === 'map'
          ? html`<dt>cells</dt>
              <dd>
                ${view.columns} ×
                ${view.rows}${view.maps === 1 ? nothing : html`, the mean of ${plural(view.maps, 'map')} in the file`}
              </dd>`
          : nothing
      }
    </dl>
  </section>`;
}
