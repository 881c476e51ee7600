import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Edit } from '../../core/edit.ts';
import type { ListQuery } from '../../core/listQuery.ts';
import type { RolloutMapping } from '../../core/rollouts/formats/mapped.ts';
import type { RowId } from '../../core/sample.ts';
import type { Problem, Severity } from '../../core/validate/problem.ts';
import type {
  AnalysisEvents,
  AnalysisMethods,
  AnalysisSettings,
  OwnScoring,
  ProblemState,
} from '../../protocol/analysis.ts';
import type { GroupQuestion, GroupReport, RolloutsRead } from '../../protocol/dataset.ts';
import type { RolloutsOfRow } from './rolloutFiles.ts';
import { connect, type CallOptions, type Connection, type Packet } from '../../protocol/rpc.ts';

type Remote = Connection<AnalysisMethods, Record<string, never>, AnalysisEvents>;

/**
 * The worker thread of one open dataset. Calls are answered in the order they are made as far as edits go:
 * a query sees every edit that was sent before it.
 */
export class Analysis {
  private readonly remote: Remote;
  private readonly worker: Worker;
  private state: 'starting' | 'ready' | 'ended' = 'starting';
  private opening: Promise<unknown> = Promise.resolve();

  constructor(
    script: string,
    /** Told once if the thread ends by itself; every call then fails. */
    died: (reason: string) => void,
  ) {
    this.worker = new Worker(script);
    this.remote = connect<Record<string, never>, AnalysisMethods, Record<string, never>, AnalysisEvents>(
      (packet) => {
        this.worker.postMessage(packet);
      },
      {},
    );
    this.worker.on('message', (packet: Packet) => {
      this.remote.receive(packet);
    });
    this.worker.on('error', (error) => {
      this.state = 'ended';
      this.remote.close(`The dataset worker ended: ${error.message}`);
      died(error.message);
    });
  }

  onProblems(listener: (state: ProblemState) => void): void {
    this.remote.on('problems', listener);
  }

  onRollouts(listener: (read: RolloutsRead) => void): void {
    this.remote.on('rollouts', listener);
  }

  onFailure(listener: (failure: { readonly message: string }) => void): void {
    this.remote.on('failed', listener);
  }

  async open(file: string): Promise<void> {
    this.opening = this.call('open', { file });
    await this.opening;
    this.state = 'ready';
  }

  /** Whether it can answer, which it is given `milliseconds` for: an editor must not wait for it to open. */
  async ready(milliseconds: number): Promise<boolean> {
    if (this.state === 'starting') {
      const opened = this.opening.catch(() => undefined);
      await Promise.race([opened, sleep(milliseconds, undefined, { ref: false })]);
    }
    return this.state === 'ready';
  }

  async settings(settings: AnalysisSettings): Promise<void> {
    await this.call('settings', settings);
  }

  /** Reads files and folders of rollouts anew, by their absolute paths; those that do not exist are waited for. */
  async rollouts(files: readonly string[], mapping: RolloutMapping): Promise<void> {
    await this.call('rollouts', { files, mapping });
  }

  async edit(edit: Edit): Promise<void> {
    await this.call('edit', { edit });
  }

  async saving(): Promise<void> {
    await this.call('saving', null);
  }

  async saved(file: string): Promise<void> {
    await this.call('saved', { file });
  }

  query(query: ListQuery, options: CallOptions): Promise<Uint32Array> {
    return this.call('query', query, options);
  }

  worst(ids: readonly RowId[]): Promise<readonly (Severity | null)[]> {
    return this.call('worst', { ids });
  }

  attainable(ids: readonly RowId[]): Promise<readonly (number | null)[]> {
    return this.call('attainable', { ids });
  }

  problemsOf(id: RowId): Promise<readonly Problem[]> {
    return this.call('problemsOf', { id });
  }

  problems(start: number, count: number): Promise<ProblemState & { problems: readonly Problem[] }> {
    return this.call('problems', { start, count });
  }

  siblings(id: RowId): Promise<readonly RowId[]> {
    return this.call('siblings', { id });
  }

  rolloutsOf(id: RowId): Promise<RolloutsOfRow> {
    return this.call('rolloutsOf', { id });
  }

  groups(
    question: GroupQuestion & { readonly own?: OwnScoring },
    options: CallOptions,
  ): Promise<GroupReport> {
    return this.call('groups', question, options);
  }

  async dispose(): Promise<void> {
    this.state = 'ended';
    this.remote.close('The dataset was closed.');
    await this.worker.terminate();
  }

  private call<K extends keyof AnalysisMethods>(
    method: K,
    params: Parameters<AnalysisMethods[K]>[0],
    options: CallOptions = { onProgress: () => undefined },
  ): Promise<Awaited<ReturnType<AnalysisMethods[K]>>> {
    return this.remote.call(method, params, options);
  }
}
