import { parsePath } from '../../columns.ts';
import { at, type Json, type JsonObject } from '../../json.ts';
import { isScore, rewardName, scoreOf } from '../logged.ts';
import { completionText, imagePaths, turnsOf, withImages } from '../messages.ts';
import { numberOf, RecordError, type RecordFormat } from '../rollout.ts';

/** Where the parts of a rollout stand in a row of a format that is not known, as dotted paths. */
export interface RolloutColumns {
  readonly completion: string;
  readonly prompt?: string;
  readonly images?: string;
  readonly step?: string;
  readonly group?: string;
  readonly key?: string;
  readonly advantage?: string;
  /** Columns of rewards, each a number or null. */
  readonly rewards?: readonly string[];
}

/** The parts that can be mapped. */
export const ROLLOUT_COLUMNS = [
  'completion',
  'prompt',
  'images',
  'step',
  'group',
  'key',
  'advantage',
  'rewards',
] as const;

/** The columns as a person writes them: paths by part, several rewards with + between; undefined without a completion. */
export function rolloutColumns(given: Readonly<Record<string, unknown>>): RolloutColumns | undefined {
  const paths = Object.fromEntries(
    ROLLOUT_COLUMNS.flatMap((part) => {
      const path = given[part];
      return typeof path === 'string' && path !== '' ? [[part, path]] : [];
    }),
  );
  const { completion, rewards, ...others } = paths;
  if (completion === undefined) return undefined;
  return { ...others, completion, ...(rewards !== undefined && { rewards: rewardList(rewards) }) };
}

/** The names of the rewards that a person wrote, with + between. */
export const rewardList = (text: string): readonly string[] => text.split('+');

/** What a person says of where the parts of a rollout stand. */
export interface RolloutMapping {
  /** In every row, whatever its format. */
  readonly columns?: RolloutColumns;
  /** In rows of no known format alone. */
  readonly otherColumns?: RolloutColumns;
  /** Names of the reward columns in rows of a known format that has any of them: other numbers are none. */
  readonly rewards?: readonly string[];
}

/** Rows read as a person says. */
export function mapped(columns: RolloutColumns): RecordFormat {
  return {
    name: 'mapped',
    title: 'rows with mapped columns',
    matches: () => true,
    read(record, place) {
      const get = (path: string | undefined): Json | undefined =>
        path === undefined ? undefined : at(record, parsePath(record, path));
      const completion = completionText(get(columns.completion));
      if (completion === undefined)
        throw new RecordError(`${columns.completion} is no text and no list of messages`);
      const [group, sampleKey] = [nameOf(get(columns.group)), nameOf(get(columns.key))];
      const advantage = numberOf(get(columns.advantage));
      return [
        {
          source: place.source,
          line: place.line,
          step: numberOf(get(columns.step)) ?? place.step ?? 0,
          ...(group !== undefined && { group }),
          turns: withImages(turnsOf(get(columns.prompt)), imagePaths(get(columns.images))),
          completion,
          logged: rewardsAt(record, columns.rewards ?? [], get),
          ...(advantage !== undefined && { advantage }),
          ...(sampleKey !== undefined && { sampleKey }),
          columns: record,
        },
      ];
    },
  };
}

function rewardsAt(
  record: JsonObject,
  paths: readonly string[],
  get: (path: string) => Json | undefined,
): Record<string, number | null> {
  const logged: Record<string, number | null> = {};
  for (const path of paths) {
    const value = get(path);
    if (!isScore(value)) throw new RecordError(`${path} is no number`);
    logged[rewardName(parsePath(record, path).join('.'))] = scoreOf(value);
  }
  return logged;
}

function nameOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
