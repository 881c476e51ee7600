/** The webview's end of the protocol with the extension host. */
import type { HostEvents, HostMethods, WebviewMethods } from '../../src/protocol/dataset.ts';
import {
  connect,
  type CallOptions,
  type Connection,
  type Handlers,
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

export type Host = Connection<HostMethods, Record<string, never>, HostEvents>;

export function connectHost(api: WebviewApi, handlers: Handlers<WebviewMethods>): Host {
  const host: Host = connect<WebviewMethods, HostMethods, Record<string, never>, HostEvents>(
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
