import { at, isObject, type Json, type JsonObject } from '../../json.ts';
import { isScore, rewardsIn, scoreOf } from '../logged.ts';
import { turnsOf } from '../messages.ts';
import { numberOf, RecordError, type Place, type RecordFormat, type Rollout, type Turn } from '../rollout.ts';
import { errorText } from './verifiers.ts';

/**
 * `traces.jsonl` of verifiers 1 and prime-rl: an episode a line, with a trace for each agent in it. A trace is a
 * row of message nodes; what follows the last message that is not the assistant's is the completion.
 */
export const traces: RecordFormat = {
  name: 'traces',
  title: 'verifiers or prime-rl traces.jsonl',
  matches: (record) => Array.isArray(record.traces),
  read(record, place) {
    const list = record.traces;
    if (!Array.isArray(list)) throw new RecordError('traces is no list');
    return list.map((trace, i) => {
      if (!isObject(trace)) throw new RecordError(`trace ${i + 1} is no object`);
      return readTrace(trace, record, place, i);
    });
  },
};

function readTrace(trace: JsonObject, episode: JsonObject, place: Place, i: number): Rollout {
  const { nodes } = trace;
  if (!Array.isArray(nodes)) throw new RecordError(`trace ${i + 1} has no list of nodes`);
  const turns = turnsOf(nodes.map(messageOf));
  const prompt = promptLength(turns);
  const group = idOf(at(episode, ['group', 'id'])) ?? idOf(episode.group);
  const sampleKey = idOf(at(episode, ['task', 'id'])) ?? idOf(episode.example_id) ?? idOf(trace.example_id);
  const advantage = numberOf(trace.advantage);
  const error = errorText(trace.error ?? episode.error);
  const cut = trace.is_truncated ?? trace.truncated;
  return {
    source: place.source,
    line: place.line,
    step: numberOf(at(episode, ['run', 'work', 'step'])) ?? numberOf(episode.step) ?? place.step ?? 0,
    ...(group !== undefined && { group }),
    turns: turns.slice(0, prompt),
    completion: textOf(turns.slice(prompt)),
    logged: {
      ...(isObject(trace.rewards) && { ...scores(trace.rewards), reward: weightedSum(trace.rewards) }),
      ...(isScore(trace.reward) && { reward: scoreOf(trace.reward) }),
      ...(isObject(trace.metrics) && rewardsIn(trace.metrics, () => true)),
    },
    ...(advantage !== undefined && { advantage }),
    ...(sampleKey !== undefined && { sampleKey }),
    ...(typeof cut === 'boolean' && { truncated: cut }),
    ...(error !== undefined && { error }),
  };
}

/** A node is a message, or holds one. */
function messageOf(node: Json): Json {
  return isObject(node) && isObject(node.message) ? node.message : node;
}

/** How many turns come before the completion. */
function promptLength(turns: readonly Turn[]): number {
  let length = turns.length;
  while (length > 0 && turns[length - 1]?.role === 'assistant') length--;
  return length;
}

function textOf(turns: readonly Turn[]): string {
  return turns.map(({ text }) => text).join('\n');
}

/** `{"acc": {"score": 1, "weight": 0.5}}`, or the number itself. */
function scores(rewards: JsonObject): Record<string, number | null> {
  return rewardsIn(
    Object.fromEntries(
      Object.entries(rewards).map(([name, reward]) => [
        name,
        isObject(reward) ? (reward.score ?? null) : reward,
      ]),
    ),
    () => true,
  );
}

/** The total as verifiers makes it, for metrics are no part of it; null where no reward has a score. */
function weightedSum(rewards: JsonObject): number | null {
  const parts = Object.values(rewards).flatMap((reward) => {
    const [score, weight] = isObject(reward)
      ? [numberOf(reward.score), numberOf(reward.weight)]
      : [numberOf(reward)];
    return score === undefined ? [] : [score * (weight ?? 1)];
  });
  return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0);
}

function idOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
