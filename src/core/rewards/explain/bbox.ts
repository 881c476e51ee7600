import type { BoxParse, Span } from '../../completion.ts';
import type { UnionAreas } from '../../geometry/unionArea.ts';
import { unionRegions, type Ring } from '../../geometry/unionRegions.ts';
import type { Box } from '../../sample.ts';
import type { ImagePaint, Tracer, TraceStep } from '../trace.ts';
import { painted } from './tag.ts';
import { characterAt, counted, decimal, listed, plainNumber, quoted, writtenBox } from './written.ts';

/** How Python reads what stands between the tags. */
export function listStep(completion: string, inner: Span, parsed: BoxParse): TraceStep {
  const step = {
    title: 'Read the list of boxes',
    inputs: [{ name: 'text', value: quoted(completion.slice(inner.start, inner.end)) }],
  };
  if (parsed.kind === 'boxes') {
    const { boxes, flat, tooLarge } = parsed;
    return {
      ...step,
      result: flat ? 'one flat list of 4 numbers, taken as 1 box' : counted(boxes.length, 'box', 'boxes'),
      paint: [
        painted('content', [inner]),
        ...(tooLarge === undefined ? [] : [painted('error', [{ start: tooLarge, end: tooLarge + 1 }])]),
      ],
    };
  }
  const place = Math.max(inner.start, Math.min(parsed.offset, inner.end - 1));
  return {
    ...step,
    result: `${parsed.kind === 'failed' ? 'no list of boxes' : parsed.type}: ${reasonOf(parsed)} (${characterAt(parsed.offset - inner.start)} of the list)`,
    ...(parsed.kind === 'failed' && { value: 0, ends: 'zero' as const }),
    paint: [
      painted('content', [inner]),
      painted('error', [{ start: place, end: Math.min(place + 1, inner.end) }]),
    ],
  };
}

function reasonOf(parsed: Exclude<BoxParse, { readonly kind: 'boxes' }>): string {
  return parsed.kind === 'failed' ? parsed.reason : parsed.message;
}

export function scaleStep(
  written: readonly Box[],
  scaled: readonly Box[],
  scale: { readonly x: number; readonly y: number },
): TraceStep {
  const changed = scale.x !== 1 || scale.y !== 1;
  return {
    title: 'Scale the predicted boxes',
    inputs: [
      { name: 'x', value: `× ${decimal(scale.x)}` },
      { name: 'y', value: `× ${decimal(scale.y)}` },
      {
        name: 'boxes',
        value: listed(
          written.map((box, at) => {
            const to = scaled[at];
            return changed && to !== undefined ? `${writtenBox(box)} → ${writtenBox(to)}` : writtenBox(box);
          }),
          '; ',
        ),
      },
    ],
    result: changed ? 'in original pixels' : 'as they are',
    paint: [{ on: 'image', as: 'prediction', boxes: drawable(scaled) }],
  };
}

export function truthStep(boxes: readonly Box[]): TraceStep {
  return {
    title: 'Read the true boxes',
    inputs: [{ name: 'bboxs', value: listed(boxes.map(writtenBox), '; ') }],
    result: boxes.length === 0 ? 'there is none' : counted(boxes.length, 'box', 'boxes'),
    paint: [{ on: 'image', as: 'truth', boxes: drawable(boxes) }],
  };
}

/** What a picture can show; JSON could not even hold the others. */
function drawable(boxes: readonly Box[]): Box[] {
  return boxes.filter((box) => box.every(Number.isFinite));
}

/** The areas that the reward is made of. Boxes must be measurable. `epsilon` is what the reward adds to the union. */
export function traceAreas(
  tracer: Tracer,
  predicted: readonly Box[],
  truth: readonly Box[],
  areas: UnionAreas,
  epsilon: number,
): void {
  const regions = unionRegions(predicted, truth);
  const painting = (
    as: 'intersection' | 'missed' | 'extra',
    rings: readonly Ring[] | undefined,
  ): ImagePaint[] =>
    rings === undefined || rings.length === 0 ? [] : [{ on: 'image', as, polygons: rings }];
  const intersection = painting('intersection', regions?.intersection);
  const missed = painting('missed', regions?.onlyB);
  const extra = painting('extra', regions?.onlyA);

  const share = (part: number, whole: number): string =>
    whole > 0 ? ` (${((100 * part) / whole).toFixed(1)} %)` : '';
  const area = (
    title: string,
    rule: string,
    value: number,
    whole: { readonly name: string; readonly value: number },
    paint: readonly ImagePaint[],
  ): void => {
    tracer.step({
      title,
      inputs: [
        { name: 'where', value: rule },
        { name: whole.name, value: `${plainNumber(whole.value)} px²` },
      ],
      result: `${plainNumber(value)} px²${share(value, whole.value)}`,
      value,
      paint,
    });
  };
  const inTruth = { name: 'of the true boxes', value: areas.b };
  const inPrediction = { name: 'of the predicted boxes', value: areas.a };
  area('Intersection', 'predicted and true', areas.intersection, inTruth, intersection);
  area('Missed', 'true but not predicted', Math.max(0, areas.b - areas.intersection), inTruth, missed);
  area('Extra', 'predicted but not true', Math.max(0, areas.a - areas.intersection), inPrediction, extra);
  tracer.step({
    title: 'Union',
    inputs: [{ name: 'where', value: 'predicted, true or both; overlaps count once' }],
    result: `${plainNumber(areas.union)} px²`,
    value: areas.union,
    paint: [...intersection, ...missed, ...extra],
  });
  const value = areas.intersection / (areas.union + epsilon);
  tracer.step({
    title: 'Intersection over union',
    inputs: [
      {
        name: 'formula',
        value: `${plainNumber(areas.intersection)} ÷ (${plainNumber(areas.union)} + ${epsilon.toFixed(6)})`,
      },
    ],
    result: decimal(value),
    value,
    paint: [...intersection, ...missed, ...extra],
  });
}

/** Coordinates that the reference's geometry library cannot work with. */
export const UNMEASURABLE: TraceStep = {
  title: 'Measure the areas',
  inputs: [{ name: 'rule', value: 'every coordinate finite and at most 1e150 in size' }],
  result: 'a coordinate is too large: the reward is 0',
  value: 0,
  ends: 'zero',
};
