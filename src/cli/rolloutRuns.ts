import type { RunsQuery, RunsReport, RunsSample } from '../protocol/rollouts.ts';
import type { ReportOptions } from './rolloutReport.ts';
import type { JsonLines } from './output.ts';
import { WholeRun } from './wholeRun.ts';

/** Samples that are asked for at once. */
const PORTION = 256;

export type Against = Pick<RunsQuery, 'baseWhere' | 'runWhere' | 'slice'> & {
  /** The baseline. */
  readonly other: string;
};

/**
 * Prints a line for each sample that two runs have in common, the most regressed first, and a summary. Throws FileError
 * and UnknownFormatError.
 */
export async function printRuns(
  at: string,
  options: ReportOptions,
  against: Against,
  output: JsonLines,
): Promise<RunsReport> {
  const run = await WholeRun.read(at, options);
  try {
    const { report, samples } = await run.against(against);
    for (let start = 0; start < report.samples; start += PORTION) {
      for (const [i, sample] of (await samples(start, PORTION)).entries())
        await output.write({ index: start + i, ...printed(sample) });
    }
    await output.write({ summary: summary(report) });
    await output.flush();
    return report;
  } finally {
    await run.close();
  }
}

function printed({ title, base, run, means }: RunsSample): object {
  const side = (at: 0 | 1): object =>
    Object.fromEntries(Object.entries(means).map(([name, both]) => [name, both[at]]));
  const change = Object.entries(means).map(([name, [before, after]]) => [
    name,
    before === null || after === null ? null : after - before,
  ]);
  return {
    question: title,
    baseline: { source: base.source, line: base.line, rollouts: base.rollouts, means: side(0) },
    run: { source: run.source, line: run.line, rollouts: run.rollouts, means: side(1) },
    change: Object.fromEntries(change) as object,
  };
}

function summary({ names, differences, slices, ...report }: RunsReport): object {
  const named = (of: RunsReport['differences']): object =>
    Object.fromEntries(names.map((name, i) => [name, of[i]]));
  return {
    ...report,
    rewards: named(differences),
    ...(slices.length > 0 && {
      slices: slices.map(({ value, samples, differences: own }) => ({ value, samples, rewards: named(own) })),
    }),
  };
}
