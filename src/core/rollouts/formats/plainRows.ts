import { isObject, type Json, type JsonObject } from '../../json.ts';
import { isKnownReward, namedRewards } from '../logged.ts';
import { RecordError, type RecordFormat, type Rollout, type Turn } from '../rollout.ts';
import { readRow } from './rows.ts';

/**
 * The plain format: `completion` or `completions` beside whatever columns of a dataset the writer added. What this
 * project prints as normalised rollouts is read back, too.
 */
export const plainRows: RecordFormat = {
  name: 'plain',
  title: 'plain lines with completion or completions',
  matches: ({ completion, completions }) =>
    typeof completion === 'string' ||
    Array.isArray(completion) ||
    (Array.isArray(completions) &&
      completions.length > 0 &&
      completions.every((text) => typeof text === 'string')),
  read(record, place) {
    const row = readRow(
      withOne(record, firstOf(record)),
      place,
      (name) => isKnownReward(name) || isTotal(name),
    );
    const { completions, completion: _completion, ...rest } = record;
    const many = Array.isArray(completions) ? texts(completions) : undefined;
    const own = namedRewards(record);
    const printed = isPrinted(record);
    const { sampleKey: _number, ...unnamed } = row;
    const told = { logged: { ...row.logged, ...own }, ...normalised(record), columns: rest };
    const shared = { ...(printed ? unnamed : row), ...told };
    return many === undefined
      ? [shared]
      : many.map((text) => ({ group: `line ${place.line}`, ...shared, completion: text }));
  },
};

function isTotal(name: string): boolean {
  return name === 'reward' || name === 'score';
}

function firstOf(record: JsonObject): Json {
  if (record.completion !== undefined) return record.completion;
  return Array.isArray(record.completions) ? (record.completions[0] ?? null) : null;
}

function withOne(record: JsonObject, completion: Json): JsonObject {
  return { ...record, completion };
}

function texts(completions: readonly Json[]): readonly string[] {
  return completions.map((completion, i) => {
    if (typeof completion !== 'string') throw new RecordError(`completion ${i + 1} is no text`);
    return completion;
  });
}

/** Whether a line is one of those that this project prints, whose index is no key of a sample. */
function isPrinted({ turns, logged, source }: JsonObject): boolean {
  return Array.isArray(turns) && isObject(logged) && typeof source === 'string';
}

/** What stands only in the rollouts that this project prints. */
function normalised(record: JsonObject): Partial<Rollout> {
  const { group, error, sampleKey, rolloutId } = record;
  return {
    ...(typeof group === 'string' && { group }),
    ...(typeof error === 'string' && { error }),
    ...(typeof sampleKey === 'string' && { sampleKey }),
    ...(typeof rolloutId === 'string' && { rolloutId }),
    ...(Array.isArray(record.turns) && { turns: readTurns(record.turns) }),
  };
}

function readTurns(turns: readonly Json[]): readonly Turn[] {
  return turns.filter(isObject).map(({ role, text, images }) => ({
    role: typeof role === 'string' ? role : 'user',
    text: typeof text === 'string' ? text : '',
    ...(Array.isArray(images) && { images: images.filter((image) => typeof image === 'string') }),
  }));
}
