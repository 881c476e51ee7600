import type { CoordinateConvention } from '../core/geometry/coordinates.ts';
import type { JsonObject } from '../core/json.ts';
import type { RewardError } from '../core/rewards/reward.ts';
import { RewardRunner } from '../core/rewards/rewardRunner.ts';
import type { ChosenReward } from '../core/rewards/selection.ts';
import { weightedTotal, type AdvantagePreset } from '../core/rollouts/advantage.ts';
import type { RolloutMapping } from '../core/rollouts/formats/mapped.ts';
import { fitRun, rewardsNote, type RunFit } from '../core/rollouts/fitRun.ts';
import type { Grouping } from '../core/rollouts/grouping.ts';
import { groupingNote } from '../core/rollouts/groupingNote.ts';
import { groupNames } from '../core/rollouts/groupNames.ts';
import { doubles, type Growing } from '../core/rollouts/growing.ts';
import { whyUnlinked, type Link } from '../core/rollouts/link.ts';
import { holdsTruth, rescore, type Rescored } from '../core/rollouts/rescore.ts';
import type { Rollout } from '../core/rollouts/rollout.ts';
import type { Finding } from '../core/rollouts/signals/signal.ts';
import { RolloutTable } from '../core/rollouts/table.ts';
import { membersOf, tableAdvantages } from '../core/rollouts/tableAdvantages.ts';
import { placed } from '../node/rollouts/dumpFile.ts';
import { Dump } from '../node/rollouts/dump.ts';
import { LinkedDataset } from '../node/rollouts/linkedDataset.ts';
import { printedDensity } from './rolloutDensity.ts';
import { RunSignals } from './rolloutSignals.ts';

export interface ReportOptions {
  readonly score: boolean;
  readonly rewards: readonly ChosenReward[];
  readonly preset: AdvantagePreset;
  readonly coordinates?: CoordinateConvention;
  readonly dataset?: string;
  readonly mapping?: RolloutMapping;
  /** Numbers of the rollouts that are printed; all where there are none given. */
  readonly only?: ReadonlySet<number>;
  /** What stands as source where the file read is a copy. */
  readonly source?: string;
}

/** A rollout with all that is printed of it. */
interface Printable {
  readonly rollout: Rollout;
  readonly link: Link | undefined;
  readonly row: JsonObject | undefined;
  /** What it scored, or why there is nothing to score against. */
  readonly result: Rescored | RewardError;
  readonly findings: readonly Finding[];
}

interface BadRecord {
  /** How many rollouts come before it. */
  readonly before: number;
  readonly source: string;
  readonly line: number;
  readonly message: string;
}

/**
 * The normalised rollouts of a dump, printed in two passes: the first remembers numbers alone and finds the groups,
 * for a group may be spread over a step; the second reads the texts again.
 */
export class DumpReport {
  /** Records and rollouts with errors. */
  errors = 0;
  private readonly table = new RolloutTable();
  private readonly bad: BadRecord[] = [];
  private repeated = 0;
  private signals: RunSignals | undefined;
  private grouping: Grouping | undefined;
  private fit: RunFit | undefined;
  private readonly runner: RewardRunner;
  /** A column for each reward. */
  private readonly scores: readonly Growing<Float64Array>[];

  private constructor(
    private readonly dump: Dump,
    private readonly dataset: LinkedDataset | undefined,
    private readonly options: ReportOptions,
  ) {
    const { coordinates } = options;
    this.scores = options.rewards.map(() => doubles());
    this.runner = new RewardRunner(coordinates === undefined ? {} : { coordinates });
  }

  /** Throws FileError and UnknownFormatError. */
  static async read(at: string, options: ReportOptions): Promise<DumpReport> {
    const dataset = options.dataset === undefined ? undefined : await LinkedDataset.open(options.dataset);
    const dump = await Dump.open(at, options.mapping);
    const report = new DumpReport(dump, dataset, options);
    try {
      await report.index();
    } catch (error) {
      await report.close();
      throw error;
    }
    return report;
  }

