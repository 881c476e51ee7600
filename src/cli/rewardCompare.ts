/** `vqa-verify reward … --compare`: a user's reward function beside another way of scoring the same rollouts. */
import { basename } from 'node:path';
import { selectNames } from '../core/rewards/selection.ts';
import { RewardRunner } from '../core/rewards/rewardRunner.ts';
import { DEFAULT_PRESET } from '../core/rollouts/advantage.ts';
import { compare } from '../core/rollouts/compare/compare.ts';
import type { ScoredSide } from '../core/rollouts/compare/comparison.ts';
import { slowest } from '../core/rollouts/compare/slowest.ts';
import { FunctionColumn, type OutcomeError } from '../core/rollouts/functionColumn.ts';
import { rescore } from '../core/rollouts/rescore.ts';
import { sampleOf } from '../node/rollouts/sampleOf.ts';
import { FailedBatches } from '../node/runner/failedBatches.ts';
import type { Runners } from '../node/runner/runners.ts';
import { oneOf } from './args.ts';
import type { CommandIo, ExitCode } from './command.ts';
import { JsonLines } from './output.ts';
import { rounded, scoreWith } from './rewardRollouts.ts';
import type { FunctionParams } from './rewardTarget.ts';
import { RolloutIndex, type RolloutSources } from './rolloutIndex.ts';

/** How many of the slowest rows the summary names. */
const SLOWEST = 5;

/** What a function is compared with. */
export type Other =
  | { readonly kind: 'logged' | 'builtin'; readonly name: string }
  | {
      readonly kind: 'function';
      readonly title: string;
      readonly params: FunctionParams;
      readonly runners: Runners;
    };

export interface CompareOptions {
  readonly other: Other;
  readonly tolerance: number;
  /** Exit 1 also where rows differ. */
  readonly exitCode: boolean;
}

/** The rewards of one side, with the errors of those that failed. */
interface Side extends ScoredSide {
  errorOf(rollout: number): OutcomeError | undefined;
}

/** Prints a line for each row that differs or has an error, in the order of the dump, and a summary. */
export async function runComparison(
  runners: Runners,
  params: FunctionParams,
  sources: RolloutSources,
  options: CompareOptions,
  io: CommandIo,
): Promise<ExitCode> {
  const index = await RolloutIndex.open(sources);
  try {
    // A reward that was not logged is told before anything runs.
    const batches = { mine: new FailedBatches(), other: new FailedBatches() };
    const b = await otherSide(options.other, index, batches.other);
    const mine = await scoredBy(runners, params, index, batches.mine);
    const a = sideOf(mine, index);
    const groups = index.groups();
    const input = { a, b, groups, step: index.table.step.view(), preset: DEFAULT_PRESET };
    const { summary, differing, oneSided } = compare({ ...input, tolerance: options.tolerance });
    const lines = new Map<number, object>(index.unreadable);
    const told = new Set([...differing, ...oneSided]);
    for (let rollout = 0; rollout < index.table.count; rollout++) {
      const [error, otherError] = [a.errorOf(rollout), b.errorOf(rollout)];
      if (!told.has(rollout) && error === undefined && otherError === undefined) continue;
      const [reward, other] = [valueOf(a, rollout), valueOf(b, rollout)];
      lines.set(index.indices[rollout] ?? 0, {
        reward,
        other,
        ...(reward !== null && other !== null && { difference: reward - other }),
        ...(error !== undefined && { error }),
        ...(otherError !== undefined && { otherError }),
        milliseconds: rounded(mine.milliseconds(rollout)),
      });
    }
    const output = new JsonLines(io.stdout);
    for (const [at, line] of [...lines].sort(([x], [y]) => x - y)) await output.write({ index: at, ...line });
    await output.write({
      summary: {
        ...printed(summary, mine, params, options, index),
        ...(batches.mine.count > 0 && { failedBatches: batches.mine.count }),
        ...(batches.other.count > 0 && { otherFailedBatches: batches.other.count }),
      },
    });
    await output.flush();
    for (const [side, { told }] of Object.entries(batches))
      if (told !== undefined) io.stderr.write(`${side === 'other' ? 'the other side: ' : ''}${told}\n`);
    const failed = batches.mine.count + batches.other.count;
    const errors = summary.a.failed + summary.b.failed + index.unreadable.size + failed;
    const differ = options.exitCode ? summary.differ + summary.oneSided : 0;
    return errors + differ === 0 ? 0 : 1;
  } finally {
    await index.close();
  }
}

