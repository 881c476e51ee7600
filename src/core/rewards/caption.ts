import { findTag } from '../completion.ts';
import { bleu4 } from '../text/bleu.ts';
import { StemmerRecursionError } from '../text/porter.ts';
import { rougeL } from '../text/rouge.ts';
import { skipWhitespace, trimEnd } from '../text/whitespace.ts';
import { traceBleu } from './explain/bleu.ts';
import { captionTexts, meanStep } from './explain/captionTexts.ts';
import { traceRouge } from './explain/rouge.ts';
import { tagStep } from './explain/tag.ts';
import { PythonError, pythonType, requireColumn } from './pythonError.ts';
import type { Reward, Score } from './reward.ts';

/** The mean of BLEU-4 and ROUGE-L against the true caption, 0 without a caption tag. */
export const caption: Reward<'caption'> = {
  name: 'caption',
  source: 'CaptionAccuracy',
  columns: ['image_caption'],
  score({ completion, truth, captions }, tracer) {
    const expected = requireColumn(truth, 'image_caption');
    const span = findTag(completion, 'caption');
    tracer?.step(tagStep(completion, 'caption', span));
    if (span === undefined) return { value: 0 };
    if (typeof expected !== 'string') {
      const type = pythonType(expected);
      throw new PythonError('AttributeError', `image_caption is of type ${type}, which has no lower()`);
    }
    // Only the prediction is stripped.
    const start = skipWhitespace(completion, span.start, span.end);
    const compared = captions.compare(expected, completion, start, trimEnd(completion, start, span.end));
    const bleu = bleu4(compared.bleu());
    if (tracer !== undefined) traceBleu(tracer, captionTexts(completion, span, expected));
    try {
      const statistics = compared.rouge();
      const score = withComponents(bleu, rougeL(statistics));
      if (tracer !== undefined) {
        traceRouge(tracer, captionTexts(completion, span, expected), statistics.common);
        tracer.step(meanStep(bleu, rougeL(statistics)));
      }
      return score;
    } catch (error) {
      if (error instanceof StemmerRecursionError) throw new PythonError('RecursionError', error.message);
      throw error;
    }
  },
};

function withComponents(bleu: number, rougeScore: number): Score {
  return { value: (bleu + rougeScore) / 2, components: { bleu, rougeL: rougeScore } };
}