  async *lines(): AsyncGenerator<object> {
    const { table, bad } = this;
    const grouping = table.group();
    this.grouping = grouping;
    const { groupOf, groups } = grouping;
    const names = groupNames(groupOf, groups, table.step.view());
    const members = membersOf(groupOf, groups);
    const computed = this.options.score ? this.advantages(members) : undefined;
    const weights = new Map(this.options.rewards.map(({ name, weight }) => [name, weight]));
    this.fit = fitRun(table, members, (name) => weights.get(name) ?? 1, this.dump.mixed);
    if (this.options.score) this.signals = new RunSignals(this.fit, this.options);
    /** Of the groups that were begun: they mostly follow one another. */
    const waiting = new Map<number, Printable>();
    const scored = async (rollout: number): Promise<Printable> => {
      if (!waiting.has(rollout))
        await this.scoreGroup(members[groupOf[rollout] ?? 0] ?? Int32Array.of(rollout), waiting);
      const found = waiting.get(rollout);
      if (found === undefined) throw new Error(`rollout ${rollout} is in no group`);
      waiting.delete(rollout);
      return found;
    };
    let [index, told] = [0, 0];
    for (let i = 0; i <= table.count; i++) {
      for (; bad[told]?.before === i; told++) yield { index: index++, error: this.badRecord(bad[told]) };
      if (i === table.count) return;
      if (this.options.only?.has(i) === false) {
        index++;
        waiting.delete(i);
        continue;
      }
      const group = groupOf[i] ?? 0;
      const name = names[group] ?? '';
      yield computed === undefined
        ? { index: index++, ...this.printed(await this.dump.read(table.place(i)), name) }
        : { index: index++, ...(await this.printedScored(await scored(i), name, computed[i] ?? 0)) };
    }
  }

  /** What people should know of the dump as a whole. */
  notes(): readonly string[] {
    const { table, dump, bad, repeated, grouping } = this;
    const assumed = grouping && table.count > 0 ? groupingNote(grouping) : undefined;
    const mixed = this.fit && rewardsNote([...table.rewards.keys()], this.fit, dump.mixed);
    const files = dump.files.length === 1 ? '' : ` in ${dump.files.length} files`;
    return [
      `${table.count} rollouts${files}`,
      ...(bad.length > 0 ? [`${bad.length} records cannot be read`] : []),
      ...(repeated > 0 ? [`${repeated} rollouts were logged again and are left out`] : []),
      ...(assumed === undefined ? [] : [assumed]),
      ...(mixed === undefined ? [] : [`${mixed}; --columns rewards=A+B names them`]),
      ...(dump.unfinished ? ['the last record is not written in full yet'] : []),
      ...dump.skipped.map(({ path, message }) => `left out ${path}: ${message}`),
      ...(this.signals?.notes() ?? []),
    ];
  }

  async close(): Promise<void> {
    await this.dump.close();
    await this.dataset?.close();
  }

  private async index(): Promise<void> {
    for await (const { file, records } of this.dump.advance()) {
      const source = this.dump.files[file]?.path ?? '';
      for (const record of records) {
        const { line, problem, repeated = 0 } = record;
        this.repeated += repeated;
        if (problem !== undefined)
          this.bad.push({ before: this.table.count, source, line, message: problem });
        for (const [rollout, place] of placed(file, record)) {
          if (this.table.add(rollout, place) !== undefined) this.repeated++;
          else if (this.options.score) await this.remember(rollout);
        }
      }
    }
    this.errors = this.bad.length;
  }

  private async remember(rollout: Rollout): Promise<void> {
    const rescored = await this.rescored(rollout, this.link(rollout));
    for (const [i, column] of this.scores.entries()) {
      column.push('values' in rescored ? (rescored.values[i] ?? NaN) : NaN);
    }
  }

  private advantages(members: readonly Int32Array[]): Float64Array {
    const grouped = {
      members,
      rewards: this.scores.map((column) => column.view()),
      weights: this.options.rewards.map(({ weight }) => weight),
      step: this.table.step.view(),
    };
    return tableAdvantages(grouped, this.table.count, this.options.preset);
  }

  private link(rollout: Rollout): Link | undefined {
    return this.dataset?.link(rollout);
  }

