import { FORMAT_PARTS } from '../../completion/format.ts';
import { isWhitespace, skipWhitespace } from '../../text/whitespace.ts';
import type { TextRange, Tracer, TraceStep } from '../trace.ts';
import { painted } from './tag.ts';
import { characterAt, quoted } from './written.ts';

/**
 * The parts of SATORI's format pattern, each looked for after the one before, up to the first that is missing. The
 * last step's value is the reward.
 */
export function traceFormat(tracer: Tracer, completion: string): void {
  let from = 0;
  for (const [index, part] of PARTS.entries()) {
    const found = FORMAT_PARTS[part.name](completion, from);
    tracer.step(found === undefined ? missing(part, completion, from) : present(part, completion, found));
    if (found === undefined) return;
    from = found.end;
    if (index === PARTS.length - 1) tracer.step(PASSED);
  }
}

const PASSED: TraceStep = {
  title: 'Format',
  inputs: [{ name: 'rule', value: 'all parts found, in this order' }],
  result: '1',
  value: 1,
};

interface Part {
  readonly name: keyof typeof FORMAT_PARTS;
  readonly title: string;
  readonly pattern: string;
  /** Literals in their order; between them only whitespace may stand. */
  readonly literals: readonly string[];
}

const PARTS: readonly Part[] = [
  {
    name: 'start',
    title: 'A caption at the very start',
    pattern: '^\\s*<caption>',
    literals: ['<caption>'],
  },
  {
    name: 'boxes',
    title: 'Boxes right after the caption',
    pattern: '</caption>\\s*<bbox>\\s*\\[\\[',
    literals: ['</caption>', '<bbox>', '[['],
  },
  {
    name: 'answer',
    title: 'An answer right after the boxes',
    pattern: '\\]\\]\\s*</bbox>\\s*<answer>',
    literals: [']]', '</bbox>', '<answer>'],
  },
  { name: 'end', title: 'Nothing after the answer', pattern: '</answer>\\s*$', literals: ['</answer>'] },
];

function present({ title, pattern, literals }: Part, completion: string, found: TextRange): TraceStep {
  const ranges: TextRange[] = [];
  let at = found.start;
  for (const literal of literals) {
    at = skipWhitespace(completion, at);
    ranges.push({ start: at, end: at + literal.length });
    at += literal.length;
  }
  return {
    title,
    inputs: [{ name: 'pattern', value: pattern }],
    result: `found at ${characterAt(ranges[0]?.start ?? found.start)}`,
    paint: [painted('tag', ranges)],
  };
}

function missing(part: Part, completion: string, from: number): TraceStep {
  const { reason, range } = WHY[part.name](completion, from, part);
  return {
    title: part.title,
    inputs: [{ name: 'pattern', value: part.pattern }],
    result: reason,
    value: 0,
    ends: 'zero',
    ...(range !== undefined && { paint: [painted('error', [range])] }),
  };
}

interface Why {
  readonly reason: string;
  readonly range?: TextRange;
}

const WHY: Readonly<Record<Part['name'], (completion: string, from: number, part: Part) => Why>> = {
  start: whyNoStart,
  boxes: whyNoSequence,
  answer: whyNoSequence,
  end: whyNoEnd,
};

function whyNoStart(completion: string): Why {
  const start = skipWhitespace(completion, 0);
  const caption = completion.indexOf('<caption>');
  if (caption < 0) return { reason: 'there is no <caption>' };
  const range = { start, end: caption };
  const mark = completion.startsWith('\ufeff') ? ', a byte order mark, which Python takes for text,' : '';
  return {
    reason: `${quoted(completion.slice(start, caption), 60)}${mark} stands before <caption>; only whitespace may`,
    range,
  };
}

/** Of all places where the sequence begins, the one that gets furthest. */
function whyNoSequence(completion: string, from: number, { literals }: Part): Why {
  const [first = ''] = literals;
  let best: { reached: number; at: number } | undefined;
  for (
    let start = completion.indexOf(first, from);
    start >= 0;
    start = completion.indexOf(first, start + 1)
  ) {
    const got = reach(completion, start, literals);
    if (best === undefined || got.reached > best.reached) best = got;
  }
  if (best === undefined) return whyNoFirst(completion, from, first);
  const before = literals[best.reached - 1] ?? '';
  const wanted = literals[best.reached] ?? '';
  const next = skipWhitespace(completion, best.at);
  if (wanted === '[[') {
    return {
      reason: `${before} is followed by ${quoted(completion.slice(next, next + 12))}, not by [[ side by side`,
      range: { start: next, end: Math.min(next + 2, completion.length) },
    };
  }
  const later = completion.indexOf(wanted, best.at);
  if (later >= 0) {
    return {
      reason: `${quoted(completion.slice(next, later), 60)} stands between ${before} and ${wanted}; only whitespace may`,
      range: { start: next, end: later },
    };
  }
  const earlier = completion.indexOf(wanted);
  if (earlier >= 0) {
    return {
      reason: `out of order: ${wanted} stands before ${before}, not after it`,
      range: { start: earlier, end: earlier + wanted.length },
    };
  }
  return {
    reason: `there is no ${wanted} after ${before}`,
    range: { start: best.at - before.length, end: best.at },
  };
}

/** How many of the literals follow one another from `start`, and where the last of them ends. */
function reach(
  completion: string,
  start: number,
  literals: readonly string[],
): { reached: number; at: number } {
  let at = start;
  for (const [index, literal] of literals.entries()) {
    const next = index === 0 ? start : skipWhitespace(completion, at);
    if (!completion.startsWith(literal, next)) return { reached: index, at };
    at = next + literal.length;
  }
  return { reached: literals.length, at };
}

function whyNoFirst(completion: string, from: number, first: string): Why {
  if (first !== ']]') return { reason: `there is no ${first} after ${characterAt(from)}` };
  const close = completion.indexOf('</bbox>', from);
  const range = close < 0 ? undefined : { start: Math.max(from, close - 3), end: close };
  return { reason: 'there is no ]] side by side after [[', ...(range !== undefined && { range }) };
}

/** `$` of Python under MULTILINE: the end, or before `\n`; nothing else ends a line. */
function whyNoEnd(completion: string, from: number): Why {
  const last = completion.lastIndexOf('</answer>');
  if (last < from) return { reason: 'there is no </answer>' };
  const start = last + '</answer>'.length;
  let end = start;
  while (end < completion.length && completion.charAt(end) !== '\n') end++;
  const text = completion.slice(start, end);
  const carriage = startsWithReturn(text) ? '; a carriage return alone is no line end to Python' : '';
  return {
    reason: `${quoted(text, 60)} follows </answer> on its line; $ wants the end of the text or a \\n${carriage}`,
    range: { start, end },
  };
}

/** Whether a carriage return is among the whitespace that follows first. */
function startsWithReturn(text: string): boolean {
  let at = 0;
  while (at < text.length && isWhitespace(text.charCodeAt(at)) && text.charAt(at) !== '\r') at++;
  return text.charAt(at) === '\r';
}
