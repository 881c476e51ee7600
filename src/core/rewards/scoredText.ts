/** Which part of a completion a reward reads. The field differs here, so it can be set for every reward. */
import type { Span } from '../completion/tags.ts';
import { skipWhitespace, trimEnd } from '../text/whitespace.ts';
import { quoted } from './explain/written.ts';
import type { TextOption, ChoiceOption } from './options.ts';
import type { Tracer } from './trace.ts';

export type TextChoice = 'answer' | 'lastAnswer' | 'answerOnly' | 'boxed' | 'completion';

const CHOICES = ['answer', 'lastAnswer', 'answerOnly', 'boxed', 'completion'] as const;

/** The option of every reward that reads a text. */
export const TEXT_OPTION = {
  type: 'choice',
  choices: CHOICES,
  default: 'answer',
  summary:
    'what is scored: the first <answer> (answer) or the last (lastAnswer), the whole completion without one; ' +
    'nothing but the first <answer> (answerOnly); the last \\boxed{…} (boxed); the whole completion (completion)',
} as const satisfies ChoiceOption<TextChoice>;

/** The option that names the column of the right answers. */
export const ANSWERS_OPTION = {
  type: 'text',
  default: 'possible_answers',
  summary: 'the column with the right answer, or with a list of right answers',
} as const satisfies TextOption;

/** A part of a completion without the whitespace around it. */
export interface ScoredText extends Span {
  readonly text: string;
}

/** What is scored of a completion; undefined where the part that is asked for is missing. */
export function scoredText(completion: string, choice: TextChoice, tracer?: Tracer): ScoredText | undefined {
  const found = find(completion, choice);
  const whole = { start: 0, end: completion.length };
  const fallsBack = choice === 'answer' || choice === 'lastAnswer';
  const span = found ?? (fallsBack || choice === 'completion' ? whole : undefined);
  const scored = span && strippedSpan(completion, span);
  tracer?.step({
    title: 'Find the text to score',
    inputs: [{ name: 'looked for', value: LOOKED_FOR[choice] }],
    result:
      scored === undefined
        ? `no ${choice === 'boxed' ? '\\boxed{…}' : '<answer> tag'}`
        : `${found === undefined && fallsBack ? 'no <answer> tag, so the whole completion: ' : ''}${quoted(scored.text)}`,
    ...(scored === undefined
      ? { ends: 'zero' as const }
      : { paint: [{ on: 'completion' as const, ranges: [scored], as: 'content' as const }] }),
  });
  return scored;
}

const LOOKED_FOR: Readonly<Record<TextChoice, string>> = {
  answer: 'the first <answer>…</answer>',
  lastAnswer: 'the last <answer>…</answer>',
  answerOnly: 'the first <answer>…</answer>',
  boxed: 'the last \\boxed{…}',
  completion: 'the whole completion',
};

function find(completion: string, choice: TextChoice): Span | undefined {
  switch (choice) {
    case 'answer':
    case 'answerOnly':
      return firstTag(completion, 'answer');
    case 'lastAnswer':
      return lastTag(completion, 'answer');
    case 'boxed':
      return lastBoxed(completion);
    case 'completion':
      return { start: 0, end: completion.length };
  }
}

/** What stands between the first `<name>` at or after `from` and the first `</name>` after it. */
export function firstTag(text: string, name: string, from = 0): Span | undefined {
  const opened = text.indexOf(`<${name}>`, from);
  if (opened < 0) return undefined;
  const start = opened + name.length + 2;
  const end = text.indexOf(`</${name}>`, start);
  return end < 0 ? undefined : { start, end };
}

/** The last of the `<name>…</name>` that a search from the start finds one after the other. */
export function lastTag(text: string, name: string): Span | undefined {
  let last: Span | undefined;
  let next = firstTag(text, name);
  while (next !== undefined) {
    last = next;
    next = firstTag(text, name, next.end);
  }
  return last;
}

const BOXED = /\\boxed\s*\{/y;
const FRAMED = /\\fbox\s*\{/y;

/**
 * What stands inside the last `\boxed{…}` whose braces close, which may hold braces of their own; only where there is
 * none, the last `\fbox{…}`, as in MATH's evaluation (hendrycks/math, `last_boxed_only_string`).
 */
export function lastBoxed(text: string): Span | undefined {
  return lastInside(BOXED, text) ?? lastInside(FRAMED, text);
}

/** Inside the last of the boxes that `opening` opens, up to the brace that closes it. One pass. */
function lastInside(opening: RegExp, text: string): Span | undefined {
  let last: Span | undefined;
  /** Where the inside of each open brace starts; negative for a brace that is no box. */
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') {
      opening.lastIndex = at;
      if (opening.test(text)) {
        open.push(opening.lastIndex);
        at = opening.lastIndex - 1;
      } else at++;
    } else if (character === '{') open.push(-1);
    else if (character === '}') {
      const start = open.pop() ?? -1;
      if (start > (last?.start ?? -1)) last = { start, end: at };
    }
  }
  return last;
}

/** A range without the whitespace around what it holds. */
export function strippedSpan(completion: string, { start, end }: Span): ScoredText {
  const from = skipWhitespace(completion, start, end);
  const to = trimEnd(completion, from, end);
  return { text: completion.slice(from, to), start: from, end: to };
}
