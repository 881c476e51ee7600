import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { COORDINATE_CONVENTIONS, REFERENCE_CONVENTION } from '../core/geometry/coordinates.ts';
import { selectNames } from '../core/rewards/selection.ts';
import { ADVANTAGE_PRESETS, DEFAULT_PRESET } from '../core/rollouts/advantage.ts';
import {
  rewardList,
  ROLLOUT_COLUMNS,
  rolloutColumns,
  type RolloutMapping,
} from '../core/rollouts/formats/mapped.ts';
import type { ExportCounts } from '../protocol/rollouts.ts';
import { exportNotes } from '../protocol/rollouts/exportNotes.ts';
import { FileError } from '../node/fileError.ts';
import { UnknownFormatError } from '../node/rollouts/dumpFile.ts';
import { EXPORT_KINDS, type ExportKind, type ExportOptions } from '../core/rollouts/exports/rows.ts';
import { WholeRun } from './wholeRun.ts';
import { DumpReport, type ReportOptions } from './rolloutReport.ts';
import { oneOf, onlyFile, readArgs } from './args.ts';
import { UsageError, type Command, type CommandIo, type ExitCode } from './command.ts';
import { JsonLines } from './output.ts';
import { printRuns, type Against } from './rolloutRuns.ts';
import { printQuery } from './rolloutSql.ts';
import { DEFAULT_REWARDS, readRewardNames } from './rewardNames.ts';

const USAGE = `vqa-verify rollouts PATH [--dataset FILE] [--score | --export KIND] [--where FILTER]

Prints the rollouts of a training run, normalised, a line of JSON each: source, line, step, group, turns, completion,
logged, and advantage, entropy, sampleKey, rolloutId, truncated and error where the run logged them. PATH is a file or
a folder, - standard input. The format is found by content: ms-swift's completions.jsonl of any version, TRL's
Parquet, verl's folders, EasyR1's and VLM-R1's logs, verifiers and prime-rl, or plain lines with a completion or
completions.
A last line that is only half written is left for later.

  --dataset FILE        link each rollout to its row: sample has index, line and by (key, image or question), or the
                        candidates where more than one row fits
  --score               score again: rewards, components, total, errors, and computedAdvantage within the group; it is
                        the advantage, too, where none was logged; density, the mean attention in the true boxes over
                        that of the image, where a column attention, attention_map, heatmap or attn names a .npy or
                        PNG file; signals, what is worth a look, with the evidence: their counts over the run are told
                        at the end. The ground truth is the linked row's, else that of the rollout's own columns
  --rewards a,b         some of those that score --help lists; ${DEFAULT_REWARDS}
                        by default
  --coordinates SPACE   the space that predicted boxes are taken to be in, one of
                        ${COORDINATE_CONVENTIONS.join(', ')};
                        ${REFERENCE_CONVENTION} by default
  --advantage PRESET    ${ADVANTAGE_PRESETS.join(', ')};
                        ${DEFAULT_PRESET} by default
  --columns a=b,c=d     for lines of no known format: which column is the ${ROLLOUT_COLUMNS.slice(0, -1).join(', ')};
                        rewards may be several, with + between. Rewards alone say which numbers are rewards in
                        lines of a known format; all others are none

  --where FILTER        only rollouts that fulfil the filter of the editor's list: step=10..20 bbox<0.1 is:truncated
                        category=perception "red bus"; with --export, only groups that hold one

  --export KIND         print rows to train on instead, made of groups that are scored again: prompts with some right
                        and some wrong answers, sft (the best completions), dpo (the best and the worst, as ms-swift
                        reads them) or dpo-trl (as TRL does); rows that repeat others are left out, and completions
                        that are cut off are not chosen, unless --where asks for is:truncated
  --to FILE             writes the rows to FILE, with paths of images as seen from its folder
  --least N             for sft: totals below N are left out, those of 0 and less by default
  --most N              for sft: at most N completions of a group; 1 by default
  --margin N            for dpo: how far apart the two totals are at least; 0 by default

  --sql QUERY           print what a query in SQL (DuckDB's) answers, a line for each row, from the tables rollouts,
                        groups and steps: SELECT step, mean FROM steps ORDER BY step; DESCRIBE rollouts tells their
                        columns. It reads the rollouts, scored again, and nothing else; at most 100,000 rows

  --against OTHER       compare with another run, the baseline, on the same samples: a line for each sample of both,
                        the most regressed first, with its question, the means of both sides and the changes of total
                        and every reward; then {"summary"} with the means, the mean change, its 95% interval and how
                        many samples improved, regressed or stayed equal. Samples are matched by the row of the
                        --dataset, else by their prompt
  --slice COLUMN        with --against: the same for each value of a column of the samples

A record that cannot be read becomes {"index","error":{"type","source","line","message"}}.
Exit: 0 all well, 1 some records or rewards had errors, 2 wrong use.`;

