import path from 'node:path';
import { failure, meets, readCase, type RewardCase } from '../core/functions/case.ts';
import { readTarget } from '../core/functions/target.ts';
import { counted } from '../core/rewards/explain/written.ts';
import { runRows } from '../node/runner/rowOutcomes.ts';
import { sampleRow } from '../node/runner/rows.ts';
import type { Runners } from '../node/runner/runners.ts';
import type { RunParams } from '../protocol/runner.ts';
import { UsageError, type CommandIo, type ExitCode } from './command.ts';
import { readLines } from './lines.ts';
import { JsonLines } from './output.ts';
import { rounded } from './rewardRollouts.ts';

interface PlacedCase {
  readonly index: number;
  readonly line: number;
  readonly case: RewardCase;
}

/** Checks a function against the cases of a file, and prints a line for each. */
export async function runCases(
  runners: Runners,
  params: Omit<RunParams, 'batches'>,
  file: string,
  io: CommandIo,
): Promise<ExitCode> {
  const output = new JsonLines(io.stdout);
  const cases: PlacedCase[] = [];
  const lines: object[] = [];
  let others = 0;
  for await (const read of readLines(file, io.stdin)) {
    for (const { number, text, problem } of read) {
      if (text?.trim() === '') continue;
      const index = lines.length;
      const one =
        text === undefined ? { problem: problem ?? 'the line cannot be read' } : readCase(text, number);
      if ('problem' in one) {
        const error = { type: 'InvalidCase', message: one.problem };
        lines.push({ index, line: number, passed: false, error });
      } else if (isOf(one.case, params, file)) {
        cases.push({ index, line: number, case: one.case });
        lines.push({});
      } else others++;
    }
  }
  let failed = lines.length - cases.length;
  const batches = cases.map(({ case: { completion, row, prompt } }) => [sampleRow(completion, row, prompt)]);
  const { outcomes, error: unrun } = await runRows((asked) => runners.run(asked), {
    ...params,
    diagnose: true,
    batches,
  });
  if (unrun?.type === 'NoSuchFunction') throw new UsageError(unrun.message);
  for (const [i, placed] of cases.entries()) {
    const { reward = null, error, extras, notes, raised = [], milliseconds = 0 } = outcomes[i]?.[0] ?? {};
    const passed = error === undefined && meets(placed.case, reward);
    if (!passed) failed++;
    const { frames: _frames, ...told } = error ?? {
      type: 'Unexpected',
      message: failure(placed.case, reward),
    };
    lines[placed.index] = {
      index: placed.index,
      line: placed.line,
      name: placed.case.name,
      expected: placed.case.expected,
      reward,
      passed,
      ...(!passed && {
        error: told,
        ...(extras !== undefined && { extras }),
        ...(notes !== undefined && { notes }),
      }),
      ...((!passed || params.diagnose === true) && raised.length > 0 && { raised }),
      milliseconds: rounded(milliseconds),
    };
  }
  for (const line of lines) await output.write(line);
  await output.flush();
  const left = others === 0 ? '' : `; ${others} of other functions ${others === 1 ? 'was' : 'were'} left out`;
  io.stderr.write(`${lines.length - failed} of ${counted(lines.length, 'case')} passed${left}\n`);
  return failed === 0 ? 0 : 1;
}

/** Whether a case is about the function that is run; a case that names none is about every one. */
function isOf({ reward }: RewardCase, { target }: Omit<RunParams, 'batches'>, file: string): boolean {
  if (reward === undefined) return true;
  const { path: named, symbol } = readTarget(reward);
  if (path.resolve(path.dirname(file), named) !== target.file) return false;
  return symbol === undefined || target.symbol === undefined || symbol === target.symbol;
}
