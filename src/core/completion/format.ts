import { skipWhitespace } from '../text/whitespace.ts';
import type { Span } from './tags.ts';

const CAPTION_OPEN = '<caption>';
const CAPTION_CLOSE = '</caption>';
const BBOX_OPEN = '<bbox>';
const BBOX_CLOSE = '</bbox>';
const ANSWER_OPEN = '<answer>';
const ANSWER_CLOSE = '</answer>';
const NEWLINE = 0x0a;

export type FormatCheck =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** What is missing, in a sentence. */
      readonly reason: string;
      /** Where in the completion the check stopped, in UTF-16 units. */
      readonly offset: number;
    };

const PASSED: FormatCheck = { ok: true };

/**
 * SATORI's format pattern, matched in linear time (the pattern itself backtracks quadratically):
 * `^\s*<caption>.*?</caption>\s*<bbox>\s*\[\[.*?\]\]\s*</bbox>\s*<answer>.*?</answer>\s*$` under DOTALL and
 * MULTILINE. What each `.*?` skips is free, so the earliest place for each fixed part is enough. `^` holds
 * at the very start only; `$` holds at the end and before any `\n`.
 */
export function checkFormat(text: string): FormatCheck {
  const caption = skipWhitespace(text, 0);
  if (!text.startsWith(CAPTION_OPEN, caption)) {
    return failed('nothing but whitespace may stand before <caption>', caption);
  }
  const boxes = endOfBoxesOpening(text, caption + CAPTION_OPEN.length);
  if (boxes < 0) {
    return failed('</caption> must be followed by <bbox> and [[, with only whitespace between', caption);
  }
  const answer = endOfBoxesClosing(text, boxes);
  if (answer < 0)
    return failed(']] must be followed by </bbox> and <answer>, with only whitespace between', boxes);
  return endOfAnswer(text, answer) !== undefined
    ? PASSED
    : failed('</answer> must be followed by whitespace up to a line break or the end', answer);
}

function failed(reason: string, offset: number): FormatCheck {
  return { ok: false, reason, offset };
}

/** After the earliest `</caption>\s*<bbox>\s*[[` from `from` on; -1 without one. */
function endOfBoxesOpening(text: string, from: number): number {
  for (let at = text.indexOf(CAPTION_CLOSE, from); at >= 0; at = text.indexOf(CAPTION_CLOSE, at + 1)) {
    const bbox = skipWhitespace(text, at + CAPTION_CLOSE.length);
    if (!text.startsWith(BBOX_OPEN, bbox)) continue;
    const brackets = skipWhitespace(text, bbox + BBOX_OPEN.length);
    if (text.startsWith('[[', brackets)) return brackets + 2;
  }
  return -1;
}

/** After the earliest `]]\s*</bbox>\s*<answer>` from `from` on; -1 without one. */
function endOfBoxesClosing(text: string, from: number): number {
  for (let at = text.indexOf(']]', from); at >= 0; at = text.indexOf(']]', at + 1)) {
    const bbox = skipWhitespace(text, at + 2);
    if (!text.startsWith(BBOX_CLOSE, bbox)) continue;
    const answer = skipWhitespace(text, bbox + BBOX_CLOSE.length);
    if (text.startsWith(ANSWER_OPEN, answer)) return answer + ANSWER_OPEN.length;
  }
  return -1;
}

/** The earliest `</answer>` from `from` on that whitespace alone parts from a line break or the end. */
function endOfAnswer(text: string, from: number): Span | undefined {
  for (let at = text.indexOf(ANSWER_CLOSE, from); at >= 0; at = text.indexOf(ANSWER_CLOSE, at + 1)) {
    const start = at + ANSWER_CLOSE.length;
    const end = skipWhitespace(text, start);
    if (end === text.length) return { start: at, end: start };
    for (let unit = start; unit < end; unit++) {
      if (text.charCodeAt(unit) === NEWLINE) return { start: at, end: start };
    }
  }
  return undefined;
}

/**
 * The parts of the pattern, each as a search from `from` on that answers where it stands, for whoever wants to see
 * more than whether all are there. A part begins with its first literal, but for the whitespace before the caption.
 */
export const FORMAT_PARTS = {
  start: (text: string, _from: number): Span | undefined => {
    const start = skipWhitespace(text, 0);
    return text.startsWith(CAPTION_OPEN, start) ? { start, end: start + CAPTION_OPEN.length } : undefined;
  },
  boxes: (text: string, from: number): Span | undefined =>
    endingAt(text, CAPTION_CLOSE, endOfBoxesOpening(text, from)),
  answer: (text: string, from: number): Span | undefined =>
    endingAt(text, ']]', endOfBoxesClosing(text, from)),
  end: (text: string, from: number): Span | undefined => endOfAnswer(text, from),
};

/** What starts with the last `literal` before `end`; nothing where `end` is negative. */
function endingAt(text: string, literal: string, end: number): Span | undefined {
  return end < 0 ? undefined : { start: text.lastIndexOf(literal, end), end };
}
