/** Between the host (or the command line) and the model process: file paths in, proposals out. */
import type { Box } from '../core/sample.ts';

export interface ProposeParams {
  /** Absolute path of the image file. */
  readonly image: string;
  readonly question?: string;
  readonly answers?: readonly string[];
}

export interface ProposedBox {
  /** In pixels of the upright original image. */
  readonly box: Box;
  readonly label: string;
  /** 0..1 */
  readonly score: number;
  readonly source: 'ocr' | 'objects' | (string & {});
  /** What was read, where the source is OCR. */
  readonly text?: string;
  /** Why it matters to the question; present on the boxes that are preselected. */
  readonly why?: string;
}

/** What `propose` of the command line prints for an image, and what the editor shows. */
export interface Proposal {
  readonly image: string;
  /** Of the upright image, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly caption: string;
  readonly boxes: readonly ProposedBox[];
  /** The proposal written as a completion in SATORI's tags, boxes in resized pixels. */
  readonly completion: string;
  readonly milliseconds: number;
}

export interface ModelProgress {
  readonly stage: 'starting' | 'loading' | 'reading' | 'detecting' | 'recognising' | 'objects';
  readonly message: string;
  /** 0..1 where known. */
  readonly fraction?: number;
}

/** Errors carry one of these names, and a message that says what happened, where, and what to do. */
export type ModelErrorName =
  'ModelFileMissing' | 'ImageMissing' | 'ImageUnreadable' | 'ImageTooLarge' | 'ModelProcessDied';

export type ModelMethods = {
  propose(params: ProposeParams): Proposal;
  /** Writes an upright PNG or JPEG of at most `maxSide` pixels a side to `target`. */
  preview(params: { image: string; target: string; maxSide: number }): { width: number; height: number };
};
