/** The columns of the SQL table `rollouts`: written once for the database, for what fills it, and for the screen. */

export type SqlType = 'INTEGER' | 'DOUBLE' | 'BOOLEAN' | 'VARCHAR' | 'VARCHAR[]' | 'JSON';

export type RewardSource = 'here' | 'log' | 'function';

export interface SqlColumn {
  readonly name: string;
  readonly type: SqlType;
  /** What it holds, as people are told. */
  readonly about: string;
  /**
   * Numbers of a rollout are there at once; texts and the rows of samples are read when a query first asks for them.
   */
  readonly kept: 'numbers' | 'texts' | 'samples';
  /** The reward that it holds, and whose value: as computed here, as logged, or of a function of the user's. */
  readonly reward?: { readonly name: string; readonly by: RewardSource };
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

/** Names of rewards by whose values they are. */
export type RewardNames = Readonly<Record<RewardSource, readonly string[]>>;

export function sqlColumns(rewards: RewardNames): readonly SqlColumn[] {
  const kept = (list: typeof NUMBERS, where: SqlColumn['kept']): SqlColumn[] =>
    list.map(([name, type, about]) => ({ name, type, about, kept: where }));
  const columns = [
    ...kept(NUMBERS, 'numbers'),
    ...REWARDS.flatMap(([by, prefix, about]) =>
      rewards[by].map((name) => rewardColumn(`${prefix}${name}`, about(name), { name, by })),
    ),
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

const REWARDS: readonly (readonly [RewardSource, string, (name: string) => string])[] = [
  [
    'here',
    'reward_',
    (name) => `the reward ${name} as computed here; null where it fails or no sample is linked`,
  ],
  ['log', 'logged_', (name) => `${name} as logged; null where it failed or was not logged`],
  [
    'function',
    'function_',
    (name) => `what your function ${name} gave; null where it failed or was not called`,
  ],
];

const rewardColumn = (name: string, about: string, reward: NonNullable<SqlColumn['reward']>): SqlColumn => ({
  name,
  type: 'DOUBLE',
  about,
  kept: 'numbers',
  reward,
});

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
