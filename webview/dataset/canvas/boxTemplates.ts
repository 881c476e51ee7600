import { html, nothing, svg, type TemplateResult } from 'lit';
import { anchor, HANDLES, upright, type Point } from '../../../src/core/geometry/handles.ts';
import type { Box } from '../../../src/core/sample.ts';
import { boxesOf, boxName, isEditable, shownLayers } from '../layers.ts';
import { openProposals, type OpenProposal } from '../proposals.ts';
import type { Layer, State } from '../state.ts';
import { imagePaint } from '../traces.ts';
import { painting } from '../../ui/image/painting.ts';
import { toScreen, type Viewport } from '../../ui/image/viewport.ts';

/** Drawn in stage pixels rather than in a scaled drawing, so that lines and handles look the same at any zoom. */
const HANDLE = 8;
const TAG_HEIGHT = 16;

/**
 * All boxes shown, as buttons in their natural order: Tab goes through them and then leaves the image. Each
 * layer is a drawing of its own, so that the stylesheet can put the edited one in front without changing that
 * order. What only decorates (numbers, handles) takes no part in hit testing.
 */
export function boxesTemplate(state: State, view: Viewport): TemplateResult {
  const shown = shownLayers(state);
  const { paint, alone } = imagePaint(state);
  return html`${painting(paint, view)}${ORDER.map((layer) =>
      shown.includes(layer) ? layerTemplate(state, view, layer, alone) : nothing,
    )} <svg class="overlay front" aria-hidden="true">${alone ? nothing : handlesTemplate(state, view)}</svg>`;
}

const ORDER: readonly Layer[] = ['truth', 'prediction', 'proposal'];

/** `unseen` boxes stay where they are for the keyboard: a step of a reward has the image to itself only for a while. */
function layerTemplate(state: State, view: Viewport, layer: Layer, unseen: boolean): TemplateResult {
  const boxes = boxesOf(state, layer);
  const active = layer === state.layer || layer === 'proposal';
  const classes = `overlay layer ${layer} ${active ? 'active' : 'resting'} ${unseen ? 'unseen' : ''}`;
  return html`<svg class=${classes} opacity=${active ? state.opacity : state.opacity * 0.8}>
    ${boxes.map((box, index) =>
      box === undefined ? nothing : boxTemplate(state, view, layer, box, index, boxes.length),
    )}
  </svg>`;
}

function boxTemplate(
  state: State,
  view: Viewport,
  layer: Layer,
  box: Box,
  index: number,
  total: number,
): TemplateResult | typeof nothing {
  const { selection } = state;
  const selected = selection.layer === layer && selection.indices.includes(index);
  if (state.hideOthers && !selected && selection.indices.length > 0) return nothing;
  const [x1, y1, x2, y2] = toScreen(view, upright(box));
  const proposal = layer === 'proposal' ? openProposals(state)[index] : undefined;
  const preselected = proposal?.preselected === true;
  const classes = ['box', selected ? 'selected' : '', preselected ? 'preselected' : ''].join(' ');
  const width = Math.max(1, x2 - x1);
  const height = Math.max(1, y2 - y1);
  const tag = proposal === undefined ? TAGS[layer] + String(index + 1) : proposalTag(proposal);
  const at = replacedTag(state, view, proposal) ?? { x: x1 + 3, y: tagBaseline(y1, y2, layer) };
  return svg`<g
      class=${classes}
      role="button"
      tabindex="0"
      aria-pressed=${selected ? 'true' : 'false'}
      aria-label=${boxName(state, layer, index, box, total)}
      data-layer=${layer}
      data-index=${index}
    >
      <rect class="halo" x=${x1} y=${y1} width=${width} height=${height}></rect>
      <rect class="edge" x=${x1} y=${y1} width=${width} height=${height}></rect>
    </g>
    <text class="tag ${classes}" x=${at.x} y=${at.y} aria-hidden="true">${tag}</text>`;
}

/** "✓ bus" is added by Enter; "← bus" stands behind the number of the box that it would take the place of. */
function proposalTag({ proposed, preselected, replaces }: OpenProposal): string {
  return (preselected ? '✓ ' : replaces < 0 ? '' : '← ') + proposed.label;
}

const DIGIT_WIDTH = 8;

function replacedTag(state: State, view: Viewport, proposal: OpenProposal | undefined): Point | undefined {
  const replaced = boxesOf(state, 'truth')[proposal?.replaces ?? -1];
  if (proposal === undefined || replaced === undefined) return undefined;
  const [x1, y1, , y2] = toScreen(view, upright(replaced));
  const number = String(proposal.replaces + 1);
  return { x: x1 + 3 + DIGIT_WIDTH * (number.length + 0.5), y: tagBaseline(y1, y2, 'truth') };
}

/** Prefixes that tell the layers apart without colour. */
const TAGS: Readonly<Record<Layer, string>> = { truth: '', prediction: 'P', proposal: '' };

/** Above the box; inside it where it touches the top. Predictions are tagged below, out of the truth's way. */
function tagBaseline(top: number, bottom: number, layer: Layer): number {
  if (layer === 'prediction') return bottom + TAG_HEIGHT - 4;
  return top >= TAG_HEIGHT ? top - 4 : top + TAG_HEIGHT - 3;
}

function handlesTemplate(state: State, view: Viewport): TemplateResult | typeof nothing {
  const { layer, indices } = state.selection;
  const index = indices.at(-1);
  const box = index === undefined ? undefined : boxesOf(state, layer)[index];
  if (box === undefined || indices.length > 1 || !isEditable(state, layer)) return nothing;
  const [x1, y1, x2, y2] = toScreen(view, upright(box));
  // Side handles of a small box would cover its corners.
  const room = Math.min(x2 - x1, y2 - y1) > 4 * HANDLE;
  const handles = HANDLES.filter((handle) => room || handle.length === 2);
  return svg`<g class="handles ${layer}" aria-hidden="true">
    ${handles.map((handle) => {
      const at = anchor(handle);
      const x = x1 + at.x * (x2 - x1) - HANDLE / 2;
      const y = y1 + at.y * (y2 - y1) - HANDLE / 2;
      return svg`<rect x=${x} y=${y} width=${HANDLE} height=${HANDLE}></rect>`;
    })}
  </g>`;
}
