import type { Span } from '../../completion.ts';
import { placeRougeWords, placeWords, type PlacedToken } from '../../text/places.ts';
import { skipWhitespace, trimEnd } from '../../text/whitespace.ts';
import type { TraceStep } from '../trace.ts';
import { decimal } from './written.ts';

/** One side of a comparison of captions, split when asked; places are those in the text that holds it. */
export class CaptionSide {
  constructor(
    readonly text: string,
    private readonly offset = 0,
  ) {}

  get words(): PlacedToken[] {
    return this.moved(placeWords(this.text));
  }

  get rougeWords(): PlacedToken[] {
    return this.moved(placeRougeWords(this.text));
  }

  private moved(tokens: readonly PlacedToken[]): PlacedToken[] {
    const { offset } = this;
    return tokens.map(({ token, start, end }) => ({ token, start: start + offset, end: end + offset }));
  }
}

export interface CaptionTexts {
  readonly prediction: CaptionSide;
  readonly truth: CaptionSide;
}

/** The predicted caption, which is stripped, and the true one, which is not. */
export function captionTexts(completion: string, inner: Span, truth: string): CaptionTexts {
  const start = skipWhitespace(completion, inner.start, inner.end);
  const end = trimEnd(completion, start, inner.end);
  return { prediction: new CaptionSide(completion.slice(start, end), start), truth: new CaptionSide(truth) };
}

/** The last step: both metrics count alike. */
export function meanStep(bleu: number, rougeL: number): TraceStep {
  const value = (bleu + rougeL) / 2;
  return {
    title: 'Mean',
    inputs: [
      { name: 'BLEU-4', value: decimal(bleu) },
      { name: 'ROUGE-L', value: decimal(rougeL) },
    ],
    result: decimal(value),
    value,
  };
}
