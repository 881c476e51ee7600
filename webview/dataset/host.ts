/** The webview's end of the protocol with the extension host. */
import type { HostEvents, HostMethods, WebviewMethods } from '../../src/protocol/dataset.ts';
import type { Connection, Handlers } from '../../src/protocol/rpc.ts';
import { connectPage, type WebviewApi } from '../ui/connect.ts';

export { UNTIMED, type WebviewApi } from '../ui/connect.ts';

export type Host = Connection<HostMethods, Record<string, never>, HostEvents>;

export const connectHost = (api: WebviewApi, handlers: Handlers<WebviewMethods>): Host =>
  connectPage<WebviewMethods, HostMethods, HostEvents>(api, handlers);
