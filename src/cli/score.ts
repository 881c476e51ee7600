import { availableParallelism } from 'node:os';
import { COORDINATE_CONVENTIONS, REFERENCE_CONVENTION } from '../core/geometry/coordinates.ts';
import { BUILT_INS } from '../core/rewards/builtIns.ts';
import { counted } from '../core/rewards/explain/written.ts';
import { oneOf, onlyFile, readArgs } from './args.ts';
import { readBlocks, type Block } from './blocks.ts';
import { UsageError, type Command, type CommandIo, type ExitCode } from './command.ts';
import { JsonLines } from './output.ts';
import { DEFAULT_REWARDS, readRewardNames } from './rewardNames.ts';
import { scoreInThreads } from './scorePool.ts';
import { RowScorer, type ScoredBlock, type ScoreSettings } from './scoreRows.ts';

const NAME_WIDTH = Math.max(...BUILT_INS.map(({ name }) => name.length));

/** More threads than that mostly wait for the one that reads and writes. */
const MAX_THREADS = 8;
/** Bytes of input that are scored before threads are worth their start. */
const SMALL_INPUT = 4 * 1024 * 1024;

const USAGE = `vqa-verify score FILE [--rewards a,b] [--coordinates SPACE] [--threads N] [--explain]

Scores completions with the rewards of SATORI-R1, or with others. Each line of FILE is a JSON object with the
columns of a dataset (image_caption, bboxs, width, height, possible_answers) and the completion; - is standard
input. Prints a line of JSON for each: its index, the rewards, what they are made of, and their total.

  --rewards a,b         some of those below; ${DEFAULT_REWARDS} by default
  --coordinates SPACE   the space that predicted boxes are taken to be in, one of
                        ${COORDINATE_CONVENTIONS.join(', ')};
                        ${REFERENCE_CONVENTION} by default, as in SATORI-R1
  --threads N           how many threads score; by default as many as there are processors, at most ${MAX_THREADS}, and
                        one for a small input. The output is the same, in the order of the rows
  --explain             adds the steps of each reward as "trace": a title, what went in (inputs), what came out
                        (result, and value where it is a number), and paint: the characters of the completion and
                        of the true caption, counted from 0 in UTF-16 units, and the boxes and areas in pixels of
                        the image that a step is about. The last step is the reward, or why it has none

Where the reference would raise an exception, or the row lacks what a reward needs, the reward is null and errors
says why. In training such a row would end the whole batch; here it affects no other.

${BUILT_INS.map(({ name, summary }) => `  ${name.padEnd(NAME_WIDTH)}  ${summary}`).join('\n')}

Exit: 0 all well, 1 some rows had errors, 2 wrong use.`;

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { options, flags, positionals } = readArgs(args, ['rewards', 'coordinates', 'threads'], ['explain']);
  const settings: ScoreSettings = {
    rewards: readRewardNames(options.get('rewards')),
    coordinates: oneOf(
      options.get('coordinates') ?? REFERENCE_CONVENTION,
      COORDINATE_CONVENTIONS,
      'coordinate space',
    ),
    explain: flags.has('explain'),
  };
  const threads = readThreads(options.get('threads'));
  const blocks = readBlocks(onlyFile(positionals), io.stdin);
  const output = new JsonLines(io.stdout);
  let rows = 0;
  let withErrors = 0;
  for await (const scored of scoreBlocks(blocks, settings, threads)) {
    rows += scored.rows;
    withErrors += scored.withErrors;
    await output.writeText(scored.text);
  }
  await output.flush();
  if (withErrors > 0) io.stderr.write(`${withErrors} of ${counted(rows, 'row')} had errors\n`);
  return withErrors === 0 ? 0 : 1;
}

/** Here, or in so many threads; where nobody asked for a number, in threads once the input proves not to be small. */
async function* scoreBlocks(
  blocks: AsyncGenerator<Block>,
  settings: ScoreSettings,
  threads: number | undefined,
): AsyncGenerator<ScoredBlock> {
  const many = threads ?? Math.min(availableParallelism(), MAX_THREADS);
  let here = many === 1 ? Infinity : threads === undefined ? SMALL_INPUT : 0;
  const scorer = new RowScorer(settings);
  while (here > 0) {
    const next = await blocks.next();
    if (next.done === true) return;
    here -= next.value.bytes.length;
    yield scorer.score(next.value);
  }
  yield* scoreInThreads(blocks, settings, many);
}

function readThreads(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^[1-9]\d{0,2}$/.test(given)) {
    throw new UsageError(`--threads needs a number from 1 to 999, not ${JSON.stringify(given)}`);
  }
  return Number(given);
}

export const score: Command = {
  name: 'score',
  summary: 'score completions with the rewards of SATORI-R1, or with others',
  usage: USAGE,
  run,
};
