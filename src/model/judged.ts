/** What the rules of relevance say of the things found. */
import type { Box } from '../core/sample.ts';
import type { TextSpan } from './fold.ts';

export interface FoundText {
  readonly text: string;
  readonly box: Box;
  /** Where it stands once the print is turned level; absent where it is level as it is. */
  readonly level?: Box;
}

export function levelBox({ level, box }: FoundText): Box {
  return level ?? box;
}

export interface FoundObject {
  readonly label: string;
  readonly box: Box;
}

export interface Relevance {
  /** Higher matters more. */
  readonly rank: number;
  /** For people: why this one. */
  readonly why: string;
  /** The part of the text that matters, where it is not all of it. */
  readonly span?: TextSpan;
}

export type Judged = readonly (Relevance | undefined)[];

export const RANK = { answer: 1, part: 0.9, asked: 0.7, mentioned: 0.5, kind: 0.4, prominent: 0.3 } as const;

export const ALIKE = 0.8;
