import { strip } from '../../text/whitespace.ts';
import type { Signal } from './signal.ts';

/** A caption that only says the question again describes nothing. */
export const captionIsQuestion: Signal = {
  name: 'caption-is-question',
  title: 'Caption is the question',
  about: 'The caption only says the question again.',
  find({ parsed, sample }) {
    const { caption, text } = parsed;
    const question = sample?.sample.question.value ?? '';
    if (caption === undefined || question === '') return undefined;
    const written = plain(strip(text, caption.start, caption.end));
    return written !== '' && written === plain(question)
      ? `the caption is the question: “${question}”`
      : undefined;
  },
};

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
