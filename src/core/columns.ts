/**
 * Which column of a row plays which part. Published column names differ between datasets, so columns are
 * detected by name, and a setting overrides each of them.
 */
import { at, isObject, type Json, type JsonObject, type JsonPath } from './json.ts';

/** The columns of a sample that can be mapped. */
export type ColumnName = 'image' | 'question' | 'boxes' | 'caption' | 'answers' | 'width' | 'height' | 'id';

/**
 * The `vqaVerify.columns` setting: a dotted path for each column that detection should not choose; `heatmap` is one of
 * a rollout.
 */
export type ColumnSettings = Readonly<Partial<Record<ColumnName | 'heatmap', string>>>;

export type ColumnPaths = Readonly<Partial<Record<ColumnName, JsonPath>>>;

/** Names tried for each column, best first; the published name is where a missing column is created. */
const CANDIDATES: Readonly<Record<ColumnName, readonly JsonPath[]>> = {
  image: [['image'], ['images'], ['image_path'], ['img']],
  question: [['question'], ['problem'], ['query'], ['prompt']],
  boxes: [['bboxs'], ['bboxes'], ['bbox'], ['boxes'], ['objects', 'bbox']],
  caption: [['image_caption'], ['caption'], ['captions']],
  answers: [['possible_answers'], ['answers'], ['answer'], ['solution']],
  width: [['width']],
  height: [['height']],
  id: [['id'], ['sample_id'], ['index'], ['question_id']],
};

const PUBLISHED: Readonly<Record<ColumnName, JsonPath>> = {
  image: ['images'],
  question: ['question'],
  boxes: ['bboxs'],
  caption: ['image_caption'],
  answers: ['possible_answers'],
  width: ['width'],
  height: ['height'],
  id: ['id'],
};

/**
 * The path at which `row` holds column `name`, or at which it would be created. A column that is null
 * counts as missing as long as another candidate holds something.
 */
export function findColumn(row: JsonObject, name: ColumnName, settings: ColumnSettings = {}): JsonPath {
  const chosen = settings[name];
  if (chosen !== undefined && chosen !== '') return parsePath(row, chosen);
  const candidates = CANDIDATES[name];
  const filled = candidates.find((path) => (at(row, path) ?? null) !== null);
  if (filled !== undefined) return name === 'question' ? (userText(row, filled) ?? filled) : filled;
  if (name === 'question') {
    const message = userText(row, ['messages']) ?? userText(row, ['conversations']);
    if (message !== undefined) return message;
  }
  return candidates.find((path) => at(row, path) !== undefined) ?? PUBLISHED[name];
}

/** Every column that `row` holds. */
export function detectColumns(row: JsonObject, settings: ColumnSettings = {}): ColumnPaths {
  const names = Object.keys(CANDIDATES) as ColumnName[];
  const found = names.map((name) => [name, findColumn(row, name, settings)] as const);
  return Object.fromEntries(found.filter(([, path]) => at(row, path) !== undefined));
}

/**
 * Reads a dotted path against a row: a step is an index where the row holds a list, else a key. A column
 * whose very name has dots in it wins over the path.
 */
export function parsePath(row: JsonObject, dotted: string): JsonPath {
  if (Object.hasOwn(row, dotted)) return [dotted];
  const path: (string | number)[] = [];
  let here: Json | undefined = row;
  for (const step of dotted.split('.')) {
    const key = Array.isArray(here) && /^\d+$/.test(step) ? Number(step) : step;
    path.push(key);
    here = at(here, [key]);
  }
  return path;
}

/** A path as people write it: `objects.bbox`, `bboxs[0][2]`. */
export function formatPath(path: JsonPath): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join('');
}

/** The text of the first user turn in the chat at `path`, which may be split into typed parts. */
function userText(row: JsonObject, path: JsonPath): JsonPath | undefined {
  const messages = at(row, path);
  if (!Array.isArray(messages)) return undefined;
  const turn = messages.findIndex(
    (message) => isObject(message) && (own(message, 'role') === 'user' || own(message, 'from') === 'human'),
  );
  if (turn < 0) return undefined;
  const key = own(messages[turn], 'content') === undefined ? 'value' : 'content';
  const content = own(messages[turn], key);
  if (!Array.isArray(content)) return content === undefined ? undefined : [...path, turn, key];
  const part = content.findIndex((entry) => typeof own(entry, 'text') === 'string');
  return part < 0 ? [...path, turn, key] : [...path, turn, key, part, 'text'];
}

function own(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
