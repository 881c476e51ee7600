import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import {
  PORT_VARIABLE,
  TOKEN_VARIABLE,
  type RunnerEvents,
  type RunnerMethods,
} from '../../protocol/runner.ts';
import { connect, type Connection, type Handlers, type Methods, type Packet } from '../../protocol/rpc.ts';

export interface Wire {
  readonly connection: Connection<Methods, RunnerEvents, Record<string, never>>;
  /** Settles once everything sent so far has left: the user's code may never let the event loop go on. */
  flushed(): Promise<void>;
}

/** Connects to whoever started the runner, and says hello. The process ends with the connection. */
export function openWire(handlers: Handlers<RunnerMethods>): Wire {
  const port = Number(process.env[PORT_VARIABLE]);
  const token = process.env[TOKEN_VARIABLE] ?? '';
  // Before the user's code is loaded: see protocol/runner.ts.
  leaveTheEditor();
  const socket: Socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
  const connection = connect<RunnerMethods, Methods, RunnerEvents, Record<string, never>>((packet) => {
    socket.write(`${JSON.stringify(packet)}\n`);
  }, handlers);
  createInterface({ input: socket }).on('line', (line) => {
    connection.receive(JSON.parse(line) as Packet);
  });
  socket.on('error', () => undefined);
  socket.on('close', endWithChildren);
  connection.send('hello', {
    token,
    pid: process.pid,
    runtime: 'node',
    version: process.versions.node,
    executable: process.execPath,
  });
  return {
    connection,
    flushed: () =>
      new Promise((resolve) => {
        socket.write('', () => {
          resolve();
        });
      }),
  };
}

/**
 * Keeps what belongs to the editor from the user's code and from what that starts: a debugger hands on all that it
 * inherited itself.
 */
function leaveTheEditor(): void {
  for (const name of Object.keys(process.env)) {
    if (/^(?:VSCODE_|VQA_VERIFY_|ELECTRON_RUN_AS_NODE$|NODE_OPTIONS$)/.test(name))
      Reflect.deleteProperty(process.env, name);
  }
}

function endWithChildren(): void {
  try {
    // Started in a group of its own, it takes what the user's code started with it.
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
}
