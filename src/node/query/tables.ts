/** The tables and views of a run in DuckDB's SQL. */
import type { SqlColumn } from '../../core/rollouts/sqlColumns.ts';

/** Rewards that differ by less are the same, as in the list of groups. */
const FLAT = 1e-8;

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const declared = ({ name, type }: SqlColumn): string => `${quoted(name)} ${type}`;

/**
 * Where rollouts are kept; the numbers that were there are gone. Numbers change as they are judged and are few bytes; texts never change; a sample is
 * kept once for all its rollouts.
 */
export function storedTables(columns: readonly SqlColumn[]): string {
  const numbers = columns.filter(({ kept }) => kept === 'numbers');
  return `
    CREATE SCHEMA IF NOT EXISTS stored;
    CREATE OR REPLACE TABLE stored.numbers (${numbers.map(declared).join(', ')});
    CREATE TABLE IF NOT EXISTS stored.texts (rollout INTEGER, question VARCHAR, prompt VARCHAR, completion VARCHAR, error VARCHAR,
      columns VARCHAR);
    CREATE TABLE IF NOT EXISTS stored.samples (sample_row INTEGER, question VARCHAR, sample VARCHAR);
    CREATE OR REPLACE VIEW rollouts AS
      SELECT ${numbers.map(({ name }) => `n.${quoted(name)}`).join(', ')},
        coalesce(s.question, t.question) AS question, t.prompt, t.completion, t.error,
        coalesce(s.sample, t.columns)::JSON AS sample
      FROM stored.numbers n
      LEFT JOIN stored.texts t ON t.rollout = n.rollout
      LEFT JOIN stored.samples s ON s.sample_row = n.sample_row;
    ${views(columns)}`;
}

/** A table of the same shape that holds nothing: its plans tell what a query reads. */
export function emptyTables(columns: readonly SqlColumn[]): string {
  return `
    DROP TABLE IF EXISTS rollouts CASCADE;
    CREATE TABLE rollouts (${columns.map(declared).join(', ')});
    ${views(columns)}`;
}

/** As the list shows it: none without any total, 0 for one alone. */
const SPREAD = 'CASE WHEN count(total) > 0 THEN coalesce(stddev_samp(total), 0) END AS spread';

function views(columns: readonly SqlColumn[]): string {
  const means = columns.filter(({ reward }) => reward !== undefined);
  const averages = means.map(({ name }) => `, avg(${quoted(name)}) AS ${quoted(name)}`).join('');
  return `
    CREATE OR REPLACE VIEW groups AS
      SELECT group_id, any_value(group_name) AS group_name, any_value(step) AS step, count(*) AS rollouts,
        avg(total) AS mean, ${SPREAD},
        count(total) > 1 AND coalesce(stddev_samp(total), 0) < ${FLAT} AS flat,
        max(total) AS best, min(total) AS worst, count(*) FILTER (failed) AS failed,
        any_value(sample_row) AS sample_row, any_value(question) AS question
      FROM rollouts GROUP BY group_id;
    CREATE OR REPLACE VIEW steps AS
      SELECT * FROM
        (SELECT step, count(*) AS rollouts, avg(total) AS mean, ${SPREAD},
          avg(length) AS length, count(*) FILTER (truncated) AS truncated, count(*) FILTER (failed) AS failed
          ${averages}
        FROM rollouts GROUP BY step)
        JOIN (SELECT step, count(*) AS groups, count(*) FILTER (flat) AS flat FROM groups GROUP BY step)
        USING (step);`;
}
