import type { Box } from '../../sample.ts';
import { builtIn } from '../builtIn.ts';
import { plainNumber, writtenBox } from '../explain/written.ts';
import { needColumn, wrongColumn } from '../rowColumns.ts';
import { BOX_COLUMNS, groupsIn, needScale, partOf, trueBoxes, type Group } from './predictedBoxes.ts';

const TAGS = { point: ['point', 'answer', 'bbox'], answer: ['answer'], completion: [] } as const;

export const pointInBox = builtIn({
  name: 'pointInBox',
  short: 'point',
  summary: '1 where the predicted point, or the centre of the predicted box, lies in a true box',
  source:
    'click accuracy of ScreenSpot in SeeClick (arXiv 2401.10935), as a reward in GUI-R1 (arXiv 2504.10458)',
  options: {
    text: {
      type: 'choice',
      choices: ['point', 'answer', 'completion'],
      default: 'point',
      summary:
        'where the point is looked for: in the first <point>, else <answer>, else <bbox>, else everywhere (point); ' +
        'in the first <answer>, else everywhere (answer); in the whole completion (completion)',
    },
    pick: {
      type: 'choice',
      choices: ['first', 'last'],
      default: 'first',
      summary: 'which point counts where there are several',
    },
  },
  columns: () => BOX_COLUMNS,
  scorer:
    ({ text, pick }) =>
    (input, tracer) => {
      const truth = trueBoxes(input, tracer);
      if (truth.length === 0) wrongColumn('bboxs', needColumn(input, 'bboxs'), 'a list with a box');
      const scale = needScale(input, tracer);
      const groups = groupsIn(input.completion, partOf(input.completion, TAGS[text]));
      const points = groups.filter(({ numbers }) => numbers.length === 2 || numbers.length === 4);
      const found = points.at(pick === 'first' ? 0 : -1);
      const point = found && scaled(found, scale);
      tracer?.step({
        title: 'Find the predicted point',
        inputs: [{ name: 'looked for', value: `the ${pick} [x, y] or [x1, y1, x2, y2]` }],
        ...(found === undefined || point === undefined
          ? { result: 'no point', ends: 'zero' }
          : {
              result: `${written(point)} in original pixels`,
              paint: [
                { on: 'completion', ranges: [found], as: 'content' },
                { on: 'image', boxes: [[point.x, point.y, point.x, point.y]], as: 'prediction' },
              ],
            }),
      });
      if (point === undefined) return { value: 0 };
      const hit = truth.find((box) => holds(box, point.x, point.y));
      const value = hit === undefined ? 0 : 1;
      tracer?.step({
        title: 'Look for a true box around it',
        inputs: truth.map((box) => ({
          name: writtenBox(box),
          value: holds(box, point.x, point.y) ? 'inside' : 'outside',
        })),
        result: hit === undefined ? 'in none' : `in ${writtenBox(hit)}`,
        value,
        paint: [{ on: 'image', boxes: hit === undefined ? truth : [hit], as: 'truth' }],
      });
      return { value };
    },
});

interface Point {
  readonly x: number;
  readonly y: number;
}

function scaled({ numbers: [a = 0, b = 0, c = a, d = b] }: Group, scale: Point): Point {
  return { x: ((a + c) / 2) * scale.x, y: ((b + d) / 2) * scale.y };
}

const written = ({ x, y }: Point): string => `(${plainNumber(x)}, ${plainNumber(y)})`;

/** Edges are inside. */
function holds([x1, y1, x2, y2]: Box, x: number, y: number): boolean {
  return Math.min(x1, x2) <= x && x <= Math.max(x1, x2) && Math.min(y1, y2) <= y && y <= Math.max(y1, y2);
}
