import { html, nothing, type TemplateResult } from 'lit';
import { upright } from '../../src/core/geometry/handles.ts';
import { pixels, plural } from '../ui/format.ts';
import { AREAS, areaSwatch, type Area } from '../ui/image/painting.ts';
import { boxesOf, imageBounds, shownLayers } from './layers.ts';
import type { Layer, State } from './state.ts';
import { imagePaint } from './traces.ts';

const LAYER_NAMES: Readonly<Record<Layer, string>> = {
  truth: 'Truth',
  prediction: 'Prediction',
  proposal: 'From the model',
};

/** The strip below the image: what the lines mean, what is selected, and where the pointer is. */
export function readouts(state: State): TemplateResult | typeof nothing {
  const bounds = imageBounds(state);
  if (state.current === undefined) return nothing;
  const { selection, view, pointer } = state;
  const index = selection.indices.at(-1);
  const box = index === undefined ? undefined : boxesOf(state, selection.layer)[index];
  const inside =
    pointer !== undefined &&
    bounds !== undefined &&
    pointer.x >= 0 &&
    pointer.y >= 0 &&
    pointer.x < bounds.width &&
    pointer.y < bounds.height;
  const present = shownLayers(state);
  const layers = (['truth', 'prediction', 'proposal'] as const).filter(
    (layer) => present.includes(layer) && boxesOf(state, layer).length > 0,
  );
  return html`<span class="legend"
      >${layers.map(
        (layer) =>
          html`<span class="legend-item ${layer}"
            ><svg width="20" height="10" aria-hidden="true"><line x1="0" x2="20" y1="5" y2="5"></line></svg>${
              LAYER_NAMES[layer]
            }</span
          >`,
      )}${areasOf(state).map(
        (area) => html`<span class="legend-item">${areaSwatch(area)}${AREA_NAMES[area]}</span>`,
      )}</span
    >
    <span class="grow"></span>
    ${box === undefined ? nothing : html`<span class="selected-box">${boxText(upright(box))}</span>`}
    ${selection.indices.length > 1 ? html`<span>${plural(selection.indices.length, 'box', 'boxes')} selected</span>` : nothing}
    ${inside ? html`<span class="pointer">${Math.floor(pointer.x)}, ${Math.floor(pointer.y)}</span>` : nothing}
    ${bounds === undefined ? nothing : html`<span>${bounds.width} × ${bounds.height}</span>`}
    ${view === undefined ? nothing : html`<span class="zoom">${Math.round(view.scale * 100)} %</span>`}`;
}

const AREA_NAMES: Readonly<Record<Area, string>> = {
  intersection: 'Intersection',
  missed: 'Missed',
  extra: 'Extra',
};

/** The kinds of areas that a reward paints on the image now. */
function areasOf(state: State): readonly Area[] {
  const painted = new Set(imagePaint(state).paint.map(({ as }) => as));
  return AREAS.filter((area) => painted.has(area));
}

function boxText([x1, y1, x2, y2]: readonly [number, number, number, number]): string {
  return `[${[x1, y1, x2, y2].map(pixels).join(', ')}]  ${pixels(x2 - x1)} × ${pixels(y2 - y1)}`;
}