const VALUES = [
  'dataset',
  'rewards',
  'coordinates',
  'advantage',
  'columns',
  'where',
  'export',
  'to',
  'least',
  'most',
  'margin',
  'against',
  'slice',
  'sql',
];

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const given = readArgs(args, VALUES, ['score']);
  const options = readOptions(given.options, given.flags.has('score'));
  const at = onlyFile(given.positionals);
  if (at !== '-') return report(at, options, io);
  // A dump is read twice, so what comes through a pipe is put into a file.
  const folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-'));
  try {
    const copy = path.join(folder, 'rollouts');
    await pipeline(io.stdin, createWriteStream(copy, { mode: 0o600 }));
    return await report(copy, { ...options, source: '-' }, io);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function report(at: string, options: Options, io: CommandIo): Promise<ExitCode> {
  const output = new JsonLines(io.stdout);
  try {
    const { exported, against, sql } = options;
    if (sql !== undefined) {
      io.stderr.write(`${await printQuery(at, options, sql, output)}\n`);
      return 0;
    }
    if (against !== undefined) return await compare(at, options, against, output, io);
    return await (exported === undefined
      ? print(at, options, output, io)
      : exportRows(at, options, exported, output, io));
  } catch (error) {
    if (error instanceof UnknownFormatError) {
      const hint = options.mapping === undefined && error.mappable ? '. Say it with --columns' : '';
      throw new UsageError(`${at}: ${error.message}${hint}`);
    }
    if (error instanceof FileError) throw new UsageError(error.message);
    throw error;
  }
}

async function print(at: string, options: Options, output: JsonLines, io: CommandIo): Promise<ExitCode> {
  const only = options.where === '' ? undefined : await fulfilling(at, options, io);
  const dump = await DumpReport.read(at, { ...options, ...(only !== undefined && { only }) });
  try {
    for await (const line of dump.lines()) await output.write(line);
    await output.flush();
    for (const note of dump.notes()) io.stderr.write(`${note}\n`);
    return dump.errors === 0 ? 0 : 1;
  } finally {
    await dump.close();
  }
}

async function compare(
  at: string,
  options: Options,
  against: Against,
  output: JsonLines,
  io: CommandIo,
): Promise<ExitCode> {
  const { samples, onlyBase, onlyRun } = await printRuns(at, options, against, output);
  io.stderr.write(
    `${samples} samples in both, ${onlyBase} only in the baseline, ${onlyRun} only in this run\n`,
  );
  return 0;
}

async function fulfilling(at: string, options: Options, io: CommandIo): Promise<ReadonlySet<number>> {
  const run = await WholeRun.read(at, options);
  try {
    await tellProblem(run, options.where, io);
    return await run.fulfilling(options.where);
  } finally {
    await run.close();
  }
}

/** A slip in a filter is told and no more: a column may be in records alone that were not looked at. */
async function tellProblem(run: WholeRun, where: string, io: CommandIo): Promise<void> {
  const problem = await run.filterProblem(where);
  if (problem !== undefined) io.stderr.write(`--where: ${problem}\n`);
}

async function exportRows(
  at: string,
  options: Options,
  exported: ExportOptions,
  output: JsonLines,
  io: CommandIo,
): Promise<ExitCode> {
  const run = await WholeRun.read(at, options);
  try {
    const { where, to } = options;
    await tellProblem(run, where, io);
    const counts =
      to === undefined
        ? await printRows(run.rows(exported, where), output)
        : await run.write(exported, where, path.resolve(to));
    io.stderr.write(`${counts.rows} rows from ${counts.used} of ${counts.groups} groups\n`);
    for (const note of exportNotes(counts)) io.stderr.write(`${note}\n`);
    const { bad } = run.state;
    if (bad > 0) io.stderr.write(`${bad} records cannot be read\n`);
    return bad === 0 ? 0 : 1;
  } finally {
    await run.close();
  }
}

async function printRows(
  rows: AsyncGenerator<object, ExportCounts>,
  output: JsonLines,
): Promise<ExportCounts> {
  for (;;) {
    const { value, done } = await rows.next();
    if (done === true) {
      await output.flush();
      return value;
    }
    await output.write(value);
  }
}

interface Options extends ReportOptions {
  /** The filter, '' for none. */
  readonly where: string;
  /** Rows to train on instead of the rollouts, and the file they go to. */
  readonly exported?: ExportOptions;
  readonly to?: string;
  /** A query, whose result is printed instead of rollouts. */
  readonly sql?: string;
  /** The run to compare with, instead of printing rollouts. */
  readonly against?: Against;
}

function readOptions(options: ReadonlyMap<string, string>, score: boolean): Options {
  const [dataset, coordinates, columns] = ['dataset', 'coordinates', 'columns'].map((name) =>
    options.get(name),
  );
  const [kind, to] = [options.get('export'), options.get('to')];
  if (to !== undefined && kind === undefined) throw new UsageError('--to goes with --export');
  const exported = kind === undefined ? undefined : readExport(oneOf(kind, EXPORT_KINDS, 'export'), options);
  const against = readAgainst(options);
  if (against !== undefined && exported !== undefined)
    throw new UsageError('--against and --export exclude each other');
  const sql = options.get('sql');
  if (sql !== undefined && ['export', 'against', 'where'].some((name) => options.has(name)))
    throw new UsageError('--sql goes with none of --export, --against and --where');
  return {
    score,
    where: options.get('where') ?? '',
    ...(sql !== undefined && { sql }),
    ...(to !== undefined && { to }),
    ...(against !== undefined && { against }),
    ...(exported !== undefined && { exported }),
    rewards: selectNames(readRewardNames(options.get('rewards'))).rewards,
    preset: oneOf(options.get('advantage') ?? DEFAULT_PRESET, ADVANTAGE_PRESETS, 'advantage'),
    ...(dataset !== undefined && { dataset }),
    ...(coordinates !== undefined && {
      coordinates: oneOf(coordinates, COORDINATE_CONVENTIONS, 'coordinate space'),
    }),
    ...(columns !== undefined && { mapping: readColumns(columns) }),
  };
}

function readAgainst(options: ReadonlyMap<string, string>): Against | undefined {
  const [other, slice = null] = [options.get('against'), options.get('slice')];
  if (other === undefined) {
    if (slice !== null) throw new UsageError('--slice goes with --against');
    return undefined;
  }
  const where = options.get('where') ?? '';
  return { other, slice, baseWhere: where, runWhere: where };
}

function readExport(kind: ExportKind, options: ReadonlyMap<string, string>): ExportOptions {
  const number = (name: string, otherwise: number): number => {
    const value = Number(options.get(name) ?? otherwise);
    if (!Number.isFinite(value)) throw new UsageError(`--${name} is no number: ${options.get(name) ?? ''}`);
    return value;
  };
  const least = options.has('least') ? { least: number('least', 0) } : {};
  return { kind, ...least, most: number('most', 1), margin: number('margin', 0) };
}

/** `completion=response,step=iteration,rewards=acc+format` */
function readColumns(text: string): RolloutMapping {
  const given = new Map<string, string>();
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=');
    if (at <= 0 || at === pair.length - 1) {
      throw new UsageError(
        `--columns needs pairs such as completion=response, but there is ${JSON.stringify(pair)}`,
      );
    }
    given.set(
      oneOf(pair.slice(0, at).trim(), ROLLOUT_COLUMNS, 'part of a rollout'),
      pair.slice(at + 1).trim(),
    );
  }
  const columns = rolloutColumns(Object.fromEntries(given));
  if (columns !== undefined) return { columns };
  const rewards = given.get('rewards');
  if (rewards === undefined || given.size > 1)
    throw new UsageError('--columns has to name the completion, or nothing but the rewards');
  return { rewards: rewardList(rewards) };
}

export const rollouts: Command = {
  name: 'rollouts',
  summary: 'print the rollouts of a training run, normalised, linked and scored again',
  usage: USAGE,
  run,
};
