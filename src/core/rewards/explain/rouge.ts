import { lcsPairs } from '../../text/lcsPairs.ts';
import type { Tracer } from '../trace.ts';
import { sidePaint } from './bleu.ts';
import type { CaptionTexts } from './captionTexts.ts';
import { painted, paintedCaption } from './tag.ts';
import { counted, decimal, listed } from './written.ts';

/**
 * ROUGE-L by its definition (Lin 2004; rouge-score's `rougeL` with its stemmer), step by step. `length` is the length
 * of the common subsequence, for texts too long to name its words.
 */
export function traceRouge(tracer: Tracer, { prediction, truth }: CaptionTexts, length: number): void {
  const { rougeWords: hypothesis } = prediction;
  const { rougeWords: reference } = truth;
  const stems = { hypothesis: hypothesis.map(stemOf), reference: reference.map(stemOf) };
  tracer.step({
    title: 'Stem the words',
    inputs: [
      { name: 'predicted', value: listed(stems.hypothesis, ' · ') },
      { name: 'true', value: listed(stems.reference, ' · ') },
      { name: 'rule', value: 'runs of a–z and 0–9 only; Porter stems of words longer than 3' },
    ],
    result: `${counted(hypothesis.length, 'word')} against ${reference.length}`,
    paint: [painted('content', hypothesis), paintedCaption('content', reference)],
  });

  const pairs = lcsPairs(stems.hypothesis, stems.reference);
  const common = pairs?.length ?? length;
  tracer.step({
    title: 'Longest common subsequence',
    inputs: [
      {
        name: 'words',
        value:
          pairs === undefined
            ? 'too many to name'
            : listed(
                pairs.map(([at]) => stems.hypothesis[at] ?? ''),
                ' · ',
              ),
      },
    ],
    result: counted(common, 'word'),
    value: common,
    ...(pairs !== undefined && {
      paint: [
        ...sidePaint(painted, hypothesis, new Set(pairs.map(([at]) => at))),
        ...sidePaint(paintedCaption, reference, new Set(pairs.map(([, at]) => at))),
      ],
    }),
  });

  const precision = common === 0 ? 0 : common / hypothesis.length;
  const recall = common === 0 ? 0 : common / reference.length;
  const value = common === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  tracer.step({
    title: 'ROUGE-L',
    inputs: [
      { name: 'precision', value: `${common} of ${hypothesis.length} predicted = ${decimal(precision)}` },
      { name: 'recall', value: `${common} of ${reference.length} true = ${decimal(recall)}` },
    ],
    result: `F1 = 2 · precision · recall ÷ (precision + recall) = ${decimal(value)}`,
    value,
  });
}

const stemOf = ({ token }: { readonly token: string }): string => token;
