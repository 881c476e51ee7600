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
    const shared = { ...row, logged: { ...row.logged, ...own }, ...normalised(record), columns: rest };
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

/** What stands only in the rollouts that this project prints. */
function normalised(record: JsonObject): Partial<Rollout> {
  const { group, error, sampleKey } = record;
  return {
    ...(typeof group === 'string' && { group }),
    ...(typeof error === 'string' && { error }),
    ...(typeof sampleKey === 'string' && { sampleKey }),
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
