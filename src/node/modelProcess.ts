/**
 * The model process as its parents see it: started when first needed, one run at a time, a run cancelled by
 * killing the process (a native run cannot be interrupted), the next one starting a new process.
 */
import { existsSync } from 'node:fs';
import type { ModelMethods, ModelProgress, Proposal, ProposeParams } from '../protocol/model.ts';
import { CallError, type AbortSignalLike } from '../protocol/rpc.ts';
import { forkProcess, type Forked } from './forked.ts';

export interface ModelClientOptions {
  /** The bundled model process, `dist/model.mjs`. */
  readonly entry: string;
  /** The folder with the model files, `dist/models`. */
  readonly modelsDir: string;
  /** Runs the process; by default what runs this one. */
  readonly execPath?: string;
  /** By default this process's environment without what belongs to the editor that started it. */
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds without a call after which the process ends itself. */
  readonly idle?: number;
}

export interface RunOptions {
  readonly signal?: AbortSignalLike;
  readonly onProgress?: (progress: ModelProgress) => void;
}

/**
 * Every call fails with a `CallError`: its name is a ModelErrorName, `CancelledError`, or `ClosedError`
 * after `dispose`.
 */
export interface ModelClient {
  propose(params: ProposeParams, options?: RunOptions): Promise<Proposal>;
  preview(
    params: { image: string; target: string; maxSide: number },
    options?: RunOptions,
  ): Promise<{ width: number; height: number }>;
  /** The id of the running process, for people who look for it. */
  readonly pid: number | undefined;
  /** Ends the process; every open call fails. */
  dispose(): void;
}

const IDLE = 300_000;

type Running = Forked<ModelMethods>;

export function createModelClient(options: ModelClientOptions): ModelClient {
  let running: Running | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const disposal = new AbortController();

  function start(): Running {
    const current: Running = forkProcess({
      entry: options.entry,
      args: ['--models', options.modelsDir, '--idle', String(options.idle ?? IDLE)],
      name: 'The model process',
      remedy: 'Propose again to start it anew.',
      execPath: options.execPath,
      env: options.env,
    });
    void current.gone.then(() => {
      if (running === current) running = undefined;
    });
    return current;
  }

  async function call<K extends keyof ModelMethods>(
    method: K,
    params: Parameters<ModelMethods[K]>[0],
    { signal, onProgress }: RunOptions,
  ): Promise<Awaited<ReturnType<ModelMethods[K]>>> {
    if (!existsSync(options.entry)) {
      throw new CallError('ModelFileMissing', `The model process ${options.entry} is missing. ${REMEDY}`);
    }
    for (let attempt = 1; ; attempt++) {
      if (running === undefined) {
        onProgress?.({ stage: 'starting', message: 'Starting the model process' });
        running = start();
      }
      const current = running;
      const kill = (): void => {
        if (running === current) running = undefined;
        current.child.kill('SIGKILL');
      };
      signal?.addEventListener('abort', kill);
      disposal.signal.addEventListener('abort', kill);
      try {
        return await current.connection.call(method, params, {
          ...(signal === undefined ? {} : { signal }),
          onProgress: (progress) => onProgress?.(progress as ModelProgress),
        });
      } catch (error) {
        if (!(error instanceof CallError) || error.name !== 'ClosedError') throw error;
        if (disposal.signal.aborted) throw new CallError('ClosedError', DISPOSED);
        const { idle, message } = await current.gone;
        // The idle process ended in the very moment in which it was called.
        if (idle && attempt === 1) continue;
        throw new CallError('ModelProcessDied', message);
      } finally {
        signal?.removeEventListener('abort', kill);
        disposal.signal.removeEventListener('abort', kill);
      }
    }
  }

  function queued<K extends keyof ModelMethods>(
    method: K,
    params: Parameters<ModelMethods[K]>[0],
    runOptions: RunOptions = {},
  ): Promise<Awaited<ReturnType<ModelMethods[K]>>> {
    const cancelled = new CallError('CancelledError', `${method} was cancelled`);
    const result = last.then(() => {
      if (disposal.signal.aborted) throw new CallError('ClosedError', DISPOSED);
      if (runOptions.signal?.aborted === true) throw cancelled;
      return call(method, params, runOptions);
    });
    last = result.catch(() => undefined);
    return rejectOnAbort(result, runOptions.signal, cancelled);
  }

  return {
    propose: (params, runOptions) => queued('propose', params, runOptions),
    preview: (params, runOptions) => queued('preview', params, runOptions),
    get pid() {
      return running?.child.pid;
    },
    dispose() {
      disposal.abort();
      running?.child.kill('SIGKILL');
    },
  };
}

const REMEDY = 'Install the extension again, or run `npm run build` in a source checkout.';
const DISPOSED = 'the model process was shut down';

/** A call that still waits for its turn fails at once when it is cancelled. */
function rejectOnAbort<T>(result: Promise<T>, signal: AbortSignalLike | undefined, error: Error): Promise<T> {
  if (signal === undefined) return result;
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(error);
    };
    signal.addEventListener('abort', abort);
    void result.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
