import { html, nothing, svg, type TemplateResult } from 'lit';
import { upright, type Bounds } from '../../src/core/geometry/handles.ts';
import { unionRegions } from '../../src/core/geometry/unionRegions.ts';
import type { ImagePaint } from '../../src/core/rewards/trace.ts';
import type { Box } from '../../src/core/sample.ts';
import { AREAS, areaSwatch, painting } from '../dataset/canvas/paintTemplate.ts';
import { fit, toScreen, type Viewport } from '../dataset/canvas/viewport.ts';
import { pixels } from '../ui/format.ts';
import { icon } from '../ui/icon.ts';
import { styles } from '../ui/styles.ts';
import { agreement, AGREEMENT_CELLS, imageSize, predictedBoxes, truthBoxes } from './boxes.ts';
import { lookedPaint } from './explain.ts';
import type { Session } from './session.ts';
import { shown, type State } from './state.ts';

/** The rollout that is shown, large: its boxes and the true ones, where they meet and where they miss. */
export function stage(session: Session): TemplateResult | typeof nothing {
  const { state } = session;
  const { group } = state;
  const rollout = shown(state);
  if (group === undefined || rollout === undefined) return nothing;
  const size = imageSize(state);
  const { image } = group;
  const view = size && fit(size, state.stage);
  const predicted = size === undefined ? [] : predictedBoxes(state, rollout.completion, size);
  const truth = truthBoxes(state);
  return html`${
    image.kind === 'image'
      ? html`<img
          class="image"
          alt=""
          draggable="false"
          .src=${image.uri}
          ${styles(view === undefined || size === undefined ? { visibility: 'hidden' } : placed(view, size))}
          @load=${decoded(session)}
        />`
      : html`<div class="image-message">
          ${icon('file-media')}
          <p>${image.message}</p>
        </div>`
  }${
    view === undefined || size === undefined
      ? nothing
      : html`${state.agreement ? heatmap(state, view, size) : nothing}${painting(areas(state, truth, predicted), view)}${layer(truth, 'truth', view)}${layer(predicted, 'prediction', view)}`
  }`;
}

function placed(view: Viewport, { width, height }: Bounds): Record<string, string> {
  return {
    visibility: 'visible',
    width: `${width}px`,
    height: `${height}px`,
    transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
  };
}

function decoded(session: Session) {
  return (event: Event): void => {
    const { src, naturalWidth: width, naturalHeight: height } = event.target as HTMLImageElement;
    session.state.decoded = { uri: src, size: { width, height } };
    session.changed();
  };
}

/** What the step that is looked at paints, else where truth and prediction agree and differ. */
function areas(state: State, truth: readonly Box[], predicted: readonly Box[]): readonly ImagePaint[] {
  const paint = lookedPaint(state).filter((each): each is ImagePaint => each.on === 'image');
  if (paint.length > 0 || state.agreement) return paint;
  const regions = truth.length + predicted.length === 0 ? undefined : unionRegions(truth, predicted);
  if (regions === undefined) return [];
  return [
    { on: 'image', polygons: regions.intersection, as: 'intersection' },
    { on: 'image', polygons: regions.onlyA, as: 'missed' },
    { on: 'image', polygons: regions.onlyB, as: 'extra' },
  ];
}

function layer(boxes: readonly Box[], name: 'truth' | 'prediction', view: Viewport): TemplateResult {
  const called = name === 'truth' ? 'Box' : 'Predicted box';
  return html`<svg class="overlay layer ${name} resting">
    ${boxes.map((box, i) => {
      const [x1, y1, x2, y2] = toScreen(view, upright(box));
      const [left, top, right, bottom] = upright(box);
      const said = `x ${pixels(left)}, y ${pixels(top)}, width ${pixels(right - left)}, height ${pixels(bottom - top)}`;
      const [width, height] = [Math.max(1, x2 - x1), Math.max(1, y2 - y1)];
      return svg`<g class="box" role="img" aria-label="${called} ${i + 1} of ${boxes.length}: ${said}">
          <rect class="halo" x=${x1} y=${y1} width=${width} height=${height}></rect>
          <rect class="edge" x=${x1} y=${y1} width=${width} height=${height}></rect></g>
        <text class="tag box" x=${x1 + 3} y=${name === 'truth' ? y1 - 4 : y2 + 12} aria-hidden="true"
          >${name === 'truth' ? '' : 'P'}${i + 1}</text>`;
    })}
  </svg>`;
}

/** Where the group looks: the more rollouts have a box over a place, the stronger it is painted. */
function heatmap(state: State, view: Viewport, size: Bounds): TemplateResult {
  const rollouts = state.group?.rollouts ?? [];
  const counts = agreement(
    rollouts.map(({ completion }) => predictedBoxes(state, completion, size)),
    size,
  );
  const [x1, y1, x2, y2] = toScreen(view, [0, 0, size.width, size.height]);
  const [width, height] = [(x2 - x1) / AGREEMENT_CELLS, (y2 - y1) / AGREEMENT_CELLS];
  return html`<svg
    class="overlay heat"
    role="img"
    aria-label="Agreement of the boxes of ${rollouts.length} rollouts"
  >
    ${counts.map((count, cell) =>
      count === 0
        ? nothing
        : svg`<rect
            x=${x1 + (cell % AGREEMENT_CELLS) * width}
            y=${y1 + Math.floor(cell / AGREEMENT_CELLS) * height}
            width=${width + 0.5}
            height=${height + 0.5}
            fill-opacity=${((count / rollouts.length) * 0.7).toFixed(3)}
          ></rect>`,
    )}
  </svg>`;
}

/** What the colours and hatchings mean. */
export function legend(state: State): TemplateResult {
  return html`<span class="legend"
    ><span class="legend-item truth"
      ><svg width="16" height="8" aria-hidden="true"><line x1="0" x2="16" y1="4" y2="4"></line></svg
      >truth</span
    ><span class="legend-item prediction"
      ><svg width="16" height="8" aria-hidden="true"><line x1="0" x2="16" y1="4" y2="4"></line></svg
      >prediction</span
    >${
      state.agreement
        ? html`<span class="legend-item"><span class="heat-swatch"></span>boxes of the group</span>`
        : AREAS.map((area) => html`<span class="legend-item">${areaSwatch(area)}${area}</span>`)
    }</span
  >`;
}
