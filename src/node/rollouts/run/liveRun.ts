import { setTimeout as sleep } from 'node:timers/promises';
import type { RunSettings, RunState } from '../../../protocol/rollouts.ts';
import type { RolloutTarget } from '../../../protocol/rollouts/find.ts';
import type { JsonObject } from '../../../core/json.ts';
import { rewardsNote } from '../../../core/rollouts/fitRun.ts';
import { FileError } from '../../fileError.ts';
import { placed, UnknownFormatError } from '../dumpFile.ts';
import { Dump, type DumpOptions } from '../dump.ts';
import { LinkedDataset, type ChangedRows } from '../linkedDataset.ts';
import { turns } from './groupList.ts';
import { Judge } from './judge.ts';
import { judgeAgain, judgeRollouts } from './judging.ts';
import type { FunctionColumns } from './functionColumns.ts';
import { outdateUnreadable } from './lateHeatmaps.ts';
import { RunReader } from './reader.ts';
import { RecordTally } from './recordTally.ts';
import { regroup } from './regroup.ts';
import { RunStore } from './store.ts';
import { storeState } from './storeState.ts';

/** Milliseconds between two looks at a dump that may have grown. */
const LOOK_AGAIN = 1000;

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
  private readonly records = new RecordTally();
  /** Why there is nothing to show of a folder. */
  private refusal: string | undefined;
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
        const before = store.table.count + this.records.repeated;
        await this.advanceOrTell(listener);
        // What came again may have been given an advantage meanwhile.
        if (this.reading || store.table.count + this.records.repeated > before) {
          this.reading = false;
          regroup(store, dump.mixed);
          outdateUnreadable(store);
          this.settle();
          listener.progressed(true);
          await judgeRollouts(this, signal, listener);
        }
        await sleep(LOOK_AGAIN, undefined, { signal, ref: false });
        await this.refreshDataset();
        if (await store.functions.lookAtFiles()) listener.progressed(true);
        if (await dump.replaced()) {
          listener.replaced();
          return;
        }
      }
    } catch (error) {
      if (!signal.aborted) listener.failed(error);
    }
  }

  /** Says that more is known of it. */
  tell(): void {
    this.listener.progressed(false);
  }

  async close(): Promise<void> {
    this.settle();
    await this.dump.close();
    if (this.options.judge === undefined) await this.judge.dataset?.close();
  }

  state(): RunState {
    const { dump, refusal } = this;
    const { bad, badRecords, repeated } = this.records;
    const { dataset } = this.options;
    const { table, fit } = this.store;
    const note = rewardsNote([...table.rewards.keys()], fit, dump.mixed);
    return {
      ...storeState(this.store),
      formats: [...new Set(dump.files.flatMap(({ format }) => format ?? []))],
      bad,
      badRecords,
      repeated,
      skipped: dump.skipped,
      unfinished: dump.unfinished,
      ...(refusal !== undefined && { failure: refusal, unknownFormat: true }),
      reading: this.reading,
      ...(note !== undefined && { rewardsNote: note }),
      ...(dataset !== undefined && { dataset }),
      unsaved: this.judge.dataset?.unsaved ?? 0,
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
      for (const record of records) {
        this.records.add(source, record);
        for (const [rollout, place] of placed(file, record)) {
          const again = store.table.add(rollout, place);
          if (again === undefined) continue;
          this.records.repeated++;
          store.judgements.outdate(again);
        }
      }
      if ((await turn()) && this.reading) {
        // The first rollouts are shown before the last are read.
        if (store.members.length === 0) regroup(store, dump.mixed);
        listener.progressed(false);
      }
    }
  }
}
