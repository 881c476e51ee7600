import {
  connect,
  type CallOptions,
  type Connection,
  type Events,
  type Handlers,
  type Methods,
  type Packet,
} from '../../src/protocol/rpc.ts';

/** For calls that take as long as they take, such as reading a large file: they report progress, and never time out. */
export const UNTIMED: CallOptions = { onProgress: () => undefined };

/** What VS Code gives a webview. `setState` survives hiding the tab and restarting the window. */
export interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** A page's connection with the extension host. */
export function connectPage<Local extends Methods, Remote extends Methods, Received extends Events>(
  api: WebviewApi,
  handlers: Handlers<Local>,
): Connection<Remote, Record<string, never>, Received> {
  const host = connect<Local, Remote, Record<string, never>, Received>(
    (packet) => {
      api.postMessage(packet);
    },
    handlers,
    // Bound, because a browser's timers refuse to be called as methods of another object.
    {
      setTimeout: (run, milliseconds) => window.setTimeout(run, milliseconds),
      clearTimeout: (timer) => {
        window.clearTimeout(timer as number);
      },
    },
  );
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isPacket(data)) host.receive(data);
  });
  return host;
}

function isPacket(data: unknown): data is Packet {
  return typeof data === 'object' && data !== null && 't' in data && typeof data.t === 'string';
}
