import { stat } from 'node:fs/promises';
import { REFERENCE_CONVENTION } from '../core/geometry/coordinates.ts';
import type { JsonObject } from '../core/json.ts';
import type { ExportOptions } from '../core/rollouts/exports/rows.ts';
import { parseWhere } from '../core/rollouts/where.ts';
import { fileError } from '../node/fileError.ts';
import { filterProblem } from '../node/rollouts/run/filterProblem.ts';
import { holds } from '../node/rollouts/run/groupList.ts';
import { LiveRun } from '../node/rollouts/run/liveRun.ts';
import { sqlOf } from '../node/rollouts/run/sql/ofRun.ts';
import type { SqlSession } from '../node/rollouts/run/sql/session.ts';
import { exportedRows } from '../node/rollouts/run/training/rows.ts';
import { writeRows } from '../node/rollouts/run/training/write.ts';
import { RunsComparison } from '../node/rollouts/run/runs/comparison.ts';
import { OtherRun } from '../node/rollouts/run/runs/otherRun.ts';
import type { ExportCounts, RunsQuery, RunsReport, RunState } from '../protocol/rollouts.ts';
import type { SqlLimits } from '../protocol/query.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { ReportOptions } from './rolloutReport.ts';

const CONTEXT: CallContext = { signal: new AbortController().signal, progress: () => undefined };

/** A dump as the editor knows it: read and scored as a whole, so that its filter and its exports are the same. */
export class WholeRun {
  private constructor(
    private readonly run: LiveRun,
    private readonly life: AbortController,
  ) {}

  /** Throws FileError and UnknownFormatError. */
  static async read(at: string, options: ReportOptions): Promise<WholeRun> {
    const { dataset, coordinates = REFERENCE_CONVENTION, preset, rewards, mapping } = options;
    if (dataset !== undefined) await expectFile(dataset);
    const life = new AbortController();
    const run = await LiveRun.open({
      path: at,
      dataset,
      signal: life.signal,
      settings: {
        columns: {},
        coordinates,
        rewardCoordinates: coordinates,
        advantage: preset,
        rewards: rewards.map(({ name, weight }) => ({ name, weight })),
        ...(mapping !== undefined && { mapping }),
      },
      ...(mapping !== undefined && { dump: mapping }),
    });
    try {
      await new Promise<void>((resolve, reject) => {
        void run.follow({
          progressed: () => {
            const { reading, judged, rollouts } = run.state();
            if (!reading && judged === rollouts) resolve();
          },
          replaced: resolve,
          failed: reject,
        });
      });
    } catch (error) {
      life.abort();
      await run.close();
      throw error;
    }
    return new WholeRun(run, life);
  }

  get state(): RunState {
    return this.run.state();
  }

  /** Rows to train on of the groups that a filter leaves. */
  rows(options: ExportOptions, where: string): AsyncGenerator<JsonObject, ExportCounts> {
    return exportedRows(this.run, { where, options }, CONTEXT);
  }

  /** Writes them to a file, with images named as seen from its folder. Throws FileError. */
  write(options: ExportOptions, where: string, file: string): Promise<ExportCounts> {
    return writeRows(this.run, { where, options }, file, CONTEXT);
  }

  /** What is most likely mistyped in a filter. */
  filterProblem(where: string): Promise<string | undefined> {
    return filterProblem(this.run.store, this.run.reader, parseWhere(where));
  }

  /** The numbers of the rollouts that fulfil a filter. */
  async fulfilling(where: string): Promise<ReadonlySet<number>> {
    const { store, reader } = this.run;
    const conditions = parseWhere(where);
    const found = new Set<number>();
    for (let rollout = 0; rollout < store.table.count; rollout++) {
      if (await holds(store, reader, rollout, conditions)) found.add(rollout);
    }
    return found;
  }

  /** What a query in SQL answers. Throws FileError. */
  query(sql: string, limits: SqlLimits): ReturnType<SqlSession['run']> {
    return sqlOf(this.run).run(sql, CONTEXT, limits);
  }

  /** Compares with another run on the same samples. Throws FileError and UnknownFormatError. */
  async against(
    query: RunsQuery,
  ): Promise<{ readonly report: RunsReport; readonly samples: RunsComparison['samples'] }> {
    const { other } = query;
    const base = other === null ? this.run : await new OtherRun(this.run).open(other, CONTEXT.signal);
    const comparison = await RunsComparison.make(base, this.run, query, CONTEXT);
    const report = await comparison.report(CONTEXT);
    return { report, samples: (start, count) => comparison.samples(start, count) };
  }

  async close(): Promise<void> {
    this.life.abort();
    await this.run.close();
  }
}

async function expectFile(file: string): Promise<void> {
  try {
    await stat(file);
  } catch (error) {
    throw fileError(error, 'open', file);
  }
}
