import { at, isObject, type Json, type JsonObject } from '../../json.ts';
import { isScore, rewardsIn, scoreOf } from '../logged.ts';
import { turnsOf } from '../messages.ts';
import { numberOf, RecordError, type Place, type RecordFormat, type Rollout, type Turn } from '../rollout.ts';
import { sampleKeyOf } from './rows.ts';
import { branchesOf, type Branch } from './traceBranch.ts';
import { errorText } from './verifiers.ts';

/**
 * `traces.jsonl` of verifiers 1 and prime-rl: an episode a line, with a trace for each agent in it, or a trace by
 * itself. Rewards and credit are a trace's, so it is one rollout: the conversation as it ended, where it branched.
 */
export const traces: RecordFormat = {
  name: 'traces',
  title: 'verifiers or prime-rl traces.jsonl',
  matches: (record) => Array.isArray(record.traces) || isTrace(record),
  read(record, place) {
    const list = Array.isArray(record.traces) ? record.traces : [record];
    if (list.length === 0) throw new RecordError(`the episode has no trace${because(record)}`);
    return list.map((trace, i) => {
      if (!isObject(trace)) throw new RecordError(`trace ${i + 1} is no object`);
      return readTrace(trace, record, place, i);
    });
  },
};

function isTrace({ nodes, rewards }: JsonObject): boolean {
  return Array.isArray(nodes) && isObject(rewards);
}

function because(episode: JsonObject): string {
  const error = lastError(episode);
  return error === undefined ? '' : `: ${error}`;
}

function readTrace(trace: JsonObject, episode: JsonObject, place: Place, i: number): Rollout {
  const { nodes } = trace;
  if (!Array.isArray(nodes)) throw new RecordError(`trace ${i + 1} has no list of nodes`);
  const branches = branchesOf(nodes);
  const last = branches.at(-1);
  const task = isObject(trace.task) ? trace.task : isObject(episode.task) ? episode.task : {};
  const data = isObject(task.data) ? task.data : {};
  const rolloutId = idOf(trace.id);
  const group = groupOf(trace, episode, task);
  const sampleKey = sampleOf(trace, episode, task, data);
  const advantage = last?.advantage ?? numberOf(trace.advantage);
  const error = trace.ok === true ? undefined : (lastError(trace) ?? lastError(episode));
  const truncated = truncatedOf(trace);
  const columns = columnsOf(trace, episode, data, branches);
  return {
    source: place.source,
    line: place.line,
    ...(rolloutId !== undefined && { rolloutId }),
    step: numberOf(at(episode, ['run', 'work', 'step'])) ?? numberOf(episode.step) ?? place.step ?? 0,
    ...(group !== undefined && { group }),
    turns: last?.prompt ?? promptOf(data),
    completion: last?.completion ?? '',
    logged: {
      ...(isObject(trace.rewards) && { ...scores(trace.rewards), ...total(trace.rewards) }),
      ...(isScore(trace.reward) && { reward: scoreOf(trace.reward) }),
      ...(isObject(trace.metrics) && rewardsIn(trace.metrics, () => true)),
    },
    ...(advantage !== undefined && { advantage }),
    ...(sampleKey !== undefined && { sampleKey }),
    ...(truncated !== undefined && { truncated }),
    ...(error !== undefined && { error }),
    ...(Object.keys(columns).length > 0 && { columns }),
  };
}

/** What to slice by, and what a rollout has no place for; the row of the task goes before it. */
function columnsOf(
  trace: JsonObject,
  episode: JsonObject,
  data: JsonObject,
  branches: readonly Branch[],
): JsonObject {
  return {
    ...told({
      env: at(episode, ['env', 'name']) ?? at(episode, ['env', 'id']),
      agent: at(trace, ['agent', 'name']),
      work: at(episode, ['run', 'work', 'type']),
      stop_condition: trace.stop_condition,
      reasoning: branches.at(-1)?.reasoning,
    }),
    ...(branches.length > 1 && {
      other_branches: branches.slice(0, -1).map(({ completion }) => completion),
    }),
    ...Object.fromEntries(Object.entries(data).filter(([name]) => !ENVIRONMENT.has(name))),
  };
}

/** What a task tells of where it runs and of its prompt, which stands in the nodes. Its image is Docker's. */
const ENVIRONMENT = new Set([
  'prompt',
  'system_prompt',
  'image',
  'workdir',
  'network_allow',
  'network_block',
  'artifacts',
  'timeout',
  'resources',
]);

/** Nothing was asked yet where the first call failed. */
function promptOf({ system_prompt: system, prompt }: JsonObject): readonly Turn[] {
  const instructed = typeof system === 'string' ? [{ role: 'system', text: system }] : [];
  return [...instructed, ...turnsOf(prompt)];
}

/**
 * Of the group's id, else the task's key: an evaluation answers a task several times. An agent that is not trained is
 * no part of the group whose mean the others are held against.
 */
function groupOf(trace: JsonObject, episode: JsonObject, task: JsonObject): string | undefined {
  const named = idOf(at(episode, ['group', 'id'])) ?? idOf(episode.group) ?? idOf(task.key);
  const isFrozen = at(trace, ['agent', 'trainable']) === false;
  return named !== undefined && isFrozen ? `${named} ${idOf(at(trace, ['agent', 'name'])) ?? ''}` : named;
}

/** The key of a task is a hash of it unless its author gave it one. */
function sampleOf(
  trace: JsonObject,
  episode: JsonObject,
  task: JsonObject,
  data: JsonObject,
): string | undefined {
  const own = idOf(task.id) ?? idOf(episode.example_id) ?? idOf(trace.example_id) ?? sampleKeyOf(data);
  return own ?? (task.key === task.hash ? undefined : idOf(task.key));
}

/** Limits that end a trace before the model does. */
const LIMITS = new Set([
  'max_turns',
  'max_input_tokens',
  'max_output_tokens',
  'max_total_tokens',
  'context_length',
]);

/** By a limit, or by the length of the last answer; undefined where the trace does not tell. */
function truncatedOf(trace: JsonObject): boolean | undefined {
  const given = trace.is_truncated ?? trace.truncated;
  if (typeof given === 'boolean') return given;
  const { stop_condition: stop, calls } = trace;
  if (typeof stop === 'string' && LIMITS.has(stop)) return true;
  if (!Array.isArray(calls)) return typeof stop === 'string' ? false : undefined;
  const last = calls.filter((call) => isObject(call) && !isObject(call.error)).at(-1);
  return isObject(last) && last.finish_reason === 'length';
}

/** Earlier errors are those of attempts that were repeated. */
function lastError({ error, errors }: JsonObject): string | undefined {
  return errorText(error ?? (Array.isArray(errors) ? errors.at(-1) : undefined));
}

/** `{"acc": {"score": 1, "weight": 0.5}}`, or the number itself; null where it was not scored. */
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
function total(rewards: JsonObject): { readonly reward?: number | null } {
  const given = Object.values(rewards);
  if (given.length === 0) return {};
  const parts = given.flatMap((reward) => {
    const [score, weight] = isObject(reward)
      ? [numberOf(reward.score), numberOf(reward.weight)]
      : [numberOf(reward)];
    return score === undefined ? [] : [score * (weight ?? 1)];
  });
  return { reward: parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0) };
}

function idOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** What is there of some columns. */
function told(columns: Readonly<Record<string, Json | undefined>>): JsonObject {
  const known = Object.entries(columns).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, value] as const],
  );
  return Object.fromEntries(known);
}
