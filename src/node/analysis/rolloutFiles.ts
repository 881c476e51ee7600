import { setTimeout as sleep } from 'node:timers/promises';
import type { RolloutMapping } from '../../core/rollouts/formats/mapped.ts';
import type { Linker } from '../../core/rollouts/link.ts';
import type { RowId } from '../../core/sample.ts';
import type { LinkedRollout, RolloutsRead } from '../../protocol/dataset.ts';
import { CallError, type AbortSignalLike } from '../../protocol/rpc.ts';
import { FileError } from '../fileError.ts';
import { UnknownFormatError } from '../rollouts/dumpFile.ts';
import { LinkedDump } from './linkedDump.ts';

/** Rollouts shown of one sample, the latest; a group of a training run has far fewer. */
export const MAX_LINKED = 256;
/** Milliseconds between two looks at files that may have grown. */
const LOOK_AGAIN = 1000;
/** Milliseconds between two reports while much is read. */
const REPORT_EVERY = 500;

/** What it takes to link, and who is told. */
export interface Linking {
  /** For rows of no known format. */
  readonly mapping: RolloutMapping;
  /** Made when the first rollouts are there. */
  readonly linker: () => Promise<Linker>;
  readonly changed: (read: RolloutsRead) => void;
}

/** The rollouts of one row, the latest of them. */
export interface RolloutsOfRow {
  readonly rollouts: readonly LinkedRollout[];
  /** Earlier ones that are left out. */
  readonly earlier: number;
}

/** Files and folders of rollouts in any format, followed while they grow, linked to the rows of a dataset. */
export class RolloutFiles {
  private dumps = new Map<string, LinkedDump>();
  private failures = new Map<string, string>();

  get linked(): readonly LinkedDump[] {
    return [...this.dumps.values()];
  }

  /**
   * Reads what exists of these paths anew, and goes on with what comes for as long as `signal` is not aborted; what
   * was known stays known until the first of it is read.
   */
  async follow(paths: readonly string[], linking: Linking, signal: AbortSignal): Promise<void> {
    const before = this.dumps;
    const dumps = new Map<string, LinkedDump>();
    this.failures = new Map();
    if (before.size === 0) this.dumps = dumps;
    try {
      for (let first = true; ; first = false) {
        let changed = false;
        for (const path of paths) changed = (await this.look(path, dumps, linking, signal)) || changed;
        if (first) {
          this.dumps = dumps;
          await closeAll(before);
        }
        if (changed || first) linking.changed(this.read(dumps, false));
        await sleep(LOOK_AGAIN, undefined, { signal, ref: false });
      }
    } catch (error) {
      if (this.dumps !== dumps) await closeAll(dumps);
      throw error;
    }
  }

  /** The rollouts that fit a row or one of those that share its key; `isThere`: whether a row still is. */
  async of(row: RowId, sharing: readonly RowId[], isThere: (row: RowId) => boolean): Promise<RolloutsOfRow> {
    const { linked } = this;
    try {
      return await this.found(row, sharing, isThere);
    } catch (error) {
      // Files that were read anew meanwhile are closed.
      if (linked.every((dump) => this.linked.includes(dump))) throw error;
      return this.of(row, sharing, isThere);
    }
  }

  async close(): Promise<void> {
    const closing = this.dumps;
    this.dumps = new Map();
    await closeAll(closing);
  }

  private async found(
    row: RowId,
    sharing: readonly RowId[],
    isThere: (row: RowId) => boolean,
  ): Promise<RolloutsOfRow> {
    const places = this.linked.flatMap((dump) =>
      dump.links.fitting([row, ...sharing]).map((rollout) => ({ dump, rollout })),
    );
    const rollouts: LinkedRollout[] = [];
    for (const { dump, rollout } of places.slice(-MAX_LINKED)) {
      const { source, line, completion, logged, group: named } = await dump.read(rollout);
      const others = new Set([...dump.links.rowsOf(rollout), ...sharing].filter(isThere));
      others.delete(row);
      const [step, group] = [dump.stepOf(rollout), named ?? dump.groupOf(rollout)];
      rollouts.push({
        dump: dump.dump.path,
        source,
        line,
        part: dump.table.place(rollout).part,
        completion,
        ...(Object.keys(logged).length > 0 && { logged }),
        ...(step !== undefined && { step }),
        ...(group !== undefined && { group }),
        ...(others.size > 0 && { ambiguous: others.size }),
        ...(dump.links.isContradicted(rollout) && { contradicted: true }),
      });
    }
    return { rollouts, earlier: Math.max(0, places.length - MAX_LINKED) };
  }

  /** Reads what is new at one path; answers whether anything is. */
  private async look(
    path: string,
    dumps: Map<string, LinkedDump>,
    linking: Linking,
    signal: AbortSignalLike,
  ): Promise<boolean> {
    try {
      let dump = dumps.get(path);
      const replaced = dump !== undefined && (await dump.dump.replaced());
      if (dump === undefined || replaced) {
        const opened = await LinkedDump.open(path, linking.mapping);
        dumps.set(path, opened);
        await dump?.close();
        dump = opened;
      }
      let told = performance.now();
      const came = await dump.advance(await linking.linker(), () => {
        if (signal.aborted) throw new CallError('CancelledError', 'The reading was cancelled');
        if (performance.now() - told > REPORT_EVERY) {
          told = performance.now();
          linking.changed(this.read(dumps, true));
        }
        return Promise.resolve();
      });
      return this.failures.delete(path) || came || replaced;
    } catch (error) {
      return this.failed(path, dumps, error);
    }
  }

  /** A file that is not there, or not yet, is no failure; one that is no dump must not keep the others from being read. */
  private async failed(path: string, dumps: Map<string, LinkedDump>, error: unknown): Promise<boolean> {
    if (!(error instanceof FileError || error instanceof UnknownFormatError)) throw error;
    const known = dumps.get(path);
    dumps.delete(path);
    await known?.close();
    if (error instanceof FileError && error.code === 'ENOENT')
      return this.failures.delete(path) || known !== undefined;
    const changed = this.failures.get(path) !== error.message;
    this.failures.set(path, error.message);
    return changed;
  }

  private read(dumps: ReadonlyMap<string, LinkedDump>, reading: boolean): RolloutsRead {
    const total = { rollouts: 0, linked: 0, ambiguous: 0, bad: 0 };
    for (const { counts } of dumps.values()) {
      total.rollouts += counts.rollouts;
      total.linked += counts.linked;
      total.ambiguous += counts.ambiguous;
      total.bad += counts.bad;
    }
    return { ...total, reading, failures: [...this.failures].map(([path, message]) => ({ path, message })) };
  }
}

async function closeAll(dumps: ReadonlyMap<string, LinkedDump>): Promise<void> {
  await Promise.all([...dumps.values()].map((dump) => dump.close()));
}
