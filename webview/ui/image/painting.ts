import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { upright } from '../../../src/core/geometry/handles.ts';
import type { Box } from '../../../src/core/sample.ts';
import type { ImagePaint, Polygon } from '../../../src/core/rewards/trace.ts';
import { toScreen, type Viewport } from './viewport.ts';

export type Area = Extract<ImagePaint, { readonly polygons: readonly Polygon[] }>['as'];

/** Every kind of area, in the order of the legend. */
export const AREAS: readonly Area[] = ['intersection', 'missed', 'extra'];

/** Areas and boxes as an overlay of the stage, below what can be taken hold of. */
export function painting(paint: readonly ImagePaint[], view: Viewport): TemplateResult | typeof nothing {
  if (paint.length === 0) return nothing;
  return html`<svg class="overlay painting" aria-hidden="true">
    <defs>${AREAS.map((area) => patternTemplate(area))}</defs>
    ${paint.map((each) =>
      'polygons' in each
        ? svg`<path
            class="area ${each.as}"
            d=${pathOf(each.polygons, view)}
            fill=${`url(#${patternId(each.as)})`}
            fill-rule="evenodd"
          ></path>`
        : each.boxes.map((box) => boxTemplate(box, each.as, view)),
    )}
  </svg>`;
}

function pathOf(polygons: readonly Polygon[], { scale, x, y }: Viewport): string {
  const point = ([px, py]: readonly [number, number]): string =>
    `${(px * scale + x).toFixed(2)} ${(py * scale + y).toFixed(2)}`;
  return polygons.map((ring) => `M${ring.map(point).join('L')}Z`).join('');
}

function boxTemplate(box: Box, as: 'truth' | 'prediction', view: Viewport): SVGTemplateResult {
  const [x1, y1, x2, y2] = toScreen(view, upright(box));
  const width = Math.max(1, x2 - x1);
  const height = Math.max(1, y2 - y1);
  return svg`<g class="layer ${as}"><g class="box">
    <rect class="halo" x=${x1} y=${y1} width=${width} height=${height}></rect>
    <rect class="edge" x=${x1} y=${y1} width=${width} height=${height}></rect>
  </g></g>`;
}

const patternId = (area: Area): string => `pattern-${area}`;

/** Areas differ by their hatching as well as by colour: crossed, falling, rising. */
const HATCHES: Readonly<Record<Area, string>> = {
  intersection: 'M0 0L8 8M8 0L0 8',
  missed: 'M-2 -2L10 10M-2 6L2 10M6 -2L10 2',
  extra: 'M-2 10L10 -2M-2 2L2 -2M6 10L10 6',
};

function patternTemplate(area: Area): SVGTemplateResult {
  return svg`<pattern id=${patternId(area)} width="8" height="8" patternUnits="userSpaceOnUse">
    <rect class="hatch-ground ${area}" width="8" height="8"></rect>
    <path class="hatch-halo" d=${HATCHES[area]}></path>
    <path class="hatch ${area}" d=${HATCHES[area]}></path>
  </pattern>`;
}

/** A small square with the hatching of an area, for legends. */
export function areaSwatch(area: Area): TemplateResult {
  return html`<svg class="swatch" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <defs>
      <pattern id="swatch-${area}" width="8" height="8" patternUnits="userSpaceOnUse">
        <path class="hatch ${area}" d=${HATCHES[area]}></path>
      </pattern>
    </defs>
    <rect class="area ${area}" x="0.5" y="0.5" width="11" height="11" fill="url(#swatch-${area})"></rect>
  </svg>`;
}
