import { Worker } from 'node:worker_threads';
import { connect, type CallOptions, type Connection, type Packet } from '../../protocol/rpc.ts';
import type { RunEvents, RunMethods, RunState } from '../../protocol/rollouts.ts';

/** Calls take as long as they take: a filter may have to read every rollout. */
const UNTIMED: CallOptions = { onProgress: () => undefined };

/** Milliseconds that the thread has to end what it started. */
const CLOSING = 1000;

/** The worker thread of one open dump. */
export class RunClient {
  private readonly worker: Worker;
  private readonly remote: Connection<RunMethods, Record<string, never>, RunEvents>;

  constructor(
    script: string,
    /** Told once if the thread ends by itself; every call then fails. */
    died: (reason: string) => void,
  ) {
    this.worker = new Worker(script);
    this.remote = connect<Record<string, never>, RunMethods, Record<string, never>, RunEvents>((packet) => {
      this.worker.postMessage(packet);
    }, {});
    this.worker.on('message', (packet: Packet) => {
      this.remote.receive(packet);
    });
    this.worker.on('error', (error) => {
      this.remote.close(`The rollouts worker ended: ${error.message}`);
      died(error.message);
    });
  }

  onChanged(listener: (state: RunState) => void): void {
    this.remote.on('changed', listener);
  }

  call<K extends keyof RunMethods>(
    method: K,
    params: Parameters<RunMethods[K]>[0],
    options: CallOptions = UNTIMED,
  ): Promise<Awaited<ReturnType<RunMethods[K]>>> {
    return this.remote.call(method, params, options);
  }

  async dispose(): Promise<void> {
    // What it has started does not end by itself, however busy it is.
    await this.remote.call('close', null, { timeout: CLOSING }).catch(() => undefined);
    this.remote.close('The rollouts were closed.');
    await this.worker.terminate();
  }
}