function printed(
  summary: ReturnType<typeof compare>['summary'],
  mine: FunctionColumn,
  { target }: FunctionParams,
  { other, tolerance }: CompareOptions,
  { table, indices }: RolloutIndex,
): object {
  const { a, b, meanA, meanB, flatA, flatB, ...counts } = summary;
  const { rollouts, median } = slowest(table.count, (rollout) => mine.milliseconds(rollout), SLOWEST);
  const symbol = target.symbol === undefined ? '' : `:${target.symbol}`;
  return {
    reward: basename(target.file) + symbol,
    other: other.kind === 'function' ? other.title : `${other.kind}:${other.name}`,
    tolerance,
    ...counts,
    mean: meanA,
    otherMean: meanB,
    scored: a,
    otherScored: b,
    flat: flatA,
    otherFlat: flatB,
    milliseconds: {
      median: median === null ? null : rounded(median),
      slowest: rollouts.map((rollout) => ({
        index: indices[rollout] ?? 0,
        milliseconds: rounded(mine.milliseconds(rollout)),
      })),
    },
  };
}

async function otherSide(other: Other, index: RolloutIndex, batches: FailedBatches): Promise<Side> {
  switch (other.kind) {
    case 'logged':
      return loggedSide(other.name, index);
    case 'builtin':
      return sideOf(await builtIn(other.name, index), index);
    case 'function':
      return sideOf(await scoredBy(other.runners, other.params, index, batches), index);
  }
}

/** Throws UsageError where nothing of that name was logged. */
function loggedSide(name: string, { table }: RolloutIndex): Side {
  const column = table.rewards.get(oneOf(name, [...table.rewards.keys()], 'logged reward'));
  return {
    values: column?.view() ?? new Float64Array(0),
    // What went wrong is the training run's matter: here there is no reward, and that is all.
    failed: () => false,
    errorOf: () => undefined,
  };
}

async function builtIn(name: string, index: RolloutIndex): Promise<FunctionColumn> {
  const { rewards } = selectNames([name]);
  const runner = new RewardRunner({});
  const column = columnFor(index);
  for (let rollout = 0; rollout < index.table.count; rollout++) {
    const read = await index.read(rollout);
    const found = await sampleOf(read, index.dataset);
    if ('type' in found) {
      column.set(rollout, { reward: null, error: found, milliseconds: 0 });
      continue;
    }
    const { values, errors } = rescore(runner, rewards, read.completion, found.row);
    const error = errors[name];
    column.set(rollout, {
      reward: values[0] ?? null,
      ...(error !== undefined && { error }),
      milliseconds: 0,
    });
  }
  return column;
}

async function scoredBy(
  runners: Runners,
  params: FunctionParams,
  index: RolloutIndex,
  batches: FailedBatches,
): Promise<FunctionColumn> {
  const column = columnFor(index);
  for await (const portion of scoreWith(runners, params, index)) {
    for (const { rollout, outcome } of portion) column.set(rollout, outcome);
    batches.add(portion.map(({ outcome }) => outcome));
  }
  return column;
}

function columnFor({ table }: RolloutIndex): FunctionColumn {
  const column = new FunctionColumn();
  column.grow(table.count);
  return column;
}

function sideOf(column: FunctionColumn, { table }: RolloutIndex): Side {
  return { ...column.side(table.count), errorOf: (rollout) => column.errorOf(rollout) };
}

function valueOf({ values }: Side, rollout: number): number | null {
  const value = values[rollout] ?? NaN;
  return Number.isFinite(value) ? value : null;
}
