/** A plot as a picture that stands by itself: title, legend, and the colours that the theme gives it here. */
import type { LegendItem } from './mark.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Pixels of the picture for one unit of the drawing. */
const SCALE = 3;
const MARGIN = 12;
const TITLE = 26;
const LEGEND_LINE = 16;

/** What a style sheet may have set of an element of a drawing. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-miterlimit',
  'opacity',
  'font-family',
  'font-size',
  'font-variant',
  'font-weight',
  'text-anchor',
  'paint-order',
  'visibility',
  'white-space',
] as const;

export interface Picture {
  readonly svg: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** `plot` has to be in the page, because that is where its colours come from. */
export function pictureOf(plot: SVGSVGElement, title: string, legend: readonly LegendItem[]): Picture {
  const { width, height } = plot.viewBox.baseVal;
  const { color, backgroundColor, fontFamily } = getComputedStyle(document.body);
  const items = placed(legend, width, `11px ${fontFamily}`);
  const below = items.length === 0 ? 0 : ((items.at(-1)?.line ?? 0) + 1) * LEGEND_LINE + 4;
  const whole = { width: width + 2 * MARGIN, height: TITLE + height + below + MARGIN };
  const picture = make('svg', {
    xmlns: SVG,
    width: whole.width * SCALE,
    height: whole.height * SCALE,
    viewBox: `0 0 ${whole.width} ${whole.height}`,
    'font-family': fontFamily,
    fill: color,
  });
  picture.append(
    make('rect', { width: whole.width, height: whole.height, fill: backgroundColor }),
    text(title, { x: MARGIN, y: 19, 'font-size': 13, 'font-weight': 600 }),
  );
  const drawing = copyOf(plot);
  drawing.setAttribute('x', String(MARGIN));
  drawing.setAttribute('y', String(TITLE));
  drawing.setAttribute('width', String(width));
  drawing.setAttribute('height', String(height));
  picture.append(drawing);
  for (const { label, colour, x, line } of items) {
    const y = TITLE + height + line * LEGEND_LINE;
    picture.append(
      make('rect', { x: MARGIN + x, y: y + 2, width: 10, height: 10, fill: resolved(colour) }),
      text(label, { x: MARGIN + x + 14, y: y + 11, 'font-size': 11 }),
    );
  }
  return {
    svg: new XMLSerializer().serializeToString(picture),
    width: whole.width * SCALE,
    height: whole.height * SCALE,
  };
}

/** A copy in which every colour and font is written out; without the tip, and without anything of the page. */
function copyOf(plot: SVGSVGElement): SVGSVGElement {
  const copy = plot.cloneNode(true) as SVGSVGElement;
  const [from, to] = [plot.querySelectorAll('*'), copy.querySelectorAll('*')];
  for (const [i, element] of [...to].entries()) {
    const original = from[i];
    if (original !== undefined) writeOut(original, element);
  }
  writeOut(plot, copy);
  for (const element of copy.querySelectorAll('style, [aria-label="tip"]')) element.remove();
  for (const name of ['tabindex', 'role', 'class', 'aria-label', 'aria-roledescription'])
    copy.removeAttribute(name);
  return copy;
}

function writeOut(original: Element, copy: Element): void {
  const style = getComputedStyle(original);
  for (const property of PROPERTIES) copy.setAttribute(property, style.getPropertyValue(property));
  copy.removeAttribute('style');
}

/** The legend in lines that are no wider than the drawing. */
function placed(
  legend: readonly LegendItem[],
  width: number,
  font: string,
): readonly (LegendItem & { readonly x: number; readonly line: number })[] {
  const context = document.createElement('canvas').getContext('2d');
  if (context !== null) context.font = font;
  let [x, line] = [0, 0];
  return legend.map((item) => {
    const taken = 14 + (context?.measureText(item.label).width ?? 6 * item.label.length) + 14;
    if (x > 0 && x + taken > width) [x, line] = [0, line + 1];
    const at = { ...item, x, line };
    x += taken;
    return at;
  });
}

/** What a `var(--…)` is in this theme. */
function resolved(colour: string): string {
  const probe = document.createElement('span');
  probe.style.color = colour;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

type Attributes = Readonly<Record<string, string | number>>;

function make(name: string, attributes: Attributes): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function text(content: string, attributes: Attributes): SVGElement {
  const element = make('text', attributes);
  element.textContent = content;
  return element;
}

/**
 * The picture as a PNG, in base64. `uri` serves its SVG as an image that the page's policy allows: it lets the page
 * draw neither from `data:` nor from `blob:`.
 */
export async function rasterised({ width, height }: Picture, uri: string): Promise<string> {
  const image = new Image(width, height);
  // Without this the canvas could not be read again.
  image.crossOrigin = 'anonymous';
  image.src = uri;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This window cannot draw pictures.');
  context.drawImage(image, 0, 0, width, height);
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
}
