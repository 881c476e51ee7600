import { iou } from '../../geometry/iou.ts';
import { heaviestMatching } from '../../geometry/matching.ts';
import type { Box } from '../../sample.ts';
import { builtIn } from '../builtIn.ts';
import { counted, decimal, writtenBox } from '../explain/written.ts';
import type { Tracer } from '../trace.ts';
import { BOX_COLUMNS, BOXES_TEXT_OPTION, predictedBoxes, trueBoxes } from './predictedBoxes.ts';

interface Match {
  readonly predicted: Box;
  readonly truth: Box;
  readonly iou: number;
}

/** The pairing of predicted and true boxes whose weights, of an IoU each, have the greatest sum. */
function match(
  predicted: readonly Box[],
  truth: readonly Box[],
  weigh: (iou: number) => number,
): readonly Match[] {
  const ious = predicted.map((box) => truth.map((other) => iou(box, other)));
  return heaviestMatching(ious.map((row) => row.map(weigh))).flatMap(([at, other]) => {
    const [box, partner] = [predicted[at], truth[other]];
    return box === undefined || partner === undefined
      ? []
      : { predicted: box, truth: partner, iou: ious[at]?.[other] ?? 0 };
  });
}

function traceMatches(tracer: Tracer, matches: readonly Match[], least: number): void {
  const counts = matches.filter((pair) => pair.iou > 0 && pair.iou >= least);
  tracer.step({
    title: 'Pair predicted with true boxes',
    inputs: matches.map((pair) => ({
      name: `${writtenBox(pair.predicted)} with ${writtenBox(pair.truth)}`,
      value: `IoU ${decimal(pair.iou)}`,
    })),
    result: counted(counts.length, 'pair'),
    paint: [
      { on: 'image', boxes: counts.map(({ predicted }) => predicted), as: 'prediction' },
      { on: 'image', boxes: counts.map(({ truth }) => truth), as: 'truth' },
    ],
  });
}

export const boxIou = builtIn({
  name: 'boxIou',
  short: 'IoU',
  summary:
    'the mean IoU of predicted and true boxes paired one to one, where a box without a partner counts as 0',
  source:
    'multi-object matching of VisionReasoner (arXiv 2505.12081): Hungarian matching, divided by the ' +
    'greater number of boxes',
  options: { text: BOXES_TEXT_OPTION },
  columns: () => BOX_COLUMNS,
  scorer:
    ({ text }) =>
    (input, tracer) => {
      const truth = trueBoxes(input, tracer);
      const predicted = predictedBoxes(input, text, tracer);
      const most = Math.max(truth.length, predicted.length);
      const matches = match(predicted, truth, (value) => value);
      const sum = matches.reduce((total, pair) => total + pair.iou, 0);
      // No box where there is none to find is right.
      const value = most === 0 ? 1 : Math.min(1, sum / most);
      if (tracer !== undefined) {
        traceMatches(tracer, matches, 0);
        tracer.step({
          title: 'Take the mean',
          inputs: [
            { name: 'sum of IoUs', value: decimal(sum) },
            { name: 'greater number of boxes', value: String(most) },
          ],
          result: most === 0 ? 'no boxes on either side' : `${decimal(sum)} ÷ ${most} = ${decimal(value)}`,
          value,
        });
      }
      return { value };
    },
});

export const boxF1 = builtIn({
  name: 'boxF1',
  short: 'F1',
  summary: 'F1 of the predicted boxes, where a pair with a true box counts from an IoU threshold on',
  source:
    'F1 of detection at a fixed IoU, as PASCAL VOC (IJCV 2010) and COCO (arXiv 1405.0312) decide true positives; ' +
    'matched one to one so that as many as possible count',
  options: {
    text: BOXES_TEXT_OPTION,
    threshold: {
      type: 'number',
      default: 0.5,
      minimum: 0,
      maximum: 1,
      summary: 'the least IoU of a pair that counts',
    },
  },
  columns: () => BOX_COLUMNS,
  scorer:
    ({ text, threshold }) =>
    (input, tracer) => {
      const truth = trueBoxes(input, tracer);
      const predicted = predictedBoxes(input, text, tracer);
      const counts = (value: number): boolean => value > 0 && value >= threshold;
      // A pair that counts outweighs all the IoUs there could be, which only choose between pairs that count alike.
      const unit = Math.min(truth.length, predicted.length) + 1;
      const matches = match(predicted, truth, (value) => (counts(value) ? unit + value : 0));
      const hits = matches.filter((pair) => counts(pair.iou)).length;
      const both = truth.length + predicted.length;
      const value = both === 0 ? 1 : (2 * hits) / both;
      const precision = predicted.length === 0 ? 0 : hits / predicted.length;
      const recall = truth.length === 0 ? 0 : hits / truth.length;
      if (tracer !== undefined) {
        traceMatches(tracer, matches, threshold);
        tracer.step({
          title: 'Compute F1',
          inputs: [
            { name: 'precision', value: `${hits} of ${predicted.length} predicted` },
            { name: 'recall', value: `${hits} of ${truth.length} true` },
          ],
          result: both === 0 ? 'no boxes on either side' : `2 × ${hits} ÷ ${both} = ${decimal(value)}`,
          value,
        });
      }
      return both === 0 ? { value } : { value, components: { precision, recall } };
    },
});
