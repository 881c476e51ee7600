import { isObject, type Json, type JsonObject } from '../../json.ts';
import { isScore, rewardsIn, scoreOf } from '../logged.ts';
import { completionText, imagePaths, turnsOf, withImages } from '../messages.ts';
import { RecordError, stepOf, type RecordFormat } from '../rollout.ts';

const READ = new Set(['prompt', 'completion', 'reward', 'metrics', 'is_truncated', 'error']);

/** `results.jsonl` of verifiers before its version 1: a row for each completion of an example. */
export const verifiers: RecordFormat = {
  name: 'verifiers',
  title: 'verifiers results.jsonl',
  matches: (record) =>
    Object.hasOwn(record, 'example_id') &&
    Object.hasOwn(record, 'completion') &&
    Object.hasOwn(record, 'reward'),
  read(record, place) {
    const error = errorText(record.error);
    // One that failed may have written nothing.
    const failed = record.completion === null && error !== undefined;
    const completion = failed ? '' : completionText(record.completion);
    if (completion === undefined)
      throw new RecordError('the completion is neither a text nor a list of messages');
    const { example_id: example, reward } = record;
    const named = typeof example === 'number' || typeof example === 'string' ? String(example) : undefined;
    const metrics = isObject(record.metrics) ? record.metrics : {};
    const columns = Object.fromEntries(
      // Metrics stand in the row a second time.
      Object.entries(record).filter(([name]) => !READ.has(name) && !Object.hasOwn(metrics, name)),
    );
    return [
      {
        source: place.source,
        line: place.line,
        step: stepOf(record, place),
        ...(named !== undefined && { group: named, sampleKey: named }),
        turns: withImages(turnsOf(record.prompt), imagePaths(record.images ?? record.image)),
        completion,
        logged: {
          ...(isScore(reward) && { reward: scoreOf(reward) }),
          ...rewardsIn(metrics, () => true),
        },
        ...(typeof record.is_truncated === 'boolean' && { truncated: record.is_truncated }),
        ...(error !== undefined && { error }),
        ...(Object.keys(columns).length > 0 && { columns }),
      },
    ];
  },
};

/** An error as text: a message, or an object with one. */
export function errorText(error: Json | undefined): string | undefined {
  if (error === undefined || error === null || error === false || error === '') return undefined;
  if (typeof error === 'string') return error;
  if (!isObject(error)) return JSON.stringify(error);
  return describe(error) ?? JSON.stringify(error);
}

function describe({ type, error, message, error_chain_str: chain }: JsonObject): string | undefined {
  const kind = [type, error].find((value) => typeof value === 'string');
  const told = [message, chain].find((value) => typeof value === 'string');
  const parts = [kind, told].filter((value) => value !== undefined);
  return parts.length > 0 ? parts.join(': ') : undefined;
}
