import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { upright } from '../../src/core/geometry/handles.ts';
import type { Box } from '../../src/core/sample.ts';
import { icon } from '../ui/icon.ts';
import { imageSize, truthBoxes } from './boxes.ts';
import type { State } from './state.ts';

/** The image of the group that is shown, small, with the true boxes and predicted ones, in original pixels. */
export function thumbnail(state: State, predicted: readonly Box[]): TemplateResult {
  const size = imageSize(state);
  if (size === undefined) return html`<div class="thumb empty">${icon('file-media')}</div>`;
  const { width, height } = size;
  const image = state.group?.image;
  return html`<svg class="thumb" viewBox="0 0 ${width} ${height}" aria-hidden="true">
    ${image?.kind === 'image' ? svg`<image href=${image.uri} width=${width} height=${height}></image>` : null}
    ${outlines(truthBoxes(state), 'truth')}${outlines(predicted, 'prediction')}
  </svg>`;
}

const outlines = (boxes: readonly Box[], layer: string): readonly SVGTemplateResult[] =>
  boxes.map((box) => {
    const [x1, y1, x2, y2] = upright(box);
    return svg`<rect class="thumb-box ${layer}" x=${x1} y=${y1} width=${x2 - x1} height=${y2 - y1}></rect>`;
  });
