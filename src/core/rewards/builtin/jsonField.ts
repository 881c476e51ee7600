import type { Span } from '../../completion/tags.ts';
import { quoted } from '../explain/written.ts';
import { scoredText, strippedSpan, type ScoredText, type TextChoice } from '../scoredText.ts';
import type { Tracer } from '../trace.ts';

const CHOICES = ['field', 'answer', 'lastAnswer', 'answerOnly', 'boxed', 'completion'] as const;

/** The option of a reward whose completions are JSON: its field `name`, or any part that other rewards read. */
export function fieldOption(name: string): {
  readonly type: 'choice';
  readonly choices: typeof CHOICES;
  readonly default: 'field';
  readonly summary: string;
} {
  return {
    type: 'choice',
    choices: CHOICES,
    default: 'field',
    summary:
      `what is scored: the text of the first "${name}" of the JSON in the completion, else the first <answer>, else ` +
      'the whole completion (field); or what the same words mean for other rewards',
  };
}

/** What is scored of a completion that may be JSON; its text as it is written there, escapes included. */
export function fieldText(
  completion: string,
  name: string,
  choice: 'field' | TextChoice,
  tracer?: Tracer,
): ScoredText | undefined {
  if (choice !== 'field') return scoredText(completion, choice, tracer);
  const span = findField(completion, name);
  if (span === undefined) return scoredText(completion, 'answer', tracer);
  const scored = strippedSpan(completion, span);
  tracer?.step({
    title: 'Find the text to score',
    inputs: [{ name: 'looked for', value: `the JSON’s "${name}"` }],
    result: quoted(scored.text),
    paint: [{ on: 'completion', ranges: [scored], as: 'content' }],
  });
  return scored;
}

/** The inside of the quotation marks after the first `"name":`; single ones do too, for models write them. */
function findField(completion: string, name: string): Span | undefined {
  const field = new RegExp(
    `["']${name}["']\\s{0,20}:\\s{0,20}(?:"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"|'([^'\\\\]*(?:\\\\.[^'\\\\]*)*)')`,
    'du',
  );
  const match = field.exec(completion);
  const range = match?.indices?.[1] ?? match?.indices?.[2];
  return range === undefined ? undefined : { start: range[0], end: range[1] };
}
