import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { fittingPreset } from '../../../core/rollouts/fit.ts';
import { signalBits } from '../../../core/rollouts/signals/index.ts';
import { parseWhere } from '../../../core/rollouts/where.ts';
import type { RunEvents, RunMethods, RunSettings, RunState } from '../../../protocol/rollouts.ts';
import { CallError, type CallContext, type Handlers } from '../../../protocol/rpc.ts';
import { Dump } from '../dump.ts';
import { LinkedDataset } from '../linkedDataset.ts';
import { groupDetail, listEntry } from './details.ts';
import { holds, listGroups, turns, type GroupList } from './groupList.ts';
import { Judge, type JudgedRollout } from './judge.ts';
import { AMBIGUOUS, UNLINKED } from './judgements.ts';
import { plotData } from './plots.ts';
import { RunReader } from './reader.ts';
import { RunStore } from './store.ts';

/** Milliseconds between two looks at a dump that may have grown. */
const LOOK_AGAIN = 1000;
/** Milliseconds between two reports while much is read or judged. */
const REPORT_EVERY = 300;
/** Milliseconds after which others get their turn. */
const SLICE = 8;
const MAX_BAD_TOLD = 200;
/** Rollouts that are enough to tell how advantages were computed. */
const FIT_ROLLOUTS = 20_000;

type Send = <K extends keyof RunEvents>(name: K, data: RunEvents[K]) => void;

/** A dump as it is open: indexed, followed while it grows, and judged in the background. */
export class Run {
  private dump: Dump | undefined;
  private store = new RunStore(new Map());
  private judge: Judge | undefined;
  private settings: RunSettings | undefined;
  private list: GroupList = { entries: new Int32Array(0), steps: [], groups: 0 };
  private bad: RunState['badRecords'][number][] = [];
  private badCount = 0;
  private repeated = 0;
  private reading = true;
  private failure: string | undefined;
  private preset: RunState['preset'];
  private datasetFile: string | undefined;
  private reported = 0;
  /** Aborted when the run is closed or opened anew. */
  private life = new AbortController();

  constructor(private readonly send: Send) {}

  readonly handlers: Handlers<RunMethods> = {
    open: async ({ path, dataset, settings }) => {
      this.settings = settings;
      this.datasetFile = dataset;
      await this.openAt(path);
      return this.state();
    },
    dataset: async ({ file, settings }) => {
      this.settings = settings;
      this.datasetFile = file ?? undefined;
      const at = this.dump?.path;
      if (at !== undefined) await this.openAt(at);
      return null;
    },
    state: () => this.state(),
    list: async (query, context) => {
      this.list = await listGroups(this.store, this.reader, query, context);
      return { entries: this.list.entries.length, groups: this.list.groups };
    },
    entries: async ({ start, count }) => {
      const end = Math.min(start + count, this.list.entries.length);
      const entries = [];
      for (let place = start; place < end; place++) {
        entries.push(await listEntry(this.store, this.reader, this.list, place));
      }
      return entries;
    },
    place: ({ group }) => this.list.entries.indexOf(group),
    groupAt: ({ place, by }) => {
      for (let at = place; at >= 0 && at < this.list.entries.length; at += by) {
        const entry = this.list.entries[at] ?? -1;
        if (entry >= 0) return entry;
      }
      return null;
    },
    group: ({ id }) => {
      if (this.judge === undefined || this.settings === undefined)
        throw new CallError('OrderError', 'No run is open');
      return groupDetail(this.store, this.reader, this.judge, this.settings, id);
    },
    next: (params, context) => this.next(params, context),
    placeOf: ({ rollout }) => this.placeOf(rollout),
    plots: ({ where }, context) => plotData(this.store, this.reader, parseWhere(where), context),
  };

  async close(): Promise<void> {
    this.life.abort();
    await this.dump?.close();
    await this.judge?.dataset?.close();
  }

  private get reader(): RunReader {
    if (this.dump === undefined) throw new CallError('OrderError', 'No run is open');
    return new RunReader(this.dump, this.store, this.judge?.dataset, this.settings?.columns);
  }

  /** Reads a dump from its beginning: what was known of another is let go. */
  private async openAt(path: string): Promise<void> {
    if (this.settings === undefined) return;
    await this.close();
    this.life = new AbortController();
    const { signal } = this.life;
    const dataset =
      this.datasetFile === undefined ? undefined : await openDataset(this.datasetFile, this.settings, signal);
    this.judge = new Judge(this.settings, dataset);
    this.store = new RunStore(new Map(this.judge.rewards.map(({ name, weight }) => [name, weight])));
    this.list = { entries: new Int32Array(0), steps: [], groups: 0 };
    [this.bad, this.badCount, this.repeated] = [[], 0, 0];
    this.reading = true;
    this.failure = undefined;
    this.preset = undefined;
    this.dump = await Dump.open(path);
    void this.live(this.dump, signal);
  }

