/** What a reward reads of a sample besides the completion. */
import type { Json, JsonObject } from '../json.ts';
import type { GroundTruth } from './reward.ts';
import { ScoringError } from './scoringError.ts';

const TRUTH_COLUMNS = [
  'image_caption',
  'bboxs',
  'width',
  'height',
  'possible_answers',
] as const satisfies readonly (keyof GroundTruth)[];

export interface Columns {
  readonly truth: GroundTruth;
  readonly row?: JsonObject | undefined;
}

/**
 * A column by name. The five of the ground truth go by SATORI's names, wherever the dataset keeps them; any other is
 * the row's own column of that name.
 */
export function columnOf({ truth, row }: Columns, name: string): Json | undefined {
  const known = TRUTH_COLUMNS.find((column) => column === name);
  if (known !== undefined && truth[known] !== undefined) return truth[known];
  return row !== undefined && Object.hasOwn(row, name) ? row[name] : undefined;
}

/** A column that the reward cannot do without. Throws ScoringError. */
export function needColumn(columns: Columns, name: string): Json {
  const value = columnOf(columns, name);
  if (value === undefined) throw new ScoringError('MissingColumn', `the row has no column ${name}`);
  return value;
}

/** Throws the error of a column that holds something else than the reward needs, e.g. "a list of texts". */
export function wrongColumn(name: string, value: Json, needed: string): never {
  throw new ScoringError('WrongColumn', `${name} is ${kindOf(value)}, not ${needed}`);
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a text';
  if (typeof value === 'object') return 'an object';
  return String(value);
}

/**
 * The right answers that a column holds, each as text: a text, a number, a list of those, or a list of objects with an
 * `answer` (as VQA v2 has them). Throws ScoringError where it holds none.
 */
export function needAnswers(columns: Columns, name: string): readonly string[] {
  const value = needColumn(columns, name);
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0) wrongColumn(name, value, 'a list of answers');
  return list.map((item) => {
    const answer = typeof item === 'object' && item !== null && !Array.isArray(item) ? item.answer : item;
    if (typeof answer === 'string') return answer;
    if (typeof answer === 'number') return String(answer);
    return wrongColumn(name, value, 'a text or a list of texts');
  });
}
