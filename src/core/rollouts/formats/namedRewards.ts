import type { JsonObject } from '../../json.ts';
import { isScore, rewardName, scoreOf } from '../logged.ts';
import type { RecordFormat, Rollout } from '../rollout.ts';

/** A format whose reward columns a person names: its other numbers are none. Rows that have none of these stay as they are. */
export function withNamedRewards(format: RecordFormat, names: readonly string[]): RecordFormat {
  return choosing(format, names, (name) => names.some((each) => rewardName(each) === name));
}

/** A format some of whose columns are known to be no rewards. */
export function withoutRewards(format: RecordFormat, extras: ReadonlySet<string>): RecordFormat {
  if (extras.size === 0) return format;
  return choosing(format, undefined, (name) => ![...extras].some((extra) => rewardName(extra) === name));
}

function choosing(
  format: RecordFormat,
  named: readonly string[] | undefined,
  isReward: (name: string) => boolean,
): RecordFormat {
  return {
    name: format.name,
    title: format.title,
    matches: (record) => format.matches(record),
    read: (record, place) => format.read(record, place).map((rollout) => choose(rollout, named, isReward)),
  };
}

function choose(
  rollout: Rollout,
  named: readonly string[] | undefined,
  isReward: (name: string) => boolean,
): Rollout {
  const logged = Object.entries(rollout.logged);
  const kept = logged.filter(([name]) => isReward(name));
  const { columns = {} } = rollout;
  const found = (named ?? []).flatMap((name) => {
    const value = columns[name];
    return isScore(value) ? [[rewardName(name), scoreOf(value)] as const] : [];
  });
  if (named !== undefined && kept.length + found.length === 0) return rollout;
  const others: JsonObject = { ...columns };
  for (const [name, value] of logged) if (!isReward(name)) others[name] = value;
  return {
    ...rollout,
    logged: Object.fromEntries([...kept, ...found]),
    ...(Object.keys(others).length > 0 && { columns: others }),
  };
}
