/** What every format of rollout dumps is read into. */
import type { Json, JsonObject } from '../json.ts';

/** One message of a prompt. */
export interface Turn {
  readonly role: string;
  /** `<image>` stands where an image was. */
  readonly text: string;
  /** Paths or addresses of the images of this turn, where the dump names them. */
  readonly images?: readonly string[];
}

/** One completion of a policy, with what its trainer logged of it. */
export interface Rollout {
  /** The file it stands in. */
  readonly source: string;
  /** 1-based line at which its record begins; of a Parquet file, the 1-based row. */
  readonly line: number;
  /** Names this completion in its run: the same that comes again is no other, but with more known of it. */
  readonly rolloutId?: string;
  /** Training step; 0 where the dump names none. */
  readonly step: number;
  /** Name of the group of completions of one prompt, unique within a step; undefined where the dump names none. */
  readonly group?: string;
  /** The prompt. */
  readonly turns: readonly Turn[];
  readonly completion: string;
  /** Whether its record has the prompt or the completion as a list of messages: the dataset is conversational. */
  readonly chat?: boolean;
  /** Rewards by name; null where the reward function gave none, which is not a zero. */
  readonly logged: Readonly<Record<string, number | null>>;
  readonly advantage?: number;
  readonly entropy?: number;
  /** Names the sample in its dataset. */
  readonly sampleKey?: string;
  /** Whether generation was cut off at the length limit. */
  readonly truncated?: boolean;
  /** What went wrong while it was generated or scored. */
  readonly error?: string;
  /** The other columns of its record: those of its sample, a solution, a trainer's extras. */
  readonly columns?: JsonObject;
}

/** Where a record stands. */
export interface Place {
  readonly source: string;
  readonly line: number;
  /** The step that the file's name tells, for records that do not. */
  readonly step?: number;
}

/** A record that cannot be read, with what is wrong with it; the records around it can. */
export class RecordError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RecordError';
  }
}

/** A record that is one JSON value: a line, or a row of a table. */
export interface RecordFormat {
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** Whether `record` is of this format, by what it holds. */
  matches(record: JsonObject): boolean;
  /** Throws RecordError. */
  read(record: JsonObject, place: Place): readonly Rollout[];
}

/** A finite number, also one that is written as text; undefined otherwise. */
export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** The step of a record, in the spelling of any trainer. */
export function stepOf(record: JsonObject, place: Place): number {
  for (const name of ['step', 'gen_step', 'global_step']) {
    const step = Object.hasOwn(record, name) ? numberOf(record[name]) : undefined;
    if (step !== undefined) return step;
  }
  return place.step ?? 0;
}
