import { skipWhitespace, trimEnd } from '../../text/whitespace.ts';
import { builtIn } from '../builtIn.ts';
import { characterAt } from '../explain/written.ts';
import type { TextRange, Tracer } from '../trace.ts';

const PRESETS = {
  r1: ['think', 'answer'],
  satori: ['caption', 'bbox', 'answer'],
  satoriThink: ['think', 'caption', 'bbox', 'answer'],
} as const;

export const tagFormat = builtIn({
  name: 'tagFormat',
  short: 'tags',
  summary: '1 where the completion is made of the given tags in their order, and of nothing else',
  source:
    'the format reward of DeepSeek-R1 (arXiv 2501.12948), section 2.2.2, as in ms-swift, plugin/orm.py: Format; ' +
    'the tags of SATORI-R1 (arXiv 2505.19094)',
  options: {
    preset: {
      type: 'choice',
      choices: ['r1', 'satori', 'satoriThink'],
      default: 'r1',
      summary:
        'which tags: think, answer (r1); caption, bbox, answer (satori); think, caption, bbox, answer (satoriThink)',
    },
    tags: {
      type: 'texts',
      default: [],
      summary: 'the names of other tags in their order, without angle brackets, in place of the preset',
    },
    around: {
      type: 'choice',
      choices: ['nothing', 'whitespace', 'text'],
      default: 'nothing',
      summary: 'what may stand before the first tag and after the last',
    },
    once: {
      type: 'boolean',
      default: false,
      summary: 'whether each tag may be opened and closed only once in the whole completion',
    },
  },
  check: ({ tags }) =>
    tags.some((tag) => /[<>/\s]/.test(tag))
      ? [{ option: 'tags', message: 'tags must be names such as think, without angle brackets' }]
      : [],
  columns: () => [],
  scorer: ({ preset, tags, around, once }) => {
    const names = tags.length > 0 ? tags : PRESETS[preset];
    return ({ completion }, tracer) => {
      const found = findTags(completion, names, around);
      const repeated = once ? names.find((name) => isRepeated(completion, name)) : undefined;
      const value = found.problem === undefined && repeated === undefined ? 1 : 0;
      if (tracer !== undefined) traceTags(tracer, names, found, repeated, value);
      return { value };
    };
  },
});

interface Found {
  /** The tags that were found in their places, each with its inside. */
  readonly ranges: readonly TextRange[];
  /** What comes instead of the next one. */
  readonly problem?: string;
}

/**
 * `^<a>.*?</a>\s*<b>.*?</b>$` over all lines, where an inside may hold anything, in one pass: the earliest place at
 * which one tag ends and the next begins leaves the most for what follows.
 */
function findTags(text: string, names: readonly string[], around: 'nothing' | 'whitespace' | 'text'): Found {
  const [first = ''] = names;
  const opening = `<${first}>`;
  let start = around === 'nothing' ? 0 : skipWhitespace(text, 0);
  if (around === 'text') start = text.indexOf(opening);
  if (start < 0 || !text.startsWith(opening, start)) {
    return { ranges: [], problem: `the completion does not start with ${opening}` };
  }
  const ranges: TextRange[] = [];
  let inside = start + opening.length;
  for (const [index, name] of names.entries()) {
    const next = names[index + 1];
    const end = next === undefined ? lastEnd(text, inside, name, around) : junction(text, inside, name, next);
    if (end === undefined) {
      const what = next === undefined ? `at the end` : `with <${next}> after it`;
      return { ranges, problem: `no </${name}> ${what} from ${characterAt(inside)} on` };
    }
    ranges.push({ start, end });
    start = skipWhitespace(text, end);
    inside = start + (next ?? '').length + 2;
  }
  return { ranges };
}

/** Where the first `</name>` ends that only whitespace stands between and `<next>`. */
function junction(text: string, from: number, name: string, next: string): number | undefined {
  const closing = `</${name}>`;
  for (let at = text.indexOf(closing, from); at >= 0; at = text.indexOf(closing, at + 1)) {
    const end = at + closing.length;
    if (text.startsWith(`<${next}>`, skipWhitespace(text, end))) return end;
  }
  return undefined;
}

function lastEnd(text: string, from: number, name: string, around: string): number | undefined {
  const closing = `</${name}>`;
  if (around === 'text') {
    const at = text.indexOf(closing, from);
    return at < 0 ? undefined : at + closing.length;
  }
  const end = around === 'nothing' ? text.length : trimEnd(text, from, text.length);
  return end - closing.length >= from && text.endsWith(closing, end) ? end : undefined;
}

function isRepeated(text: string, name: string): boolean {
  return [`<${name}>`, `</${name}>`].some((tag) => text.indexOf(tag) !== text.lastIndexOf(tag));
}

function traceTags(
  tracer: Tracer,
  names: readonly string[],
  { ranges, problem }: Found,
  repeated: string | undefined,
  value: number,
): void {
  for (const [index, name] of names.entries()) {
    const range = ranges[index];
    if (range === undefined && index > ranges.length) break;
    tracer.step({
      title: `Find <${name}>`,
      inputs: [],
      ...(range === undefined
        ? { result: problem ?? 'missing', ends: 'zero' }
        : { result: 'in its place', paint: [{ on: 'completion', ranges: [range], as: 'tag' }] }),
    });
  }
  if (problem !== undefined) return;
  tracer.step({
    title: 'Check the whole',
    inputs: [],
    result: repeated === undefined ? 'every tag in its order' : `<${repeated}> is there more than once`,
    value,
    ...(repeated === undefined ? {} : { ends: 'zero' }),
  });
}
