import { setTimeout as sleep } from 'node:timers/promises';
import { fittingPreset } from '../../../core/rollouts/fit.ts';
import { FittedAdvantages } from '../../../core/rollouts/fittedAdvantages.ts';
import type { RunSettings, RunState } from '../../../protocol/rollouts.ts';
import type { RolloutTarget } from '../../../protocol/rollouts/find.ts';
import type { JsonObject } from '../../../core/json.ts';
import { FileError } from '../../fileError.ts';
import { UnknownFormatError } from '../dumpFile.ts';
import { Dump, type DumpOptions } from '../dump.ts';
import { LinkedDataset, type ChangedRows } from '../linkedDataset.ts';
import { turns } from './groupList.ts';
import { Judge } from './judge.ts';
import { judgeAgain, judgeRollouts } from './judging.ts';
import { stateOf, type FunctionColumns } from './functionColumns.ts';
import { RunReader } from './reader.ts';
import { RunStore } from './store.ts';

/** Milliseconds between two looks at a dump that may have grown. */
const LOOK_AGAIN = 1000;
const MAX_BAD_TOLD = 200;
/** Rollouts that are enough to tell how advantages were computed. */
const FIT_ROLLOUTS = 20_000;

export interface LiveRunOptions {
  readonly path: string;
  readonly settings: RunSettings;
  /** The dataset that the rollouts answer. */
  readonly dataset: string | undefined;
  /** What functions said of the same rollouts before. */
  readonly functions?: FunctionColumns;
  /** Of the run that this one is compared with: the dataset is that run's to follow and to close. */
  readonly judge?: Judge;
  /** How to read rows of no known format. */
  readonly dump?: DumpOptions;
  /** Aborted when the run is closed. */
  readonly signal: AbortSignal;
}

/** Told while a run is followed. */
export interface RunListener {
  /** There is more, or more is known of it. Often called; `now` where it should be told at once. */
  progressed(now: boolean): void;
  /** The dump was written anew, and has to be read from its beginning. */
  replaced(): void;
  failed(error: unknown): void;
}

const NOBODY: RunListener = {
  progressed: () => undefined,
  replaced: () => undefined,
  failed: () => undefined,
};

/** One dump as it is open: read, followed while it grows, and judged in the background. */
export class LiveRun {
  readonly store: RunStore;
  readonly reader: RunReader;
  /** True until the dump as it was found is read. */
  reading = true;
  /** Settles once it is, or is no longer. */
  readonly whole: Promise<void>;
  private settle: () => void = () => undefined;
  private readonly bad: RunState['badRecords'][number][] = [];
  private badCount = 0;
  /** Why there is nothing to show of a folder. */
  private refusal: string | undefined;
  private repeated = 0;
  private listener: RunListener = NOBODY;

  private constructor(
    private readonly dump: Dump,
    readonly judge: Judge,
    private readonly options: LiveRunOptions,
  ) {
    this.whole = new Promise((resolve) => (this.settle = resolve));
    this.store = new RunStore(
      new Map(judge.rewards.map(({ name, weight }) => [name, weight])),
      options.functions,
    );
    this.reader = new RunReader(dump, this.store, judge.dataset, options.settings.columns);
  }

  /** Throws FileError where there is nothing to read. */
  static async open(options: LiveRunOptions): Promise<LiveRun> {
    const { path, settings, dataset: file, signal, judge } = options;
    if (judge !== undefined) return new LiveRun(await Dump.open(path, options.dump), judge, options);
    // A dataset that is not there any more is no reason not to show the rollouts.
    const dataset =
      file === undefined
        ? undefined
        : await LinkedDataset.open(file, settings.columns, signal).catch(() => undefined);
    try {
      return new LiveRun(await Dump.open(path, options.dump), new Judge(settings, dataset), options);
    } catch (error) {
      await dataset?.close();
      throw error;
    }
  }

  get settings(): RunSettings {
    return this.options.settings;
  }

  get path(): string {
    return this.dump.path;
  }

  /** The dataset that the rollouts answer, as it was given. */
  get dataset(): string | undefined {
    return this.options.dataset;
  }

  /** Paths of the dump's files, by their numbers; there may come more. */
  get files(): readonly string[] {
    return this.dump.files.map(({ path }) => path);
  }

  /** Aborted when the run is closed. */
  get signal(): AbortSignal {
    return this.options.signal;
  }

  /** The rollout at a place; -1 where there is none, or not yet. */
  find({ source, line, part }: RolloutTarget): number {
    const file = this.dump.files.findIndex(({ path }) => path === source);
    return file < 0 ? -1 : this.store.table.find(file, line, part);
  }

  /**
   * Scores against rows as they are edited elsewhere and not saved, by their place in the file; `changed` holds those
   * that are not known yet. Throws FileError.
   */
  async edit(rows: readonly number[], changed: ReadonlyMap<number, JsonObject>): Promise<void> {
    const { dataset } = this.judge;
    if (dataset === undefined) return;
    // What was edited may just have been saved.
    await this.refreshDataset(true);
    await this.judgeAgain(dataset.edit(rows, changed));
  }

