import { findJsonError } from '../core/codec/jsonError.ts';
import { COORDINATE_CONVENTIONS, REFERENCE_CONVENTION } from '../core/geometry/coordinates.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { groundTruthOf } from '../core/rewards/groundTruth.ts';
import { BUILT_INS } from '../core/rewards/builtIns.ts';
import { REWARD_NAMES, type RewardError, type RewardResult } from '../core/rewards/reward.ts';
import { RewardRunner } from '../core/rewards/rewardRunner.ts';
import { selectNames, weightedTotal, type Selection } from '../core/rewards/selection.ts';
import { Tracer, type TraceStep } from '../core/rewards/trace.ts';
import { oneOf, onlyFile, readArgs } from './args.ts';
import type { Command, CommandIo, ExitCode } from './command.ts';
import { readLines, type Line } from './lines.ts';
import { JsonLines } from './output.ts';

const NAME_WIDTH = Math.max(...BUILT_INS.map(({ name }) => name.length));

const USAGE = `vqa-verify score FILE [--rewards a,b] [--coordinates SPACE] [--explain]

Scores completions with the rewards of SATORI-R1, or with others. Each line of FILE is a JSON object with the
columns of a dataset (image_caption, bboxs, width, height, possible_answers) and the completion; - is standard
input. Prints a line of JSON for each: its index, the rewards, what they are made of, and their total.

  --rewards a,b         some of those below; ${REWARD_NAMES.join(', ')} by default
  --coordinates SPACE   the space that predicted boxes are taken to be in, one of
                        ${COORDINATE_CONVENTIONS.join(', ')};
                        ${REFERENCE_CONVENTION} by default, as in SATORI-R1
  --explain             adds the steps of each reward as "trace": a title, what went in (inputs), what came out
                        (result, and value where it is a number), and paint: the characters of the completion and
                        of the true caption, counted from 0 in UTF-16 units, and the boxes and areas in pixels of
                        the image that a step is about. The last step is the reward, or why it has none

Where the reference would raise an exception, or the row lacks what a reward needs, the reward is null and errors
says why.

${BUILT_INS.map(({ name, summary }) => `  ${name.padEnd(NAME_WIDTH)}  ${summary}`).join('\n')}

Exit: 0 all well, 1 some rows had errors, 2 wrong use.`;

/** A row that cannot be scored at all. */
interface RowError {
  readonly type: 'InvalidJson' | 'InvalidRow';
  readonly line: number;
  readonly message: string;
}

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { options, flags, positionals } = readArgs(args, ['rewards', 'coordinates'], ['explain']);
  const explain = flags.has('explain');
  const selection = readNames(options.get('rewards'));
  const coordinates = options.get('coordinates');
  const runner = new RewardRunner(
    coordinates === undefined
      ? {}
      : { coordinates: oneOf(coordinates, COORDINATE_CONVENTIONS, 'coordinate space') },
  );
  const file = onlyFile(positionals);
  const output = new JsonLines(io.stdout);
  let index = 0;
  let withErrors = 0;
  for await (const lines of readLines(file, io.stdin)) {
    for (const line of lines) {
      if (line.text?.trim() === '') continue;
      const row = readRow(line);
      const result = 'error' in row ? row : scoreRow(runner, selection, row.row, row.completion, explain);
      if ('error' in result || 'errors' in result) withErrors++;
      await output.write({ index: index++, ...result });
    }
  }
  await output.flush();
  if (withErrors > 0) io.stderr.write(`${withErrors} of ${index} rows had errors\n`);
  return withErrors === 0 ? 0 : 1;
}

/** In the order in which `--help` lists them. */
function readNames(list: string | undefined): Selection {
  if (list === undefined) return selectNames(REWARD_NAMES);
  const known = BUILT_INS.map(({ name }) => name);
  const wanted = list.split(',').map((name) => oneOf(name.trim(), known, 'reward'));
  return selectNames(known.filter((name) => wanted.includes(name)));
}

function readRow(line: Line): { row: JsonObject; completion: string } | { error: RowError } {
  const failed = (type: RowError['type'], message: string): { error: RowError } => ({
    error: { type, line: line.number, message },
  });
  if (line.text === undefined) return failed('InvalidJson', line.problem ?? 'the line cannot be read');
  let row: Json;
  try {
    row = JSON.parse(line.text) as Json;
  } catch {
    const { offset, message } = findJsonError(line.text);
    return failed('InvalidJson', `${message} (character ${offset + 1})`);
  }
  if (!isObject(row)) return failed('InvalidJson', 'the line is no JSON object');
  const completion = Object.hasOwn(row, 'completion') ? row.completion : undefined;
  if (completion === undefined) return failed('InvalidRow', 'the row has no column completion');
  if (typeof completion !== 'string') return failed('InvalidRow', 'the completion is no text');
  return { row, completion };
}

interface ScoredRow {
  readonly rewards: Readonly<Record<string, number | null>>;
  readonly components?: Readonly<Record<string, number | null>>;
  readonly total: number | null;
  readonly errors?: Readonly<Record<string, RewardError>>;
  readonly trace?: Readonly<Record<string, readonly TraceStep[]>>;
}

function scoreRow(
  runner: RewardRunner,
  { rewards: chosen }: Selection,
  row: JsonObject,
  completion: string,
  explain: boolean,
): ScoredRow {
  const sample = { truth: groundTruthOf(row), row };
  const results: Record<string, RewardResult> = {};
  const rewards: Record<string, number | null> = {};
  const components: Record<string, number | null> = {};
  const errors: Record<string, RewardError> = {};
  const trace: Record<string, readonly TraceStep[]> = {};
  for (const { name, reward } of chosen) {
    const tracer = explain ? new Tracer() : undefined;
    const result = runner.run(reward, completion, sample, tracer);
    if (tracer !== undefined) trace[name] = tracer.steps;
    results[name] = result;
    rewards[name] = result.value;
    Object.assign(components, name === 'caption' ? captionComponents(result) : result.components);
    if (result.error !== undefined) errors[name] = result.error;
  }
  return {
    rewards,
    ...(Object.keys(components).length === 0 ? {} : { components }),
    total: weightedTotal(chosen, results),
    ...(Object.keys(errors).length === 0 ? {} : { errors }),
    ...(explain ? { trace } : {}),
  };
}

/** Null where the caption has none: without a caption tag, or where the reference raises. */
function captionComponents(result: RewardResult): Record<string, number | null> {
  return { bleu: result.components?.bleu ?? null, rougeL: result.components?.rougeL ?? null };
}

export const score: Command = {
  name: 'score',
  summary: 'score completions with the rewards of SATORI-R1, or with others',
  usage: USAGE,
  run,
};
