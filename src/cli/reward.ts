/** `vqa-verify reward`: a user's reward function over the rollouts of a training run, or over reward cases. */
import { DEFAULT_TOLERANCE } from '../core/functions/case.ts';
import { PYTHON_CONTRACTS, SCRIPT_CONTRACTS } from '../core/functions/contract.ts';
import { FileError } from '../node/fileError.ts';
import { GitError } from '../node/git/git.ts';
import { UnknownFormatError } from '../node/rollouts/dumpFile.ts';
import { InterpreterError } from '../node/runner/interpreters.ts';
import { readArgs } from './args.ts';
import { commandOver, UsageError, type CommandIo, type ExitCode } from './command.ts';
import { runCases } from './rewardCases.ts';
import { runComparison } from './rewardCompare.ts';
import { runRollouts } from './rewardRollouts.ts';
import { withSetOptions } from './rewardSettings.ts';
import { Started } from './rewardStart.ts';
import { readNumber, readParams, requireFile, type Given } from './rewardTarget.ts';

const USAGE = `vqa-verify reward FILE.py|FILE.mjs|FILE.ts[:symbol] --rollouts PATH [--dataset FILE]
vqa-verify reward FILE.py|FILE.mjs|FILE.ts[:symbol] --rollouts PATH --compare OTHER [--tolerance N] [--exit-code]
vqa-verify reward FILE.py|FILE.mjs|FILE.ts[:symbol] --cases FILE

Runs a user's own reward function over rollouts, in a process of its own, and prints a line of JSON for each: index,
reward (null where there is none), error where the function failed, extras where it gave more, and milliseconds.
What the function prints goes to standard error. Functions that take a batch get the completions of one prompt at
once; where that fails each is tried alone. FILE:symbol names one of several functions.

  --rollouts PATH    a dump of rollouts in any format that vqa-verify rollouts reads; a file or a folder
  --dataset FILE     the dataset's rows, linked to the rollouts: their columns are what the function reads
  --cases FILE       reward cases, a line of JSON each: completion, row (the columns), expected, and name, tolerance,
                     reward (FILE:symbol, relative to the case file: cases of other functions are left out)
  --compare OTHER    print only rows that differ or fail, with reward, other and difference, and then a summary: what
                     differs, means, correlation, groups whose order or advantages change, and the slowest rows.
                     OTHER is logged:NAME, builtin:NAME, another FILE[:symbol], or HEAD: the same function as it was
                     committed, with all that it imports from its repository
  --tolerance N      differences up to N are none; ${DEFAULT_TOLERANCE} by default
  --exit-code        exit 1 also where rows differ
  --kind KIND        whose convention the function follows, where its shape does not tell:
                     ${PYTHON_CONTRACTS.join(', ')} in Python, ${SCRIPT_CONTRACTS.join(', ')} in scripts
  --chat yes|no      whether completions are lists of chat messages; found out by prompts and source by default
  --config JSON      constants of the trainer: ms-swift's args, the keyword arguments of verl and EasyR1; by default
                     what vqaVerify.rewards in the nearest .vscode/settings.json gives the function as options
  --timeout SECONDS  for one call; 30 by default
  --python PATH      the interpreter; python3 on PATH by default
  --node PATH        the interpreter of scripts; node on PATH by default
  --diagnose         also list the exceptions that the function raised and caught

Exit: 0 all well, 1 some rows had errors or cases failed (the rest is still done), 2 wrong use.`;

async function run(dist: string, args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { options, flags, positionals } = readArgs(
    args,
    [
      'rollouts',
      'dataset',
      'cases',
      'compare',
      'tolerance',
      'kind',
      'chat',
      'config',
      'timeout',
      'python',
      'node',
    ],
    ['diagnose', 'exit-code'],
  );
  const [written, ...more] = positionals;
  if (written === undefined) throw new UsageError('no reward function was given');
  if (more.length > 0)
    throw new UsageError(`one reward function at a time, but ${positionals.length} were given`);
  const asked = { ...readParams(written, options), diagnose: flags.has('diagnose') };
  const { rollouts, cases } = Object.fromEntries(options);
  if ((rollouts === undefined) === (cases === undefined)) {
    throw new UsageError(
      '--rollouts PATH or --cases FILE says what the function is run over; one of them is needed',
    );
  }
  const compared = options.get('compare');
  if (compared === undefined) refuseAlone(options, flags);
  else if (rollouts === undefined) throw new UsageError('--compare needs --rollouts PATH');
  await requireFile(asked.target.file, written);
  const params = await withSetOptions(asked, options, io);
  const started = new Started(dist, options, io);
  try {
    const runners = started.runners();
    if (cases !== undefined) return await runCases(runners, params, cases, io);
    const sources = { rollouts: rollouts ?? '', dataset: options.get('dataset') };
    if (compared === undefined) return await runRollouts(runners, params, sources, io);
    const comparison = {
      other: await started.other(compared, params),
      tolerance: readNumber(options, 'tolerance', DEFAULT_TOLERANCE),
      exitCode: flags.has('exit-code'),
    };
    return await runComparison(runners, params, sources, comparison, io);
  } catch (error) {
    if (
      error instanceof InterpreterError ||
      error instanceof FileError ||
      error instanceof GitError ||
      error instanceof UnknownFormatError
    ) {
      throw new UsageError(error.message);
    }
    throw error;
  } finally {
    await started.end();
  }
}

/** Throws UsageError for options that mean something beside --compare alone. */
function refuseAlone(options: Given, flags: ReadonlySet<string>): void {
  if (options.has('tolerance') || flags.has('exit-code'))
    throw new UsageError('--tolerance and --exit-code need --compare OTHER');
}

/** The command over a folder of bundles. */
export const rewardCommand = commandOver(
  {
    name: 'reward',
    summary: "run a user's own reward function over rollouts, or check it against cases",
    usage: USAGE,
  },
  run,
);

/** Bundled, the command line stands beside the runners. */
export const reward = rewardCommand(import.meta.dirname);
