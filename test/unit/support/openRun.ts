import { Run } from '../../../src/node/rollouts/run/run.ts';
import type { RunMethods, RunSettings, RunState } from '../../../src/protocol/rollouts.ts';
import type { CallContext } from '../../../src/protocol/rpc.ts';
import { CALL, RUN_SETTINGS } from '../../support/settings.ts';

/** What the worker of a dump answers, without the thread. */
export class OpenRun {
  readonly run: Run;
  private latest: RunState | undefined;
  private news: (() => void) | undefined;

  constructor() {
    this.run = new Run((_name, state) => {
      this.latest = state;
      this.news?.();
    });
  }

  /** Opens a dump, and waits until everything is judged. */
  async open(path: string, dataset?: string, settings: Partial<RunSettings> = {}): Promise<RunState> {
    const all = { ...RUN_SETTINGS, ...settings };
    await this.call('open', { path, settings: all, ...(dataset !== undefined && { dataset }) });
    return this.until(({ reading, judged, rollouts }) => !reading && judged === rollouts);
  }

  call<K extends keyof RunMethods>(
    method: K,
    params: Parameters<RunMethods[K]>[0],
    context: CallContext = CALL,
  ): Promise<Awaited<ReturnType<RunMethods[K]>>> {
    const handler = this.run.handlers[method] as (params: unknown, context: CallContext) => unknown;
    return Promise.resolve(handler(params, context)) as Promise<Awaited<ReturnType<RunMethods[K]>>>;
  }

  /** Waits for a state that fulfils a condition. */
  async until(condition: (state: RunState) => boolean): Promise<RunState> {
    for (;;) {
      if (this.latest !== undefined && condition(this.latest)) return this.latest;
      await new Promise<void>((resolve) => (this.news = resolve));
    }
  }
}
