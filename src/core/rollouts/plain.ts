import { isObject, type Json, type JsonObject } from '../json.ts';

/** The completions that a line of a plain rollout file holds; its other columns tell which sample they answer. */
export interface PlainRollouts {
  readonly completions: readonly string[];
  readonly step?: number;
}

/**
 * Reads a line of the plain format: `{"completion": "…", …}` or `{"completions": ["…", "…"], …}`, with an
 * optional `step` (a number, or a number as text). Undefined where the line holds no completion of that form.
 */
export function readPlain(line: Json): PlainRollouts | undefined {
  if (!isObject(line)) return undefined;
  const completions = completionsOf(line);
  if (completions === undefined) return undefined;
  const step = stepOf(line);
  return step === undefined ? { completions } : { completions, step };
}

function completionsOf(line: JsonObject): readonly string[] | undefined {
  if (typeof line.completion === 'string') return [line.completion];
  const many = line.completions;
  if (!Array.isArray(many)) return undefined;
  const texts = many.filter((completion) => typeof completion === 'string');
  return texts.length === many.length && texts.length > 0 ? texts : undefined;
}

function stepOf(line: JsonObject): number | undefined {
  const step = Object.hasOwn(line, 'step') ? line.step : undefined;
  if (typeof step !== 'number' && typeof step !== 'string') return undefined;
  const number = Number(step);
  return step === '' || !Number.isFinite(number) ? undefined : number;
}
