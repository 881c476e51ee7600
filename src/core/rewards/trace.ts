import type { Box } from '../sample.ts';
import type { RewardError } from './reward.ts';

/** A half-open range of UTF-16 units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * A closed ring of corners in pixels of the upright original image. Rings that are painted together fill by the
 * even-odd rule: one that lies within another is its hole.
 */
export type Polygon = readonly (readonly [x: number, y: number])[];

/** What a step marks where the person looks: in the completion, in the true caption, on the image. */
export type Paint = TextPaint | ImagePaint;

export interface TextPaint {
  /** `caption` is the ground truth's text as its column holds it. */
  readonly on: 'completion' | 'caption';
  readonly ranges: readonly TextRange[];
  readonly as: 'tag' | 'content' | 'match' | 'miss' | 'error';
}

export type ImagePaint =
  | {
      readonly on: 'image';
      readonly boxes: readonly Box[];
      readonly as: 'prediction' | 'truth';
    }
  | {
      readonly on: 'image';
      readonly polygons: readonly Polygon[];
      readonly as: 'intersection' | 'missed' | 'extra';
    };

/** One step of how a reward came to its value. */
export interface TraceStep {
  /** A short phrase, e.g. "Scale the boxes". */
  readonly title: string;
  /** What went in, named as people know it, each value already written out. */
  readonly inputs: readonly { readonly name: string; readonly value: string }[];
  /** What came out, written out, e.g. "0.7412" or "no closing </bbox>". */
  readonly result: string;
  /** The number that came out, where it is one, at full precision. */
  readonly value?: number;
  /**
   * Where the steps end early: the reward is `zero` whatever follows, Python `raises`, or the row lacks what the
   * reward needs and it `fails`. Never alike to the eye.
   */
  readonly ends?: 'zero' | 'raises' | 'fails';
  readonly paint?: readonly Paint[];
}

/** What a step paints on the image. */
export const onImage = ({ paint = [] }: TraceStep): ImagePaint[] =>
  paint.filter((each) => each.on === 'image');

/**
 * Collects the steps of a reward while it scores. Rewards call it as `tracer?.step({…})`, so that a step is not even
 * put together where nobody asked; the steps before an exception remain.
 */
export class Tracer {
  readonly steps: TraceStep[] = [];

  step(step: TraceStep): void {
    this.steps.push(step);
  }
}

/** The last step of a reward that the reference raises in: what that does to a training run. */
export function raisedStep({ type, message }: RewardError): TraceStep {
  return {
    title: `Python raises ${type}`,
    inputs: [
      { name: 'in training', value: 'nothing catches it: this row would end the whole batch' },
      { name: 'here', value: 'only this reward of this row has no value; it is not a 0' },
    ],
    result: message,
    ends: 'raises',
  };
}

/** The last step of a reward that a row cannot be scored with. */
export function failedStep({ type, message }: RewardError): TraceStep {
  return {
    title: `Cannot be scored: ${type}`,
    inputs: [{ name: 'so', value: 'this reward of this row has no value; it is not a 0' }],
    result: message,
    ends: 'fails',
  };
}
