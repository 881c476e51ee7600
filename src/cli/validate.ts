import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { formatPath } from '../core/columns.ts';
import {
  COORDINATE_CONVENTIONS,
  REFERENCE_CONVENTION,
  type CoordinateConvention,
} from '../core/geometry/coordinates.ts';
import { counted } from '../core/rewards/explain/written.ts';
import { selectNames } from '../core/rewards/selection.ts';
import type { Problem } from '../core/validate/problem.ts';
import type { ScoringOptions } from '../core/validate/scoring.ts';
import { FileError } from '../node/fileError.ts';
import { validateFile, type ValidateOptions } from '../node/validateFile.ts';
import { oneOf, onlyFile, readArgs } from './args.ts';
import { UsageError, type Command, type CommandIo, type ExitCode } from './command.ts';
import { JsonLines } from './output.ts';
import { DEFAULT_REWARDS, readRewardNames } from './rewardNames.ts';

const USAGE = `vqa-verify validate FILE [--images FOLDER] [--coordinates SPACE] [--reward-coordinates SPACE]
                         [--attainable-below X] [--rewards a,b]

Looks for what is wrong with a dataset: malformed rows, wrong types, missing or broken images, sizes that
differ from the image's, boxes that are outside, empty or inverted, unreadable answers, empty captions and
questions, duplicates, and what makes ms-swift drop or change a row. FILE is JSON Lines or a JSON array;
- is standard input. Prints a line of JSON for each problem: line, rule, severity (error, warning or info),
message, and the column at fault, null for a row as a whole.

  --images FOLDER   where relative image paths count from, too; by default the folder of FILE alone
  --coordinates SPACE, --reward-coordinates SPACE
                    the space of the boxes that the model writes, and the one that the reward takes them to be
                    in; rows on which the two differ are listed with the IoU that a perfect answer would get.
                    Each is one of
                    ${COORDINATE_CONVENTIONS.join(', ')};
                    ${REFERENCE_CONVENTION} by default, as in SATORI-R1
  --attainable-below X
                    list the rows whose ground truth, written as a completion, gets less than X of what a
                    reward can give, from 0 to 1; not looked at by default
  --rewards a,b     the rewards of --attainable-below; ${DEFAULT_REWARDS} by default

Exit: 0 no errors (warnings may be), 1 some rows have errors, 2 wrong use.`;

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { options, positionals } = readArgs(args, [
    'images',
    'coordinates',
    'reward-coordinates',
    'attainable-below',
    'rewards',
  ]);
  const file = onlyFile(positionals);
  const images = options.get('images');
  const imageRoots = images === undefined ? [] : [path.resolve(images)];
  const scoring = readScoring(options);
  if (file !== '-') return report(file, { imageRoots, scoring }, io);
  // Rows are read by their place in a file, so what comes through a pipe is put into one.
  const folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-'));
  try {
    const copy = path.join(folder, 'input.jsonl');
    await pipeline(io.stdin, createWriteStream(copy, { mode: 0o600 }));
    return await report(copy, { imageRoots, scoring, base: process.cwd() }, io);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readScoring(options: ReadonlyMap<string, string>): ScoringOptions {
  const space = (option: string): CoordinateConvention => {
    const given = options.get(option);
    return given === undefined
      ? REFERENCE_CONVENTION
      : oneOf(given, COORDINATE_CONVENTIONS, 'coordinate space');
  };
  return {
    coordinates: space('coordinates'),
    rewardCoordinates: space('reward-coordinates'),
    attainableBelow: readShare(options.get('attainable-below')),
    rewards: selectNames(readRewardNames(options.get('rewards'))).rewards,
  };
}

function readShare(given: string | undefined): number {
  if (given === undefined) return 0;
  const share = Number(given);
  if (given.trim() === '' || !(share >= 0 && share <= 1)) {
    throw new UsageError(`--attainable-below takes a number from 0 to 1, not ${JSON.stringify(given)}`);
  }
  return share;
}

async function report(file: string, options: ValidateOptions, io: CommandIo): Promise<ExitCode> {
  const output = new JsonLines(io.stdout);
  const count = { error: 0, warning: 0, info: 0 };
  let rows = 0;
  try {
    for await (const validated of validateFile(file, options)) {
      for (const problem of validated.problems) {
        count[problem.severity]++;
        await output.write(printed(problem));
      }
      rows = validated.rows;
    }
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(error.message);
    throw error;
  } finally {
    await output.flush();
  }
  const counts = [
    counted(count.error, 'error'),
    counted(count.warning, 'warning'),
    counted(count.info, 'note'),
  ];
  io.stderr.write(`${counted(rows, 'row')}: ${counts.join(', ')}\n`);
  return count.error === 0 ? 0 : 1;
}

function printed({ line, rule, severity, message, path: column }: Problem): object {
  return { line, rule, severity, message, column: column === undefined ? null : formatPath(column) };
}

export const validate: Command = {
  name: 'validate',
  summary: 'look for what is wrong with a dataset',
  usage: USAGE,
  run,
};