  /** Judges what answers these rows, which say something else now. Throws FileError. */
  judgeAgain(rows: ChangedRows): Promise<void> {
    return judgeAgain(this, rows, this.options.signal, this.listener);
  }

  /** Reads, judges, and looks again, for as long as the run is open. */
  async follow(listener: RunListener): Promise<void> {
    this.listener = listener;
    const { dump, store } = this;
    const { signal } = this.options;
    try {
      for (;;) {
        const before = store.table.count;
        await this.advanceOrTell(listener);
        if (this.reading || store.table.count > before) {
          this.reading = false;
          this.regroup();
          this.settle();
          listener.progressed(true);
          await judgeRollouts(this, signal, listener);
        }
        await sleep(LOOK_AGAIN, undefined, { signal, ref: false });
        await this.refreshDataset();
        if (await dump.replaced()) {
          listener.replaced();
          return;
        }
      }
    } catch (error) {
      if (!signal.aborted) listener.failed(error);
    }
  }

  async close(): Promise<void> {
    this.settle();
    await this.dump.close();
    if (this.options.judge === undefined) await this.judge.dataset?.close();
  }

  state(): RunState {
    const { store, dump } = this;
    const { size, basis } = store.grouping;
    const steps = new Set(store.members.map((members) => store.table.step.at(members[0] ?? 0)));
    return {
      rollouts: store.table.count,
      groups: store.members.length,
      steps: steps.size,
      formats: [...new Set(dump.files.flatMap(({ format }) => format ?? []))],
      bad: this.badCount,
      badRecords: this.bad,
      skipped: dump.skipped,
      repeated: this.repeated,
      unfinished: dump.unfinished,
      ...(this.refusal !== undefined && { failure: this.refusal, unknownFormat: true }),
      reading: this.reading,
      judged: store.judgements.count,
      linked: store.judgements.linked,
      ambiguous: store.judgements.ambiguous,
      signals: store.judgements.signalCounts,
      failures: store.judgements.failureCounts,
      basis,
      rewards: [...store.rewards.keys()],
      logged: [...store.table.rewards.keys()],
      functions: store.functions.all().map(stateOf),
      ...(size !== undefined && { size }),
      ...(store.fitted !== undefined && { preset: store.fitted.preset }),
      ...(this.options.dataset !== undefined && { dataset: this.options.dataset }),
      unsaved: this.judge.dataset?.unsaved ?? 0,
      queried: store.queried.size,
    };
  }

  /** A dataset that cannot be read just now stays as it was read last. */
  private async refreshDataset(now = false): Promise<void> {
    const { signal, judge: shared } = this.options;
    if (shared !== undefined) return;
    const changed = await this.judge.dataset?.refresh(signal, now).catch((error: unknown) => {
      if (!(error instanceof FileError)) throw error;
    });
    if (changed !== undefined) await this.judgeAgain(changed);
  }

  /** What a live folder holds that is no run is told; what comes into it is taken up all the same. */
  private async advanceOrTell(listener: RunListener): Promise<void> {
    try {
      await this.advance(listener);
      this.refusal = undefined;
    } catch (error) {
      const live = this.options.dump?.live === true && this.dump.folder;
      if (!live || !(error instanceof UnknownFormatError)) throw error;
      this.refusal = error.message;
    }
  }

  private async advance(listener: RunListener): Promise<void> {
    const { dump, store } = this;
    const turn = turns(this.options.signal);
    for await (const { file, records } of dump.advance()) {
      const source = dump.files[file]?.path ?? '';
      for (const { offset, length, line, rollouts, problem, repeated } of records) {
        if (repeated === true) this.repeated++;
        if (problem !== undefined) {
          this.badCount++;
          if (this.bad.length < MAX_BAD_TOLD) this.bad.push({ source, line, message: problem });
        }
        for (const [part, rollout] of rollouts.entries()) {
          store.table.add(rollout, { file, offset, length, line, part });
        }
      }
      if ((await turn()) && this.reading) {
        // The first rollouts are shown before the last are read.
        if (store.members.length === 0) this.regroup();
        listener.progressed(false);
      }
    }
  }

  private regroup(): void {
    const { store } = this;
    store.regroup();
    const { table, fitted } = store;
    const grouped = {
      members: store.members,
      rewards: [...table.rewards.values()].map((column) => column.view()),
      weights: [...table.rewards.keys()].map((name) => store.rewards.get(name) ?? 1),
      step: table.step.view(),
    };
    const count = Math.min(table.count, FIT_ROLLOUTS);
    const preset = fittingPreset(
      {
        ...grouped,
        members: store.members.filter((members) => (members.at(-1) ?? 0) < count),
        rewards: grouped.rewards.map((column) => column.subarray(0, count)),
      },
      table.advantage.view().subarray(0, count),
    );
    store.fitted = preset === undefined ? undefined : new FittedAdvantages(preset, grouped);
    // What was held against another preset says nothing any more.
    if (preset !== fitted?.preset) store.judgements.outdateAll();
  }
}
