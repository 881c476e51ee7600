import type { JsonObject } from '../core/json.ts';
import { counted } from '../core/rewards/explain/written.ts';
import { holdsTruth } from '../core/rollouts/rescore.ts';
import type { Rollout } from '../core/rollouts/rollout.ts';
import { RolloutTable } from '../core/rollouts/table.ts';
import { membersOf } from '../core/rollouts/tableAdvantages.ts';
import { Dump } from '../node/rollouts/dump.ts';
import { LinkedDataset } from '../node/rollouts/linkedDataset.ts';
import { runRows, type RowOutcome } from '../node/runner/rowOutcomes.ts';
import { rolloutRow } from '../node/runner/rows.ts';
import type { Runners } from '../node/runner/runners.ts';
import type { Raised, RunnerError, RunnerRow, RunParams } from '../protocol/runner.ts';
import { UsageError, type CommandIo, type ExitCode } from './command.ts';
import { JsonLines } from './output.ts';

/** Completions that are handed over at once; a group is never split. */
const PORTION = 256;

export interface RolloutSources {
  readonly rollouts: string;
  readonly dataset: string | undefined;
}

/** Runs a function over a dump, group by group, and prints the outcomes in the dump's order. */
export async function runRollouts(
  runners: Runners,
  params: Omit<RunParams, 'batches'>,
  sources: RolloutSources,
  io: CommandIo,
): Promise<ExitCode> {
  const dataset = sources.dataset === undefined ? undefined : await LinkedDataset.open(sources.dataset);
  try {
    const dump = await Dump.open(sources.rollouts);
    try {
      return await new RolloutRun(runners, params, dump, dataset, new JsonLines(io.stdout), io).run();
    } finally {
      await dump.close();
    }
  } finally {
    await dataset?.close();
  }
}

class RolloutRun {
  private readonly table = new RolloutTable();
  /** What is printed at each index; the records that cannot be read are there from the start. */
  private readonly lines: (object | undefined)[] = [];
  /** The index of each rollout. */
  private readonly indices: number[] = [];
  private printed = 0;
  private errors = 0;
  private readonly notes = new Set<string>();

  constructor(
    private readonly runners: Runners,
    private readonly params: Omit<RunParams, 'batches'>,
    private readonly dump: Dump,
    private readonly dataset: LinkedDataset | undefined,
    private readonly output: JsonLines,
    private readonly io: CommandIo,
  ) {}

  async run(): Promise<ExitCode> {
    await this.index();
    const { groupOf, groups } = this.table.group();
    let portion: number[][] = [];
    let size = 0;
    for (const members of membersOf(groupOf, groups)) {
      portion.push([...members]);
      size += members.length;
      if (size < PORTION) continue;
      await this.score(portion);
      portion = [];
      size = 0;
    }
    await this.score(portion);
    await this.print();
    await this.output.flush();
    for (const note of this.notes) this.io.stderr.write(`${note}\n`);
    if (this.errors > 0)
      this.io.stderr.write(`${this.errors} of ${counted(this.lines.length, 'row')} had errors\n`);
    return this.errors === 0 ? 0 : 1;
  }

  private async index(): Promise<void> {
    for await (const { file, records } of this.dump.advance()) {
      const source = this.dump.files[file]?.path ?? '';
      for (const { offset, length, line, rollouts, problem } of records) {
        if (problem !== undefined) {
          this.errors++;
          this.lines.push({ reward: null, error: { type: 'InvalidRecord', source, line, message: problem } });
        }
        for (const [part, rollout] of rollouts.entries()) {
          this.table.add(rollout, { file, offset, length, line, part });
          this.indices.push(this.lines.length);
          this.lines.push(undefined);
        }
      }
    }
  }

  /** Calls the function with groups of rollouts. */
  private async score(groups: readonly (readonly number[])[]): Promise<void> {
    const batches: { readonly members: number[]; readonly rows: RunnerRow[] }[] = [];
    for (const members of groups) {
      const batch = { members: [] as number[], rows: [] as RunnerRow[] };
      for (const member of members) {
        const row = await this.row(await this.dump.read(this.table.place(member)));
        if ('completion' in row) {
          batch.members.push(member);
          batch.rows.push(row);
        } else this.fail(member, row);
      }
      if (batch.rows.length > 0) batches.push(batch);
    }
    if (batches.length > 0) await this.call(batches);
    await this.print();
  }

  private async call(
    batches: readonly { readonly members: readonly number[]; readonly rows: readonly RunnerRow[] }[],
  ): Promise<void> {
    const params = { ...this.params, batches: batches.map(({ rows }) => rows) };
    const { outcomes, error, result } = await runRows((asked) => this.runners.run(asked), params);
    if (error?.type === 'NoSuchFunction') throw new UsageError(error.message);
    for (const [batch, { members }] of batches.entries()) {
      const raised = result.calls.filter((call) => call.batch === batch).flatMap((call) => call.raised ?? []);
      for (const [row, member] of members.entries()) {
        const outcome = outcomes[batch]?.[row];
        if (outcome !== undefined) this.put(member, outcome, raised);
      }
    }
  }

  /** A rollout with its sample's columns, or why it cannot be scored. */
  private async row(rollout: Rollout): Promise<RunnerRow | RunnerError> {
    if (this.dataset === undefined) return rolloutRow(rollout, undefined);
    const link = this.dataset.link(rollout);
    let sample: JsonObject | undefined;
    if (link.kind === 'linked') sample = await this.dataset.row(link.row);
    if (sample !== undefined || holdsTruth(rollout.columns)) return rolloutRow(rollout, sample);
    if (link.kind === 'ambiguous') {
      return {
        type: 'Ambiguous',
        message: `${link.rows.length} rows of the dataset have the same ${link.by}`,
      };
    }
    return { type: 'NotLinked', message: 'no row of the dataset fits it' };
  }

  private put(member: number, outcome: RowOutcome, raised: readonly Raised[]): void {
    const { reward, error, extras, milliseconds, notes = [] } = outcome;
    for (const note of notes) this.notes.add(note);
    if (error !== undefined) {
      this.fail(member, error, milliseconds, raised);
      return;
    }
    this.lines[this.indices[member] ?? 0] = {
      reward,
      ...(extras !== undefined && { extras }),
      ...(raised.length > 0 && { raised }),
      milliseconds: rounded(milliseconds),
    };
  }

  private fail(member: number, error: RunnerError, milliseconds = 0, raised: readonly Raised[] = []): void {
    const { frames: _frames, ...told } = error;
    this.errors++;
    this.lines[this.indices[member] ?? 0] = {
      reward: null,
      error: told,
      ...(raised.length > 0 && { raised }),
      milliseconds: rounded(milliseconds),
    };
  }

  /** Prints what is known up to the first rollout that is not. */
  private async print(): Promise<void> {
    for (let line = this.lines[this.printed]; line !== undefined; line = this.lines[this.printed]) {
      await this.output.write({ index: this.printed, ...line });
      this.printed++;
    }
    await this.output.flush();
  }
}

export const rounded = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;
