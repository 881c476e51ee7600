import { findTag } from '../completion.ts';
import { bleu4 } from '../text/bleu.ts';
import { StemmerRecursionError } from '../text/porter.ts';
import { rougeL } from '../text/rouge.ts';
import { strip } from '../text/whitespace.ts';
import { PythonError, pythonType, requireColumn } from './pythonError.ts';
import type { Reward, Score } from './reward.ts';

/** The mean of BLEU-4 and ROUGE-L against the true caption, 0 without a caption tag. */
export const caption: Reward<'caption'> = {
  name: 'caption',
  source: 'CaptionAccuracy',
  columns: ['image_caption'],
  score({ completion, truth, captions }) {
    const expected = requireColumn(truth, 'image_caption');
    const span = findTag(completion, 'caption');
    if (span === undefined) return { value: 0 };
    if (typeof expected !== 'string') {
      const type = pythonType(expected);
      throw new PythonError('AttributeError', `image_caption is of type ${type}, which has no lower()`);
    }
    // Only the prediction is stripped.
    const predicted = strip(completion, span.start, span.end).toLowerCase();
    const reference = captions.get(expected);
    const bleu = bleu4(reference.bleu.compare(predicted));
    try {
      const rouge = rougeL(reference.rouge.compare(predicted));
      return withComponents(bleu, rouge);
    } catch (error) {
      if (error instanceof StemmerRecursionError) throw new PythonError('RecursionError', error.message);
      throw error;
    }
  },
};

function withComponents(bleu: number, rougeScore: number): Score {
  return { value: (bleu + rougeScore) / 2, components: { bleu, rougeL: rougeScore } };
}
