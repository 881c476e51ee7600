/** `vqa-verify reward`: a user's reward function over the rollouts of a training run, or over reward cases. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { CONTRACTS, PYTHON_CONTRACTS, SCRIPT_CONTRACTS } from '../core/functions/contract.ts';
import { runtimeOf, readTarget } from '../core/functions/target.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { FileError, fileError } from '../node/fileError.ts';
import { UnknownFormatError } from '../node/rollouts/dumpFile.ts';
import { InterpreterError } from '../node/runner/interpreters.ts';
import { Runners } from '../node/runner/runners.ts';
import type { RunParams } from '../protocol/runner.ts';
import { oneOf, readArgs } from './args.ts';
import { UsageError, type Command, type CommandIo, type ExitCode } from './command.ts';
import { runCases } from './rewardCases.ts';
import { runRollouts } from './rewardRollouts.ts';

const USAGE = `vqa-verify reward FILE.py|FILE.mjs|FILE.ts[:symbol] --rollouts PATH [--dataset FILE]
vqa-verify reward FILE.py|FILE.mjs|FILE.ts[:symbol] --cases FILE

Runs a user's own reward function over rollouts, in a process of its own, and prints a line of JSON for each: index,
reward (null where there is none), error where the function failed, extras where it gave more, and milliseconds.
What the function prints goes to standard error. Functions that take a batch get the completions of one prompt at
once; where that fails each is tried alone. FILE:symbol names one of several functions.

  --rollouts PATH    a dump of rollouts in any format that vqa-verify rollouts reads; a file or a folder
  --dataset FILE     the dataset's rows, linked to the rollouts: their columns are what the function reads
  --cases FILE       reward cases, a line of JSON each: completion, row (the columns), expected, and name, tolerance,
                     reward (FILE:symbol, relative to the case file: cases of other functions are left out)
  --kind KIND        whose convention the function follows, where its shape does not tell:
                     ${PYTHON_CONTRACTS.join(', ')} in Python, ${SCRIPT_CONTRACTS.join(', ')} in scripts
  --chat yes|no      whether completions are lists of chat messages; found out by prompts and source by default
  --config JSON      constants of the trainer: ms-swift's args, the keyword arguments of verl and EasyR1
  --timeout SECONDS  for one call; 30 by default
  --python PATH      the interpreter; python3 on PATH by default
  --node PATH        the interpreter of scripts; node on PATH by default
  --diagnose         also list the exceptions that the function raised and caught

Exit: 0 all well, 1 some rows had errors or cases failed (the rest is still done), 2 wrong use.`;

/** Seconds for the file with all it imports, which may be a deep-learning framework. */
const LOAD_LIMIT = 300;
const CALL_LIMIT = 30;

type Given = ReadonlyMap<string, string>;

async function run(dist: string, args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { options, flags, positionals } = readArgs(
    args,
    ['rollouts', 'dataset', 'cases', 'kind', 'chat', 'config', 'timeout', 'python', 'node'],
    ['diagnose'],
  );
  const [written, ...more] = positionals;
  if (written === undefined) throw new UsageError('no reward function was given');
  if (more.length > 0)
    throw new UsageError(`one reward function at a time, but ${positionals.length} were given`);
  const params = { ...readParams(written, options), diagnose: flags.has('diagnose') };
  const { rollouts, cases } = Object.fromEntries(options);
  if ((rollouts === undefined) === (cases === undefined)) {
    throw new UsageError(
      '--rollouts PATH or --cases FILE says what the function is run over; one of them is needed',
    );
  }
  await requireFile(params.target.file, written);
  const runners = new Runners({
    dist,
    cwd: process.cwd(),
    limits: { call: readTimeout(options), load: LOAD_LIMIT },
    chosen: (runtime) => Promise.resolve(options.get(runtime)),
    onOutput: (text) => io.stderr.write(text),
  });
  try {
    if (cases !== undefined) return await runCases(runners, params, cases, io);
    return await runRollouts(
      runners,
      params,
      { rollouts: rollouts ?? '', dataset: options.get('dataset') },
      io,
    );
  } catch (error) {
    if (
      error instanceof InterpreterError ||
      error instanceof FileError ||
      error instanceof UnknownFormatError
    ) {
      throw new UsageError(error.message);
    }
    throw error;
  } finally {
    runners.dispose();
  }
}

function readParams(written: string, options: Given): Omit<RunParams, 'batches'> {
  const { path: file, symbol } = readTarget(written);
  if (runtimeOf(file) === undefined) {
    throw new UsageError(`${file} is no Python, JavaScript or TypeScript file`);
  }
  const [kind, chat, config] = ['kind', 'chat', 'config'].map((name) => options.get(name));
  return {
    target: {
      file: path.resolve(file),
      ...(symbol !== undefined && { symbol }),
      ...(kind !== undefined && { contract: oneOf(kind, CONTRACTS, 'kind') }),
    },
    stopAtError: false,
    ...(chat !== undefined && { chat: oneOf(chat, ['yes', 'no'], 'answer to --chat') === 'yes' }),
    ...(config !== undefined && { config: readConfig(config) }),
  };
}

/** An interpreter is not started for a file that is not there. Throws UsageError. */
async function requireFile(file: string, written: string): Promise<void> {
  const { path: named } = readTarget(written);
  try {
    if ((await stat(file)).isFile()) return;
  } catch (error) {
    throw new UsageError(fileError(error, 'open', named).message);
  }
  throw new UsageError(`${named} is no file`);
}

function readConfig(text: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new UsageError(`--config is no JSON: ${text}`);
  }
  if (!isObject(value)) throw new UsageError('--config has to be a JSON object');
  return value;
}

function readTimeout(options: Given): number {
  const seconds = Number(options.get('timeout') ?? CALL_LIMIT);
  if (!Number.isFinite(seconds) || seconds <= 0)
    throw new UsageError('--timeout has to be a number of seconds');
  return seconds;
}

/** The command over a folder of bundles. */
export function rewardCommand(dist: string): Command {
  return {
    name: 'reward',
    summary: "run a user's own reward function over rollouts, or check it against cases",
    usage: USAGE,
    run: (args, io) => run(dist, args, io),
  };
}

/** Bundled, the command line stands beside the runners. */
export const reward = rewardCommand(import.meta.dirname);
