/** The columns of the SQL table `rollouts`: written once for the database, for what fills it, and for the screen. */

export type SqlType = 'INTEGER' | 'DOUBLE' | 'BOOLEAN' | 'VARCHAR' | 'VARCHAR[]' | 'JSON';

export interface SqlColumn {
  readonly name: string;
  readonly type: SqlType;
  /** What it holds, as people are told. */
  readonly about: string;
  /**
   * Numbers of a rollout are there at once; texts and the rows of samples are read when a query first asks for them.
   */
  readonly kept: 'numbers' | 'texts' | 'samples';
  /** The reward that it holds, as computed here or as logged. */
  readonly reward?: { readonly name: string; readonly logged: boolean };
}

const NUMBERS: readonly (readonly [string, SqlType, string])[] = [
  ['rollout', 'INTEGER', 'its number in the dump, from 0: a result with this column leads to its rollouts'],
  ['step', 'DOUBLE', 'training step'],
  ['group_id', 'INTEGER', 'its group, from 0'],
  ['group_name', 'VARCHAR', 'name of the group, as the list shows it'],
  ['source', 'VARCHAR', 'the file that it stands in'],
  ['line', 'INTEGER', 'line of its record, from 1; of a Parquet file, the row'],
  ['length', 'INTEGER', 'length of the completion, in characters (UTF-16 units)'],
  ['truncated', 'BOOLEAN', 'cut off at the length limit'],
  ['failed', 'BOOLEAN', 'a reward failed, or the generation itself: not the same as a reward of zero'],
  ['total', 'DOUBLE', 'weighted sum of the rewards as computed here, else what was logged'],
  ['advantage', 'DOUBLE', 'advantage within the group, by the preset of the settings'],
  ['logged_advantage', 'DOUBLE', 'advantage as logged'],
  ['link', 'VARCHAR', 'linked, ambiguous or none: whether a row of the dataset is its sample'],
  ['sample_row', 'INTEGER', 'the linked row, from 0'],
  ['signals', 'VARCHAR[]', 'names of the signals that were found'],
];

const TEXTS: readonly (readonly [string, SqlType, string])[] = [
  ['question', 'VARCHAR', 'the question of the sample, else the first turn of the user'],
  ['prompt', 'VARCHAR', 'all turns of the prompt'],
  ['completion', 'VARCHAR', 'what the policy wrote'],
  ['error', 'VARCHAR', 'what went wrong while it was generated or scored'],
];

/** `rewards`: names of those computed here; `logged`: of those in the dump. */
export function sqlColumns(rewards: readonly string[], logged: readonly string[]): readonly SqlColumn[] {
  const kept = (list: typeof NUMBERS, where: SqlColumn['kept']): SqlColumn[] =>
    list.map(([name, type, about]) => ({ name, type, about, kept: where }));
  const columns = [
    ...kept(NUMBERS, 'numbers'),
    ...rewards.map((name) => rewardColumn(name, false)),
    ...logged.map((name) => rewardColumn(name, true)),
    ...kept(TEXTS, 'texts'),
    {
      name: 'sample',
      type: 'JSON' as const,
      about: "the linked row with all its columns, else those of the rollout: sample->>'category'",
      kept: 'samples' as const,
    },
  ];
  return distinct(columns);
}

function rewardColumn(name: string, logged: boolean): SqlColumn {
  return {
    name: `${logged ? 'logged' : 'reward'}_${name}`,
    type: 'DOUBLE',
    about: logged
      ? `${name} as logged; null where it failed or was not logged`
      : `the reward ${name} as computed here; null where it fails or no sample is linked`,
    kept: 'numbers',
    reward: { name, logged },
  };
}

/** SQL does not tell apart names that differ in case alone: the second one becomes `name_2`. */
function distinct(columns: readonly SqlColumn[]): readonly SqlColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${column.name}_${n}`;
    taken.add(name.toLowerCase());
    return { ...column, name };
  });
}
