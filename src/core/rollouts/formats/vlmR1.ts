import { numberOf, RecordError, type Turn } from '../rollout.ts';
import type { TextFormat } from './textLog.ts';

/** `------------- 12-30-45-123456 Accuracy reward: 0.0 -------------` */
const HEADER = /^-{5,} (.*?)(\w+) reward: (\S+) -{5,}$/;

/** VLM-R1's debug log (`DEBUG_MODE`, `LOG_PATH`; grpo_jsonl.py): a headed block for each completion. */
export const vlmR1: TextFormat = {
  name: 'vlm-r1',
  title: 'VLM-R1 debug log',
  begins: (line) => HEADER.test(line),
  isComplete: (block, rest) =>
    /\nSolution: [^\n]*\n/.test(block) && (rest === '' ? isClosed(block) : rest.startsWith('-----')),
  read(block, place) {
    const end = block.indexOf('\n');
    const [, , name = 'accuracy', score = ''] = HEADER.exec(block.slice(0, end < 0 ? undefined : end)) ?? [];
    const content = block.indexOf('\nContent: ', end);
    const solution = block.lastIndexOf('\nSolution: ');
    if (content < 0 || solution < content) {
      throw new RecordError('the block has not the lines Content: and Solution:');
    }
    const before = block.slice(end, content);
    const problem = before.indexOf('\nproblem: ');
    const images = imagesOf(/\nimage_path: ([^\n]*)/.exec(before)?.[1]);
    const user: Turn = {
      role: 'user',
      text: problem < 0 ? '' : before.slice(problem + '\nproblem: '.length),
      ...(images.length > 0 && { images }),
    };
    return {
      source: place.source,
      line: place.line,
      step: place.step ?? 0,
      turns: problem < 0 && images.length === 0 ? [] : [user],
      completion: block.slice(content + '\nContent: '.length, solution),
      logged: { [name.toLowerCase()]: numberOf(score) ?? null },
      columns: { solution: block.slice(solution + '\nSolution: '.length).trimEnd() },
    };
  },
};

/** A solution may take several lines, and then is in tags. */
function isClosed(block: string): boolean {
  const solution = block.slice(block.lastIndexOf('\nSolution: '));
  return !solution.includes('<answer>') || solution.includes('</answer>');
}

/** A path, or Python's way to write a list of them. */
function imagesOf(text: string | undefined): readonly string[] {
  const path = text?.trim() ?? '';
  if (path === '' || path === 'None') return [];
  if (!path.startsWith('[')) return [path];
  return [...path.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double ?? '');
}
