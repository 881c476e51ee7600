import { html, nothing, svg, type TemplateResult } from 'lit';
import { upright } from '../../../src/core/geometry/handles.ts';
import { pixels } from '../../ui/format.ts';
import { toScreen, type Viewport } from '../../ui/image/viewport.ts';
import { styles } from '../../ui/styles.ts';
import type { State } from '../state.ts';

/** The crosshair while a box is to be drawn, and the box so far. */
export function drawingTemplate(state: State, view: Viewport): TemplateResult | typeof nothing {
  const { rubber, pointer, stage } = state;
  if (state.tool === 'select') return nothing;
  const at = pointer === undefined ? undefined : toScreen(view, [pointer.x, pointer.y, pointer.x, pointer.y]);
  const box = rubber === undefined ? undefined : toScreen(view, rubber);
  return svg`${
    at === undefined
      ? nothing
      : svg`<line class="crosshair" x1="0" x2=${stage.width} y1=${at[1]} y2=${at[1]}></line>
        <line class="crosshair" y1="0" y2=${stage.height} x1=${at[0]} x2=${at[0]}></line>`
  }${
    box === undefined
      ? nothing
      : svg`<g class="layer active ${state.layer}"><g class="box selected rubber">
          <rect class="halo" x=${box[0]} y=${box[1]} width=${box[2] - box[0]} height=${box[3] - box[1]}></rect>
          <rect class="edge" x=${box[0]} y=${box[1]} width=${box[2] - box[0]} height=${box[3] - box[1]}></rect></g></g>`
  }`;
}

/** The size of the box being drawn or dragged, below its lower right corner. */
export function readoutTemplate(state: State, view: Viewport): TemplateResult | typeof nothing {
  const { preview, rubber, selection } = state;
  const index = selection.indices.at(-1);
  const box = rubber ?? (preview === undefined || index === undefined ? undefined : preview.boxes[index]);
  if (box === undefined) return nothing;
  const [x1, y1, x2, y2] = upright(box);
  const [, , right, bottom] = toScreen(view, [x1, y1, x2, y2]);
  const left = Math.max(0, Math.min(right + 8, state.stage.width - 120));
  const top = Math.max(0, Math.min(bottom + 8, state.stage.height - 24));
  return html`<div class="readout" ${styles({ transform: `translate(${left}px, ${top}px)` })}>
    ${pixels(x2 - x1)} × ${pixels(y2 - y1)}
  </div>`;
}
