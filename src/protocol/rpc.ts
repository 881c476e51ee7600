/**
 * One remote call for webviews, workers and child processes alike: it can fail, time out, report progress
 * and be cancelled. Both ends are made by `connect`; what travels is plain data.
 */

export type RpcError = { readonly name: string; readonly message: string };

export type Packet =
  | { readonly t: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly t: 'done'; readonly id: number; readonly value: unknown }
  | { readonly t: 'fail'; readonly id: number; readonly error: RpcError }
  | { readonly t: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'event'; readonly name: string; readonly data: unknown };

/** Methods of one end: `{ name: (params) => result }`. */
export type Methods = Record<string, (params: never) => unknown>;
/** Events of one end: `{ name: data }`. */
export type Events = Record<string, unknown>;

export interface CallContext {
  /** Aborted when the caller cancels or the connection closes. */
  readonly signal: AbortSignalLike;
  progress(value: unknown): void;
}

/** As much of AbortSignal as is used here, so that the core's globals are not needed. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface CallOptions {
  /** Milliseconds until the call fails with `TimeoutError`; none by default for calls that report progress. */
  readonly timeout?: number;
  readonly signal?: AbortSignalLike;
  readonly onProgress?: (value: unknown) => void;
}

type Awaitable<T> = T | Promise<T>;
export type Handlers<M extends Methods> = {
  [K in keyof M]: (params: Parameters<M[K]>[0], context: CallContext) => Awaitable<ReturnType<M[K]>>;
};

/** The names of a group of methods, as a value: all of them, or it does not compile. */
export type MethodNames<M extends Methods> = Readonly<Record<keyof M, true>>;

export interface Connection<Remote extends Methods, Sent extends Events, Received extends Events> {
  call<K extends keyof Remote & string>(
    method: K,
    params: Parameters<Remote[K]>[0],
    options?: CallOptions,
  ): Promise<Awaited<ReturnType<Remote[K]>>>;
  send<K extends keyof Sent & string>(name: K, data: Sent[K]): void;
  on<K extends keyof Received & string>(name: K, listener: (data: Received[K]) => void): () => void;
  /** To be called with every packet from the other end. */
  receive(packet: Packet): void;
  /** Fails every open call with `reason`; further calls fail at once. */
  close(reason: string): void;
}

/** A call that was cancelled, timed out, failed at the other end, or lost its connection: `name` tells which. */
export class CallError extends Error {
  constructor(name: 'CancelledError' | 'TimeoutError' | 'ClosedError' | (string & {}), message: string) {
    super(message);
    this.name = name;
  }
}

interface Timers {
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

export const DEFAULT_TIMEOUT = 30_000;
/** Among so many the number of an end's first call is drawn; all of them stay whole numbers in any language. */
const FIRST_IDS = 2 ** 48;

class Signal implements AbortSignalLike {
  aborted = false;
  private readonly listeners = new Set<() => void>();
  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.add(listener);
  }
  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.delete(listener);
  }
  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of [...this.listeners]) listener();
  }
}

interface OpenCall {
  resolve(value: unknown): void;
  reject(error: Error): void;
  onProgress: ((value: unknown) => void) | undefined;
  settle(): void;
}

export function connect<
  Local extends Methods,
  Remote extends Methods,
  Sent extends Events = Events,
  Received extends Events = Events,
>(
  post: (packet: Packet) => void,
  handlers: Handlers<Local>,
  timers: Timers = globalThis,
): Connection<Remote, Sent, Received> {
  // A page that is hidden is thrown away with its calls: answers to them must be none to calls of the page after it.
  let nextId = Math.floor(Math.random() * FIRST_IDS);
  let closed: string | undefined;
  const open = new Map<number, OpenCall>();
  const serving = new Map<number, Signal>();
  const listeners = new Map<string, Set<(data: never) => void>>();

  async function serve(id: number, method: string, params: unknown): Promise<void> {
    const signal = new Signal();
    serving.set(id, signal);
    const progress = (value: unknown): void => {
      if (serving.has(id)) post({ t: 'progress', id, value });
    };
    try {
      const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
      if (handler === undefined) throw new CallError('UnknownMethod', `there is no method ${method}`);
      const value = await handler(params as never, { signal, progress });
      if (serving.delete(id)) post({ t: 'done', id, value });
    } catch (error) {
      if (serving.delete(id)) post({ t: 'fail', id, error: describe(error) });
    }
  }

  return {
    call(method, params, options = {}) {
      return new Promise((resolve, reject) => {
        if (closed !== undefined) {
          reject(new CallError('ClosedError', closed));
          return;
        }
        if (options.signal?.aborted === true) {
          reject(new CallError('CancelledError', `${method} was cancelled`));
          return;
        }
        const id = nextId++;
        const limit = options.timeout ?? (options.onProgress === undefined ? DEFAULT_TIMEOUT : undefined);
        const cancel = (): void => {
          giveUp(new CallError('CancelledError', `${method} was cancelled`));
        };
        const timer =
          limit === undefined
            ? undefined
            : timers.setTimeout(() => {
                giveUp(new CallError('TimeoutError', `${method} gave no answer within ${limit / 1000} s`));
              }, limit);
        const settle = (): void => {
          open.delete(id);
          if (timer !== undefined) timers.clearTimeout(timer);
          options.signal?.removeEventListener('abort', cancel);
        };
        const giveUp = (error: CallError): void => {
          settle();
          post({ t: 'cancel', id });
          reject(error);
        };
        open.set(id, {
          resolve: resolve,
          reject,
          onProgress: options.onProgress,
          settle,
        });
        options.signal?.addEventListener('abort', cancel);
        post({ t: 'call', id, method, params });
      });
    },
    send(name, data) {
      if (closed === undefined) post({ t: 'event', name, data });
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => {
        set.delete(listener);
      };
    },
    receive(packet) {
      switch (packet.t) {
        case 'call':
          void serve(packet.id, packet.method, packet.params);
          return;
        case 'cancel':
          serving.get(packet.id)?.abort();
          serving.delete(packet.id);
          return;
        case 'event':
          for (const listener of [...(listeners.get(packet.name) ?? [])]) listener(packet.data as never);
          return;
        case 'progress':
          open.get(packet.id)?.onProgress?.(packet.value);
          return;
        case 'done':
        case 'fail': {
          const call = open.get(packet.id);
          if (call === undefined) return;
          call.settle();
          if (packet.t === 'done') call.resolve(packet.value);
          else call.reject(new CallError(packet.error.name, packet.error.message));
        }
      }
    },
    close(reason) {
      closed = reason;
      for (const signal of serving.values()) signal.abort();
      serving.clear();
      for (const call of [...open.values()]) {
        call.settle();
        call.reject(new CallError('ClosedError', reason));
      }
    },
  };
}

function describe(error: unknown): RpcError {
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: 'Error', message: String(error) };
}
