import { at, type Json, type JsonObject } from '../../json.ts';
import { findColumn } from '../../columns.ts';
import { mayBeReward, rewardName, rewardsIn, ROLLOUT_NUMBERS } from '../logged.ts';
import { completionText, imagePaths, isChat, turnsOf, withImages, withoutAnswer } from '../messages.ts';
import { numberOf, RecordError, stepOf, type Place, type RecordFormat, type Rollout } from '../rollout.ts';

/**
 * A row for each completion with its prompt, rewards and advantage: what TRL writes to Parquet
 * (`completions/completions_00012.parquet`, 0.28 and later) and ms-swift's Ray trainers to lines.
 */
export const trainerRows: RecordFormat = {
  name: 'rows',
  title: 'TRL or ms-swift rows with a column for each reward',
  matches(record) {
    const logged = ['advantage', 'advantages', 'gen_step'].some((name) => Object.hasOwn(record, name));
    const prompted = Object.hasOwn(record, 'prompt') || Object.hasOwn(record, 'messages');
    return Object.hasOwn(record, 'completion') && logged && prompted;
  },
  read: (record, place) => [readRow(record, place, mayBeReward)],
};

const READ = new Set(['completion', 'prompt', 'messages', ...ROLLOUT_NUMBERS]);

/** One completion of a row, its numbers as rewards where `isReward` says so by their names. Throws RecordError. */
export function readRow(record: JsonObject, place: Place, isReward: (column: string) => boolean): Rollout {
  const completion = completionText(record.completion);
  if (completion === undefined)
    throw new RecordError('the completion is neither a text nor a list of messages');
  const logged = rewardsIn(record, isReward);
  const advantage = numberOf(record.advantages) ?? numberOf(record.advantage);
  const entropy = numberOf(record.entropy);
  const others = Object.entries(record).filter(
    ([name]) => !READ.has(name) && !Object.hasOwn(logged, rewardName(name)),
  );
  const columns = Object.fromEntries(others);
  const sampleKey = sampleKeyOf(record);
  return {
    source: place.source,
    line: place.line,
    step: stepOf(record, place),
    turns: promptOf(record),
    completion,
    ...([record.prompt, record.completion].some(isChat) && { chat: true }),
    logged,
    ...(advantage !== undefined && { advantage }),
    ...(entropy !== undefined && { entropy }),
    ...(sampleKey !== undefined && { sampleKey }),
    ...(record.is_truncated === true || record.truncated === true ? { truncated: true } : {}),
    ...(Object.keys(columns).length > 0 && { columns }),
  };
}

/** The prompt of a row, from a column of its own or from those of a sample, with the images beside it. */
export function promptOf(record: JsonObject): Rollout['turns'] {
  const prompt = record.prompt ?? asked(record.messages) ?? at(record, findColumn(record, 'question'));
  return withImages(turnsOf(prompt), imagePaths(at(record, findColumn(record, 'image'))));
}

function asked(messages: Json | undefined): Json | undefined {
  return Array.isArray(messages) ? [...withoutAnswer(messages)] : undefined;
}

/** What names the sample explicitly. */
export function sampleKeyOf(record: JsonObject): string | undefined {
  const key = at(record, findColumn(record, 'id'));
  if (typeof key === 'number') return String(key);
  return typeof key === 'string' && key !== '' ? key : undefined;
}