  /** Scores a group and looks for signals in it. */
  private async scoreGroup(members: Int32Array, into: Map<number, Printable>): Promise<void> {
    const group: Omit<Printable, 'findings'>[] = [];
    for (const member of members) {
      const rollout = await this.dump.read(this.table.place(member));
      const link = this.link(rollout);
      group.push({
        rollout,
        link,
        row: await this.truth(rollout, link),
        result: await this.rescored(rollout, link),
      });
    }
    const findings = this.signals?.find(
      members,
      group.map(({ rollout, row, result }) => ({
        rollout,
        row,
        rescored: 'values' in result ? result : undefined,
      })),
    );
    for (const [i, each] of group.entries())
      into.set(members[i] ?? 0, { ...each, findings: findings?.[i] ?? [] });
  }

  private printed(rollout: Rollout, group: string, link = this.link(rollout)): object {
    const { columns: _columns, ...normalised } = rollout;
    const { source = rollout.source } = this.options;
    return {
      ...normalised,
      source,
      group: rollout.group ?? group,
      ...(link !== undefined && { sample: this.printedLink(link) }),
    };
  }

  private async printedScored(printable: Printable, group: string, advantage: number): Promise<object> {
    const { rollout, link, findings } = printable;
    const signals = findings.map(({ signal, evidence }) => ({ signal, evidence }));
    return {
      ...this.printed(rollout, group, link),
      ...(await this.printedScores(printable, advantage)),
      ...(signals.length > 0 && { signals }),
    };
  }

  private printedLink(link: Link): object | null {
    const place = (row: number): object => ({ index: row, line: this.dataset?.lineOf(row) ?? 0 });
    if (link.kind === 'none') return null;
    if (link.kind === 'linked') {
      const { row, by, contradicted } = link;
      return { ...place(row), by, ...(contradicted === true && { contradicted }) };
    }
    return { ambiguous: link.rows.map(place), by: link.by };
  }

  private async printedScores(
    { rollout, row, result: rescored }: Printable,
    advantage: number,
  ): Promise<object> {
    const { rewards } = this.options;
    if (!('values' in rescored)) {
      this.errors++;
      return { rewards: null, total: null, errors: { sample: rescored } };
    }
    const { values, components } = rescored;
    const { density, error } = await printedDensity(rollout, row, this.options.dataset);
    const errors = error === undefined ? rescored.errors : { ...rescored.errors, density: error };
    if (Object.keys(errors).length > 0) this.errors++;
    return {
      rewards: Object.fromEntries(rewards.map(({ name }, i) => [name, values[i] ?? null])),
      ...(Object.keys(components).length > 0 && { components }),
      total: weightedTotal(
        values,
        rewards.map(({ weight }) => weight),
      ),
      ...(density !== undefined && { density }),
      ...(Object.keys(errors).length > 0 && { errors }),
      ...(rollout.advantage === undefined && { advantage }),
      computedAdvantage: advantage,
    };
  }

  /** The linked row, else the rollout's own columns. */
  private async truth(rollout: Rollout, link: Link | undefined): Promise<JsonObject | undefined> {
    const row = link?.kind === 'linked' ? await this.dataset?.row(link.row) : undefined;
    return row ?? (holdsTruth(rollout.columns) ? rollout.columns : undefined);
  }

  /** The rewards, or why there is nothing to score against. */
  private async rescored(rollout: Rollout, link: Link | undefined): Promise<Rescored | RewardError> {
    const { rewards } = this.options;
    const row = await this.truth(rollout, link);
    if (row !== undefined) return rescore(this.runner, rewards, rollout.completion, row);
    if (link === undefined)
      return { type: 'NotLinked', message: 'it has no ground truth of its own: name its --dataset' };
    if (link.kind === 'linked')
      return { type: 'NotLinked', message: 'its row of the dataset cannot be read' };
    return { type: link.kind === 'ambiguous' ? 'Ambiguous' : 'NotLinked', message: whyUnlinked(link) };
  }

  private badRecord(bad: BadRecord | undefined): object {
    const { source = bad?.source } = this.options;
    return { type: 'InvalidRecord', source, line: bad?.line, message: bad?.message };
  }
}
