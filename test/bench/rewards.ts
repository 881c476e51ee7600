/**
 * How many rollouts a second the rewards score. On one thread in two settings: every rollout has a sample of its own, and
 * groups of eight share one, as in GRPO. Then the Python reference on the same rollouts, where its libraries are there.
 * Then whole processes of the command line on 120,000 rows, beside one that only parses and prints them.
 *
 *   npm run bench:rewards
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundles } from '../../scripts/lib/bundles.ts';
import { REWARD_NAMES, type RewardName } from '../../src/core/rewards/reward.ts';
import { Scorer } from '../../src/core/rewards/satori.ts';
import { benchFolder } from './generate.ts';
import { generate, ROLLOUTS, rolloutsFile, type Rollout } from './workload.ts';

const GROUP = 8;
const ROUNDS = 5;
/** Long enough for the clock of processor time, which ticks in hundredths of a second. */
const ROUND_SECONDS = 0.5;
const GOAL = 60_000;
/** Of the rollouts, in the file that processes read. */
const TIMES = 10;
const PROCESS_ROUNDS = 5;
const PROCESS_GOAL = 4;

type Measured = RewardName | 'all four';
const MEASURED: readonly Measured[] = ['all four', ...REWARD_NAMES];

/** Prints the rates, and answers those on one thread by name. */
export async function run(): Promise<Record<string, number>> {
  console.log(`Load of the machine before: ${loadavg().map((load) => load.toFixed(2)).join(', ')}`); // prettier-ignore
  const rates: Record<string, number> = {};
  console.log(`Rewards, ${ROLLOUTS.toLocaleString('en')} rollouts on one thread, in rollouts a second`);
  for (const [setting, groupSize] of [
    ['a sample each', 1],
    [`groups of ${GROUP}`, GROUP],
  ] as const) {
    const rollouts = generate(groupSize);
    for (const name of MEASURED) {
      const found = rate(rollouts, name);
      rates[`${name}, ${setting}`] = found;
      const goal = name === 'all four' ? `  (goal: ${whole(GOAL)})` : '';
      console.log(`  ${`${name}, ${setting}`.padEnd(26)} ${whole(found).padStart(12)}${goal}`);
    }
  }
  await compareWithReference(rates);
  await compareProcesses();
  return rates;
}

/** Rollouts a second of the best round, by the time that the process itself had a processor. */
function rate(rollouts: readonly Rollout[], name: Measured): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    let scored = 0;
    let seconds = 0;
    while (seconds < ROUND_SECONDS) {
      const scorer = new Scorer();
      for (const { completion, truth } of rollouts) {
        if (name === 'all four') scorer.score(completion, truth);
        else scorer.scoreOne(name, completion, truth);
      }
      scored += rollouts.length;
      seconds = process.cpuUsage(start).user / 1e6;
    }
    best = Math.max(best, scored / seconds);
  }
  return best;
}

async function compareWithReference(rates: Readonly<Record<string, number>>): Promise<void> {
  const python = promisify(execFile);
  try {
    await python('python3', ['-c', 'import nltk, rouge_score, shapely']);
  } catch {
    console.log('The Python reference is skipped: python3 cannot import nltk, rouge_score and shapely');
    return;
  }
  const program = path.join(import.meta.dirname, 'programs', 'reference.py');
  const { stdout } = await python('python3', [program, await rolloutsFile(1)]);
  const found = JSON.parse(stdout) as Record<Measured, number>;
  console.log('The Python reference on the rollouts with a sample each, in rollouts a second');
  for (const name of MEASURED) {
    const ratio = (rates[`${name}, a sample each`] ?? NaN) / found[name];
    console.log(
      `  ${name.padEnd(26)} ${whole(found[name]).padStart(12)}  here ${ratio.toFixed(1)} times that`,
    );
  }
}

/** Wall-clock times of processes that take turns, the file being in the system's cache. */
async function compareProcesses(): Promise<void> {
  const file = await rolloutsFile(TIMES);
  const cli = await bundled();
  const threads = [...new Set([1, 2, availableParallelism()])].filter(
    (count) => count <= availableParallelism(),
  );
  const commands = new Map<string, string[]>([
    ['parse and print', [path.join(benchFolder, 'parseAndPrint.mjs'), file]],
  ]);
  for (const count of threads) {
    commands.set(`score --threads ${count}`, [cli, 'score', file, '--threads', String(count)]);
  }
  const best = new Map<string, number>();
  for (let round = 0; round < PROCESS_ROUNDS; round++) {
    for (const [name, args] of commands) {
      best.set(name, Math.min(best.get(name) ?? Infinity, await seconds(args)));
    }
  }
  const rows = ROLLOUTS * TIMES;
  const bare = best.get('parse and print') ?? NaN;
  console.log(`Whole processes on ${whole(rows)} rows, the best of ${PROCESS_ROUNDS}`);
  for (const [name, time] of best) {
    const goal = name.endsWith(' 1') ? ` (goal: at most ${PROCESS_GOAL})` : '';
    console.log(
      `  ${name.padEnd(26)} ${time.toFixed(2).padStart(6)} s  ${whole(rows / time).padStart(10)} rows a second, ` +
        `${(time / bare).toFixed(2)} times the bare one${goal}`,
    );
  }
}

/** The command line and the bare program as they are built, in the benchmarks' folder. */
async function bundled(): Promise<string> {
  for (const { entry, outfile, options } of bundles()) {
    if (!entry.startsWith('src/cli/')) continue;
    const target = path.join(benchFolder, outfile);
    await build({ ...options, entryPoints: [entry], bundle: true, outfile: target, logLevel: 'error' });
  }
  const [bare, target] = [path.join(import.meta.dirname, 'programs', 'parseAndPrint.ts'), path.join(benchFolder, 'parseAndPrint.mjs')]; // prettier-ignore
  await build({
    entryPoints: [bare],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile: target,
  });
  return path.join(benchFolder, 'cli.js');
}

async function seconds(args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return (performance.now() - start) / 1000;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
