import type { Canvas } from './draw/canvas.ts';
import type { Ink } from './draw/ink.ts';

/** A question about a picture. `evidence` is the ink that answers it, one box each. */
export interface Question {
  readonly question: string;
  readonly answers: readonly [string, ...string[]];
  readonly caption: string;
  /** The same picture in other words: what a policy's completions say. */
  readonly retelling: string;
  readonly evidence: readonly [Ink, ...Ink[]];
  /** A believable mistake: another answer, and the ink that would have led to it. */
  readonly mistake: { readonly answer: string; readonly evidence: readonly [Ink, ...Ink[]] };
}

export interface Scene {
  /** Also the image's file name and, with a letter added where there are several questions, the sample's id. */
  readonly name: string;
  readonly source: string;
  readonly category: 'perception' | 'reasoning' | 'multilingual';
  /** Upright size in pixels. */
  readonly size: readonly [width: number, height: number];
  /** Flat graphics are smaller as palette PNG, shaded scenes as JPEG. */
  readonly format: 'png' | 'jpg';
  /** Stored turned, with this EXIF orientation, as a phone held upright stores its photographs. */
  readonly orientation?: 6;
  readonly quality?: number;
  paint(canvas: Canvas): readonly [Question, ...Question[]];
}
