import type { Span } from '../../completion.ts';
import type { Json } from '../../json.ts';
import { skipWhitespace, splitWords, trimEnd } from '../../text/whitespace.ts';
import { pythonType } from '../pythonError.ts';
import type { Tracer } from '../trace.ts';
import { painted } from './tag.ts';
import { counted, quoted, writtenJson } from './written.ts';

/** Most possible answers with a step of their own. */
const MOST_STEPS = 40;

/** The comparison with each possible answer. `value` is the reward; `possible` must be of a type that Python can search. */
export function traceAnswer(
  tracer: Tracer,
  completion: string,
  inner: Span,
  possible: Json,
  value: number,
): void {
  const start = skipWhitespace(completion, inner.start, inner.end);
  const end = trimEnd(completion, start, inner.end);
  const given = completion.slice(start, end);
  tracer.step({
    title: 'Strip the answer',
    inputs: [{ name: 'between the tags', value: quoted(completion.slice(inner.start, inner.end)) }],
    result: quoted(given),
    paint: [painted('content', [{ start, end }])],
  });
  const candidates = candidatesOf(possible);
  for (const [index, candidate] of candidates.slice(0, MOST_STEPS).entries()) {
    const equal = candidate === given;
    const title = typeof possible === 'string' ? 'Search the text' : `Compare with answer ${index + 1}`;
    tracer.step({
      title,
      inputs: [{ name: 'possible', value: writtenAnswer(candidate) }],
      result: typeof possible === 'string' ? substring(value) : comparison(given, candidate),
      paint: [
        painted(equal || (typeof possible === 'string' && value === 1) ? 'match' : 'miss', [{ start, end }]),
      ],
    });
  }
  const unseen = candidates.length - MOST_STEPS;
  tracer.step({
    title: 'Answer',
    inputs: [
      {
        name: 'possible answers',
        value:
          unseen > 0
            ? `${counted(candidates.length, 'answer')}, of which ${MOST_STEPS} are shown`
            : counted(candidates.length, 'answer'),
      },
    ],
    result:
      value === 1
        ? '1: one of them is the answer, to the letter'
        : '0: none of them is the answer, to the letter',
    value,
    paint: [painted(value === 1 ? 'match' : 'miss', [{ start, end }])],
  });
}

/** What Python compares with: elements of a list, keys of a dict, or the one text that it searches. */
function candidatesOf(possible: Json): readonly Json[] {
  if (Array.isArray(possible)) return possible;
  return typeof possible === 'object' && possible !== null ? Object.keys(possible) : [possible];
}

const substring = (value: number): string =>
  `possible_answers is one text, so Python looks for the answer inside it: ${value === 1 ? 'it is there' : 'it is not there'}`;

function writtenAnswer(candidate: Json): string {
  return typeof candidate === 'string' ? quoted(candidate) : writtenJson(candidate);
}

/** Ways of reading a text under which a different one may be the same. */
const READINGS: readonly { readonly name: string; readonly read: (text: string) => string }[] = [
  { name: 'case', read: (text) => text.toLowerCase() },
  { name: 'spaces', read: (text) => splitWords(text).join(' ') },
  { name: 'Unicode form', read: (text) => text.normalize('NFKC') },
  { name: 'punctuation', read: (text) => text.replace(/\p{P}/gu, '') },
];

function comparison(given: string, candidate: Json): string {
  if (given === candidate) return 'equal';
  if (typeof candidate !== 'string') return `of type ${pythonType(candidate)}, which never equals a text`;
  const differing = fewestReadings(given, candidate);
  if (differing !== undefined) return `differs in ${differing.join(' and ')} only`;
  if (candidate !== '' && given.includes(candidate)) return 'the answer says more than this';
  if (given !== '' && candidate.includes(given)) return 'the answer says less than this';
  return 'different';
}

/** The smallest set of readings under which both texts are the same, undefined where none is. */
function fewestReadings(a: string, b: string): string[] | undefined {
  let best: typeof READINGS | undefined;
  for (let mask = 1; mask < 2 ** READINGS.length; mask++) {
    const chosen = READINGS.filter((_, bit) => (mask & (1 << bit)) !== 0);
    if (best !== undefined && chosen.length >= best.length) continue;
    const read = (text: string): string => chosen.reduce((so, { read: apply }) => apply(so), text);
    if (read(a) === read(b)) best = chosen;
  }
  // Texts of nothing but punctuation would all be the same.
  if (best?.some(({ name }) => name === 'punctuation') === true && !/[\p{L}\p{N}]/u.test(a)) return undefined;
  return best?.map(({ name }) => name);
}
