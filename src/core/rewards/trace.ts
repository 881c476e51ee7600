import type { Box } from '../sample.ts';

/** A half-open range of UTF-16 units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A closed ring of corners in pixels of the upright original image. */
export type Polygon = readonly (readonly [x: number, y: number])[];

/** What a step marks where the person looks: in the completion, in the true caption, on the image. */
export type Paint =
  | {
      /** `caption` is the ground truth's text as its column holds it. */
      readonly on: 'completion' | 'caption';
      readonly ranges: readonly TextRange[];
      readonly as: 'tag' | 'content' | 'match' | 'miss' | 'error';
    }
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
  readonly paint?: readonly Paint[];
}

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