  /** Reads, judges, and looks again, for as long as the run is open. */
  private async live(dump: Dump, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const before = this.store.table.count;
        await this.advance(dump, signal);
        if (this.reading || this.store.table.count > before) {
          this.reading = false;
          this.regroup();
          this.report(true);
          await this.judgeAll(signal);
        }
        await sleep(LOOK_AGAIN, undefined, { signal, ref: false });
        if (await dump.replaced()) {
          void this.openAt(dump.path).catch((error: unknown) => {
            this.fail(error);
          });
          return;
        }
      }
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.reading = false;
    this.failure = error instanceof Error ? error.message : String(error);
    this.report(true);
  }

  private async advance(dump: Dump, signal: AbortSignal): Promise<void> {
    const turn = turns(signal);
    for await (const { file, records } of dump.advance()) {
      const source = dump.files[file]?.path ?? '';
      for (const { offset, length, line, rollouts, problem, repeated } of records) {
        if (repeated === true) this.repeated++;
        if (problem !== undefined) {
          this.badCount++;
          if (this.bad.length < MAX_BAD_TOLD) this.bad.push({ source, line, message: problem });
        }
        for (const [part, rollout] of rollouts.entries()) {
          this.store.table.add(rollout, { file, offset, length, line, part });
        }
      }
      // The first rollouts are shown before the last are read.
      if ((await turn()) && this.reading && performance.now() - this.reported > REPORT_EVERY) {
        if (this.store.members.length === 0) this.regroup();
        this.report(true);
      }
    }
  }

  private regroup(): void {
    this.store.regroup();
    const count = Math.min(this.store.table.count, FIT_ROLLOUTS);
    const { table } = this.store;
    this.preset = fittingPreset(
      {
        members: this.store.members.filter((members) => (members.at(-1) ?? 0) < count),
        rewards: [...table.rewards.values()].map((column) => column.view().subarray(0, count)),
        weights: [...table.rewards.keys()].map((name) => this.store.rewards.get(name) ?? 1),
        step: table.step.view(),
      },
      table.advantage.view().subarray(0, count),
    );
  }

  private async judgeAll(signal: AbortSignal): Promise<void> {
    const { store, judge } = this;
    if (judge === undefined) return;
    const { reader } = this;
    let started = performance.now();
    for (const members of store.members) {
      if (members.every((rollout) => store.judgements.isDone(rollout))) continue;
      for (const [i, looked] of (await judge.group(await reader.rollouts(members))).entries()) {
        store.judgements.set(members[i] ?? 0, rowOf(looked), looked.values, signalBits(looked.findings));
      }
      if (performance.now() - started < SLICE) continue;
      this.report(false);
      await setImmediate();
      signal.throwIfAborted();
      started = performance.now();
    }
    this.report(true);
  }

  private async next(
    { from, by, where }: { from: number; by: 1 | -1; where: string },
    { signal }: CallContext,
  ): Promise<{ group: number; at: number } | null> {
    const conditions = parseWhere(where);
    const turn = turns(signal);
    const { reader, store } = this;
    for (let rollout = from + by; rollout >= 0 && rollout < store.grouping.groupOf.length; rollout += by) {
      await turn();
      if (await holds(store, reader, rollout, conditions)) return this.placeOf(rollout);
    }
    return null;
  }

  private placeOf(rollout: number): { group: number; at: number } | null {
    const group = this.store.grouping.groupOf[rollout];
    return group === undefined ? null : { group, at: this.store.membersOf(group).indexOf(rollout) };
  }

  private report(now: boolean): void {
    if (!now && performance.now() - this.reported < REPORT_EVERY) return;
    this.reported = performance.now();
    this.send('changed', this.state());
  }

  private state(): RunState {
    const { store, dump } = this;
    const { size, basis } = store.grouping;
    const steps = new Set(store.members.map((members) => store.table.step.at(members[0] ?? 0)));
    return {
      rollouts: store.table.count,
      groups: store.members.length,
      steps: steps.size,
      formats: [...new Set(dump?.files.flatMap(({ format }) => format ?? []))],
      bad: this.badCount,
      badRecords: this.bad,
      skipped: dump?.skipped ?? [],
      repeated: this.repeated,
      unfinished: dump?.unfinished ?? false,
      reading: this.reading,
      judged: store.judgements.count,
      linked: store.judgements.linked,
      ambiguous: store.judgements.ambiguous,
      basis,
      rewards: [...store.rewards.keys()],
      logged: [...store.table.rewards.keys()],
      ...(size !== undefined && { size }),
      ...(this.preset !== undefined && { preset: this.preset }),
      ...(this.datasetFile !== undefined && { dataset: this.datasetFile }),
      ...(this.failure !== undefined && { failure: this.failure }),
    };
  }
}

function rowOf({ link }: JudgedRollout): number {
  if (link.kind === 'linked') return link.row;
  return link.kind === 'ambiguous' ? AMBIGUOUS : UNLINKED;
}

/** A dataset that is not there any more is no reason not to show the rollouts. */
async function openDataset(
  file: string,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<LinkedDataset | undefined> {
  return LinkedDataset.open(file, settings.columns, signal).catch(() => undefined);
}
