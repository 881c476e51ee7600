/** Rollouts and samples as the rows that reward functions are called with. */
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Rollout } from '../../core/rollouts/rollout.ts';
import type { Message, RunnerRow } from '../../protocol/runner.ts';

/** Of a rollout's record, these are not columns of its sample. */
const OF_THE_ROLLOUT = new Set([
  'prompt',
  'prompts',
  'completion',
  'completions',
  'turns',
  'logged',
  'rewards',
]);

/** A completion with the columns of its sample: those of its dataset's row, and above them those of its own record. */
export function rolloutRow(rollout: Rollout, sample: JsonObject | undefined): RunnerRow {
  const own = Object.entries(rollout.columns ?? {}).filter(([name]) => !OF_THE_ROLLOUT.has(name));
  const columns = { ...sample, ...Object.fromEntries(own) };
  const given = promptOf(rollout.columns?.prompt ?? sample?.prompt);
  const isText = rollout.chat === true && typeof given === 'string';
  const prompt = (isText ? undefined : given) ?? promptOfTurns(rollout);
  return { completion: rollout.completion, columns, ...(prompt !== undefined && { prompt }) };
}

/** A completion of a sample that is written down as it is. */
export function sampleRow(completion: string, sample: JsonObject, prompt?: Json): RunnerRow {
  const { prompt: own, completion: _completion, completions: _completions, ...columns } = sample;
  const read = promptOf(prompt ?? own);
  return { completion, columns, ...(read !== undefined && { prompt: read }) };
}

function promptOf(prompt: Json | undefined): string | readonly Message[] | undefined {
  if (typeof prompt === 'string') return prompt;
  if (!Array.isArray(prompt) || !prompt.every(isMessage)) return undefined;
  return prompt.map(({ role, content = '' }) => ({ role, content }));
}

function isMessage(value: Json): value is JsonObject & { role: string } {
  return isObject(value) && typeof value.role === 'string';
}

/** A single turn of the user's is how dumps tell of prompts that are plain texts, unless they are messages there. */
function promptOfTurns({ turns, chat }: Rollout): string | readonly Message[] | undefined {
  const [first, ...more] = turns;
  if (first === undefined) return undefined;
  if (chat !== true && more.length === 0 && first.role === 'user') return first.text;
  return turns.map(({ role, text }) => ({ role, content: text }));
}
