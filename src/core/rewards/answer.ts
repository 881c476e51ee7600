import { findTag } from '../completion.ts';
import type { Json } from '../json.ts';
import { strip } from '../text/whitespace.ts';
import { traceAnswer } from './explain/answer.ts';
import { tagStep } from './explain/tag.ts';
import { PythonError, pythonType, requireColumn } from './pythonError.ts';
import type { Reward } from './reward.ts';

/** 1 where the stripped answer is one of the possible answers, to the letter. */
export const answer: Reward<'answer'> = {
  name: 'answer',
  source: 'VQAAccuracy',
  columns: ['possible_answers'],
  score({ completion, truth }, tracer) {
    const possible = requireColumn(truth, 'possible_answers');
    const span = findTag(completion, 'answer');
    tracer?.step(tagStep(completion, 'answer', span));
    if (span === undefined) return { value: 0 };
    const value = isIn(strip(completion, span.start, span.end), possible) ? 1 : 0;
    if (tracer !== undefined) traceAnswer(tracer, completion, span, possible, value);
    return { value };
  },
};

/** Python's `answer in possible`: a substring of a string, a key of a dict. */
function isIn(given: string, possible: Json): boolean {
  if (Array.isArray(possible)) return possible.includes(given);
  if (typeof possible === 'string') return isSubstring(given, possible);
  if (typeof possible === 'object' && possible !== null) return Object.hasOwn(possible, given);
  throw new PythonError('TypeError', `possible_answers is of type ${pythonType(possible)}, not a list`);
}

/** By code points, as Python compares: half a surrogate pair is no part of a whole one. */
function isSubstring(part: string, whole: string): boolean {
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
    if (!splitsPair(whole, at) && !splitsPair(whole, at + part.length)) return true;
  }
  return false;
}

function splitsPair(text: string, at: number): boolean {
  if (at === 0 || at >= text.length) return false;
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
