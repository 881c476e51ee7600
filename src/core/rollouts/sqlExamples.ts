/** Queries to begin with: they run on any dump. */
export interface SqlExample {
  readonly title: string;
  readonly sql: string;
}

export const SQL_EXAMPLES: readonly SqlExample[] = [
  {
    title: 'Rewards by step',
    sql: 'SELECT *\nFROM steps\nORDER BY step',
  },
  {
    title: 'Rewards by category of the sample',
    sql: `SELECT sample->>'category' AS category, count(*) AS rollouts,
  avg(total) AS mean, stddev_samp(total) AS spread
FROM rollouts
GROUP BY category
ORDER BY mean`,
  },
  {
    title: 'Questions with the lowest rewards',
    sql: `SELECT question, count(*) AS rollouts, avg(total) AS mean, max(total) AS best
FROM rollouts
GROUP BY question
ORDER BY mean
LIMIT 50`,
  },
  {
    title: 'Groups that teach nothing',
    sql: `SELECT step, group_name, rollouts, mean, question
FROM groups
WHERE flat
ORDER BY step`,
  },
  {
    title: 'How often each signal was found',
    sql: `SELECT signal, count(*) AS rollouts
FROM rollouts, unnest(signals) AS found(signal)
GROUP BY signal
ORDER BY rollouts DESC`,
  },
  {
    title: 'Advantages of another sign than logged',
    sql: `SELECT rollout, step, group_name, total, advantage, logged_advantage
FROM rollouts
WHERE sign(advantage) <> sign(logged_advantage)
ORDER BY abs(advantage - logged_advantage) DESC`,
  },
  {
    title: 'Completions written more than once',
    sql: `SELECT completion, count(*) AS times, count(DISTINCT group_id) AS groups
FROM rollouts
GROUP BY completion
HAVING times > 1
ORDER BY times DESC
LIMIT 100`,
  },
  {
    title: 'Best rollout of each group',
    sql: `SELECT group_name, arg_max(rollout, total) AS rollout, max(total) AS best, avg(total) AS mean
FROM rollouts
GROUP BY group_name
ORDER BY best - mean DESC`,
  },
];
