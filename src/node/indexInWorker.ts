import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RowIndex } from '../core/codec/lineIndex.ts';
import { CancelledError } from './fileError.ts';

export interface IndexRequest {
  /** File descriptors are the whole process's, so the worker reads the very file that was opened. */
  readonly fd: number;
  readonly json: boolean;
}

export type IndexAnswer =
  { readonly progress: number } | { readonly index: RowIndex } | { readonly error: string };

export interface WorkerOptions {
  /** Path of the bundled worker; by default it is looked for beside this module. */
  readonly worker?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** Indexes a file in a worker thread. Rejects with `CancelledError` once the signal aborts. */
export function indexInWorker(request: IndexRequest, options: WorkerOptions): Promise<RowIndex> {
  return new Promise((resolve, reject) => {
    const worker = start(options.worker ?? defaultWorker(), request);
    const cancel = (): void => {
      settle(() => {
        reject(new CancelledError('indexing was cancelled'));
      });
    };
    const settle = (act: () => void): void => {
      options.signal?.removeEventListener('abort', cancel);
      // A failure waits for the thread's end, so that nobody closes the file under its reads.
      void worker.terminate().then(act);
    };
    options.signal?.addEventListener('abort', cancel);
    worker.on('message', (answer: IndexAnswer) => {
      if ('progress' in answer) options.onProgress?.(answer.progress);
      else if ('index' in answer) {
        resolve(answer.index);
        settle(() => undefined);
      } else {
        settle(() => {
          reject(new Error(answer.error));
        });
      }
    });
    worker.on('error', (error) => {
      settle(() => {
        reject(error);
      });
    });
  });
}

function start(file: string, request: IndexRequest): Worker {
  if (!file.endsWith('.ts')) return new Worker(file, { workerData: request, execArgv: [] });
  // Run from source, as tests do, the thread needs a TypeScript loader of its own.
  const load = `require('tsx/cjs'); require(${JSON.stringify(file)});`;
  return new Worker(load, { eval: true, workerData: request, execArgv: [] });
}

function defaultWorker(): string {
  // The bundle of the extension host is CommonJS and has no `import.meta.url`.
  const url = import.meta.url as string | undefined;
  const here = url === undefined ? __filename : fileURLToPath(url);
  return path.join(path.dirname(here), here.endsWith('.ts') ? 'indexWorker.ts' : 'indexWorker.cjs');
}
