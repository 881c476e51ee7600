/** Which format a dump is in, by what it holds and never by its name. */
import { parsePath } from '../../columns.ts';
import { at, isObject, type Json, type JsonObject } from '../../json.ts';
import type { RecordFormat } from '../rollout.ts';
import { easyR1 } from './easyR1.ts';
import { msSwift } from './msSwift.ts';
import { withNamedRewards } from './namedRewards.ts';
import { plainRows } from './plainRows.ts';
import { trainerRows } from './rows.ts';
import { mapped, ROLLOUT_COLUMNS, type RolloutMapping } from './mapped.ts';
import type { TextFormat } from './textLog.ts';
import { traces } from './traces.ts';
import { verifiers } from './verifiers.ts';
import { verl } from './verl.ts';
import { vlmR1 } from './vlmR1.ts';

/** The most particular first: a plain line may hold anything beside its completion. */
const RECORD_FORMATS: readonly RecordFormat[] = [msSwift, verifiers, traces, verl, trainerRows, plainRows];
const TEXT_FORMATS: readonly TextFormat[] = [easyR1, vlmR1];

/** The format of a JSON value, undefined where it is of none that is known and none that a person tells. */
export function recordFormat(record: Json, mapping: RolloutMapping = {}): RecordFormat | undefined {
  if (!isObject(record)) return undefined;
  const { otherColumns, rewards } = mapping;
  const known = RECORD_FORMATS.find((format) => format.matches(record));
  if (known !== undefined && rewards !== undefined) return withNamedRewards(known, rewards);
  if (known !== undefined || otherColumns === undefined) return known;
  const { completion } = otherColumns;
  return at(record, parsePath(record, completion)) === undefined ? undefined : mapped(otherColumns);
}

/** The format of a text whose first line that is not blank is `line`. */
export function textFormat(line: string): TextFormat | undefined {
  return TEXT_FORMATS.find((format) => format.begins(line, undefined));
}

const MAX_NAMED = 12;

/** What to say of a dump of no known format: what was seen, what is known, and how to map its columns. */
export function unknownFormat(seen: Json | undefined, line: string): string {
  const titles = [...RECORD_FORMATS, ...TEXT_FORMATS].map(({ title }) => title);
  return `no known format of rollouts: ${describeSeen(seen, line)}. Known are ${titles.join(', ')} and TRL's Parquet`;
}

function describeSeen(seen: Json | undefined, line: string): string {
  if (isObject(seen)) return `the first line is an object with ${columnList(seen)}; ${mappingHint(seen)}`;
  if (Array.isArray(seen)) return 'the first line is a list, not an object: a line for each record is needed';
  const shown = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  return `the first line is ${JSON.stringify(shown)}, which is no JSON object and begins no block of a known log`;
}

function columnList(record: JsonObject): string {
  const names = Object.keys(record);
  if (names.length === 0) return 'no columns';
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  return `the columns ${names.slice(0, MAX_NAMED).join(', ')}${more}`;
}

/** Names under which rows of other tools hold the parts of a rollout. */
const USUAL: Readonly<Record<string, RegExp>> = {
  completion: /^(response|output|generation|generated_text|prediction|text|content|answer)s?$/i,
  prompt: /^(question|query|instruction|problem|input|messages)$/i,
  step: /^(iteration|iter|global_steps?|training_step|epoch)$/i,
  group: /(^|_)(uid|group_?id|prompt_?id|request_?id)$/i,
  rewards: /(^|_)(reward|score|acc|accuracy)s?($|_)/i,
};

/** How to say which column is what, with the columns that are there where their names tell. */
function mappingHint(record: JsonObject): string {
  const mapping = Object.entries(USUAL).flatMap(([part, pattern]) => {
    const column = Object.keys(record).find((name) => pattern.test(name));
    return column === undefined ? [] : [`${part}=${column}`];
  });
  const example = mapping.length === 0 ? 'completion=COLUMN' : mapping.join(',');
  return `map its columns to ${ROLLOUT_COLUMNS.join(', ')}, e.g. ${example}`;
}
