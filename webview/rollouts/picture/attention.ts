import { html, nothing, type TemplateResult } from 'lit';
import type { Bounds } from '../../../src/core/geometry/handles.ts';
import type { HeatmapView, RolloutDetail } from '../../../src/protocol/rollouts.ts';
import type { Viewport } from '../../ui/image/viewport.ts';
import { UNTIMED } from '../../ui/connect.ts';
import { messageOf } from '../../ui/errors.ts';
import { plural } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import type { Session } from '../session.ts';
import { shown, type State } from '../state.ts';
import { heatLayer, heatLegend } from './heat.ts';

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
  // It may be there by the time that its group is read again.
  const late = known?.view?.kind === 'problem' && known.of !== rollout.attention;
  if (known !== undefined && !late) return known.view;
  const asked: { of: RolloutDetail['attention']; view?: HeatmapView | null } = { of: rollout.attention };
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

/** Whether there is a heatmap of a rollout over its image, or will be once it is read. */
export const showsAttention = ({ picture }: State, rollout: RolloutDetail | undefined): boolean =>
  picture.attention && rollout?.attention !== undefined && rollout.attention.problem === undefined;

/** The heatmap of a rollout over the image. */
export function attentionLayer(
  session: Session,
  rollout: RolloutDetail,
  viewport: Viewport,
  image: Bounds,
): TemplateResult | typeof nothing {
  const { attention, opacity } = session.state.picture;
  const view = attention ? heatmapOf(session, rollout) : undefined;
  if (view?.kind !== 'map') return nothing;
  const { levels } = view;
  return heatLayer(
    { levels, kind: 'attention', label: 'Attention of the rollout', opacity },
    viewport,
    image,
  );
}

export function attentionLegend(session: Session): TemplateResult | typeof nothing {
  const rollout = shown(session.state);
  if (rollout === undefined) return nothing;
  const view = heatmapOf(session, rollout);
  if (view === undefined) return html`<span class="legend-item">reading the heatmap…</span>`;
  if (view === null) return html`<span class="legend-item">this rollout names no heatmap</span>`;
  if (view.kind === 'problem')
    return html`<span class="legend-item warning">${icon('warning')}the heatmap cannot be read</span>`;
  const { least, most } = view.levels;
  const mean = view.maps === 1 ? '' : `, mean of ${view.maps} maps`;
  return heatLegend(
    'attention',
    `attention ${least.toPrecision(2)} to ${most.toPrecision(2)}${mean}`,
    'half of its maximum',
  );
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
    ${view?.kind === 'map' ? opacitySlider(session) : nothing}
  </section>`;
}

function opacitySlider(session: Session): TemplateResult {
  const { picture } = session.state;
  return html`<label class="opacity"
    >opacity
    <input
      type="range"
      min="0.1"
      max="1"
      step="0.05"
      aria-label="Opacity of the heatmap"
      .value=${String(picture.opacity)}
      @input=${(event: Event) => {
        picture.opacity = Number((event.target as HTMLInputElement).value);
        session.changed();
      }}
  /></label>`;
}
