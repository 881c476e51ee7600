import { suggestion } from '../nearest.ts';
import type { Condition } from './where.ts';

/** What conditions can be about. */
export interface WhereNames {
  /** Whether a name is a number of rollouts or of their groups. */
  isNumber(name: string): boolean;
  isMark(name: string): boolean;
  /** Names of numbers, and of columns of the samples or of the records: of those that were looked at. */
  readonly values: readonly string[];
  readonly marks: readonly string[];
}

/**
 * What is wrong with a filter that nothing can fulfil, because of a slip of the pen; undefined where nothing is. A
 * column that only rollouts have that were not looked at is taken for none, so that this is to be told, and the filter
 * to be tried all the same.
 */
export function whereProblem(conditions: readonly Condition[], names: WhereNames): string | undefined {
  for (const condition of conditions) {
    if (condition.kind === 'is' && !names.isMark(condition.name)) {
      return `no mark is called “${condition.name}”${suggestion(condition.name, names.marks)}`;
    }
    if (condition.kind !== 'compare') continue;
    const { name, value } = condition;
    if (names.isNumber(name)) {
      const wrong = value.split('..', 2).find((end) => !isNumber(end, value.includes('..')));
      if (wrong !== undefined) return `${name} is compared with a number, which “${value}” is not`;
    } else if (!names.values.includes(name)) {
      return `no number or column is called “${name}”${suggestion(name, names.values)}`;
    }
  }
  return undefined;
}

/** An end of a range may be left open, and no value be asked for: `bbox=""`. */
function isNumber(text: string, inRange: boolean): boolean {
  return text === '' || (!inRange && text.toLowerCase() === 'nan') || Number.isFinite(Number(text));
}
