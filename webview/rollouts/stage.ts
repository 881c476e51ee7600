import { html, nothing, svg, type TemplateResult } from 'lit';
import { upright, type Bounds } from '../../src/core/geometry/handles.ts';
import { unionRegions } from '../../src/core/geometry/unionRegions.ts';
import type { ImagePaint } from '../../src/core/rewards/trace.ts';
import type { Box } from '../../src/core/sample.ts';
import type { RolloutDetail, ShownGroup } from '../../src/protocol/rollouts.ts';
import { AREAS, areaSwatch, painting } from '../ui/image/painting.ts';
import { toScreen, type Viewport } from '../ui/image/viewport.ts';
import { pixels } from '../ui/format.ts';
import { icon } from '../ui/icon.ts';
import { sized } from '../ui/sized.ts';
import { styles } from '../ui/styles.ts';
import { agreement, imageSize, predictedBoxes, truthBoxes } from './boxes.ts';
import { lookedPaint } from './explain.ts';
import { attentionLayer, attentionLegend, showsAttention } from './picture/attention.ts';
import { heatLayer, heatLegend } from './picture/heat.ts';
import { stagePointer, zoomOfShown } from './picture/stagePointer.ts';
import { viewportOf } from './picture/zoom.ts';
import type { Session } from './session.ts';
import { shown, type State } from './state.ts';

/** One rollout large: where it stands and how much room there is. */
export interface Staged {
  /** Read out. */
  readonly name: string;
  readonly group: ShownGroup;
  readonly rollout: RolloutDetail;
  readonly room: Bounds;
  readonly resized: (room: Bounds) => void;
  /** What is painted between truth and prediction; where they agree and differ unless given. */
  readonly paint?: readonly ImagePaint[];
  readonly agreement?: boolean;
}

/** A rollout's boxes and the true ones on their image, where they meet and where they miss. */
export function stage(session: Session, staged: Staged): TemplateResult {
  const { state } = session;
  const { name, group, room } = staged;
  const image = imageSize({ ...state, group });
  const pointer = stagePointer(session, image && { image, stage: room });
  const view = image && viewportOf(zoomOfShown(state), { image, stage: room });
  return html`<div
    class="stage"
    role="application"
    aria-label=${name}
    tabindex="0"
    @wheel=${pointer.wheel}
    @pointerdown=${pointer.down}
    ${sized(staged.resized)}
  >
    ${pictureOf(session, group, view, image)}${view === undefined || image === undefined ? nothing : layers(session, staged, view, image)}
  </div>`;
}

/** The rollout that is shown, with what the step that is looked at paints. */
export function shownStage(session: Session): TemplateResult | typeof nothing {
  const { state } = session;
  const { group } = state;
  const rollout = shown(state);
  if (group === undefined || rollout === undefined) return nothing;
  const looked = lookedPaint(state).filter((each): each is ImagePaint => each.on === 'image');
  return stage(session, {
    name: 'Image',
    group,
    rollout,
    room: state.stage,
    resized: (room) => {
      state.stage = room;
      session.changed();
    },
    agreement: state.agreement,
    ...(looked.length > 0 && { paint: looked }),
  });
}

function pictureOf(
  session: Session,
  { image }: ShownGroup,
  view: Viewport | undefined,
  size: Bounds | undefined,
): TemplateResult {
  if (image.kind === 'problem')
    return html`<div class="image-message">
      ${icon('file-media')}
      <p>${image.message}</p>
    </div>`;
  return html`<img
    class="image ${view !== undefined && view.scale >= 3 ? 'magnified' : ''}"
    alt=""
    draggable="false"
    .src=${image.uri}
    ${styles(view === undefined || size === undefined ? { visibility: 'hidden' } : placed(view, size))}
    @load=${(event: Event) => {
      const { src, naturalWidth: width, naturalHeight: height } = event.target as HTMLImageElement;
      session.state.decoded.set(src, { width, height });
      session.changed();
    }}
  />`;
}

function placed(view: Viewport, { width, height }: Bounds): Record<string, string> {
  return {
    visibility: 'visible',
    width: `${width}px`,
    height: `${height}px`,
    transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
  };
}

function layers(session: Session, staged: Staged, view: Viewport, image: Bounds): TemplateResult {
  const { state } = session;
  const { group, rollout } = staged;
  const predicted = predictedBoxes(state, rollout.completion, image);
  const truth = truthBoxes({ ...state, group });
  const covered = staged.agreement === true || showsAttention(state, rollout);
  const paint = staged.paint ?? (covered ? [] : areas(truth, predicted));
  return html`${staged.agreement === true ? agreementLayer(state, group, view, image) : nothing}${attentionLayer(session, rollout, view, image)}${painting(paint, view)}${layer(truth, 'truth', view)}${layer(predicted, 'prediction', view)}`;
}

/** Where truth and prediction agree and differ. */
function areas(truth: readonly Box[], predicted: readonly Box[]): readonly ImagePaint[] {
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
function agreementLayer(state: State, group: ShownGroup, view: Viewport, image: Bounds): TemplateResult {
  const { length } = group.rollouts;
  const levels = agreement(state, group, image);
  const label = `Agreement of the boxes of ${length} rollouts`;
  return heatLayer({ levels, kind: 'agreement', label, opacity: 0.7 }, view, image);
}

/** What the colours and hatchings mean. */
export function legend(session: Session): TemplateResult {
  const { state } = session;
  return html`<span class="legend"
    >${heatLegendOf(session)}<span class="legend-item truth"
      ><svg width="16" height="8" aria-hidden="true"><line x1="0" x2="16" y1="4" y2="4"></line></svg
      >truth</span
    ><span class="legend-item prediction"
      ><svg width="16" height="8" aria-hidden="true"><line x1="0" x2="16" y1="4" y2="4"></line></svg
      >prediction</span
    >${
      state.agreement || showsAttention(state, shown(state))
        ? nothing
        : AREAS.map((area) => html`<span class="legend-item">${areaSwatch(area)}${area}</span>`)
    }</span
  >`;
}

function heatLegendOf(session: Session): TemplateResult | typeof nothing {
  const { agreement: agrees, picture } = session.state;
  if (agrees) return heatLegend('agreement', 'boxes of the group', 'of half of its rollouts');
  return picture.attention ? attentionLegend(session) : nothing;
}
