/** The end of the loopback connection that waits for a runner, whoever starts it: a child process or a debugger. */
import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import {
  PORT_VARIABLE,
  TOKEN_VARIABLE,
  type Hello,
  type RunnerEvents,
  type RunnerMethods,
} from '../../protocol/runner.ts';
import { connect, type Connection, type Methods, type Packet } from '../../protocol/rpc.ts';

/** In bytes: of a longer packet nothing is ever held. */
const MOST_PACKET = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

export interface Runner {
  readonly hello: Hello;
  readonly connection: Connection<RunnerMethods, Record<string, never>, RunnerEvents>;
  /** Settles with why, once the connection is gone. */
  readonly gone: Promise<string>;
  close(): void;
}

export class RunnerLink {
  private readonly token = randomUUID();
  private readonly sockets = new Set<Socket>();
  private readonly arrival: Promise<Runner>;
  private arrived: (runner: Runner) => void = () => undefined;

  private constructor(private readonly server: Server) {
    this.arrival = new Promise((resolve) => {
      this.arrived = resolve;
    });
    server.on('connection', (socket) => {
      this.greet(socket);
    });
  }

  /** Listens on a free port of this machine alone. */
  static async open(): Promise<RunnerLink> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new RunnerLink(server);
  }

  /** What the runner needs in its environment. */
  get env(): Readonly<Record<string, string>> {
    const { port } = this.server.address() as AddressInfo;
    return { [PORT_VARIABLE]: String(port), [TOKEN_VARIABLE]: this.token };
  }

  /** The runner that knows the token; the first is the only one. */
  runner(): Promise<Runner> {
    return this.arrival;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private greet(socket: Socket): void {
    this.sockets.add(socket);
    let ended = 'the connection to the runner was closed';
    const gone = new Promise<string>((resolve) => {
      socket.on('error', (error) => {
        ended = error.message;
      });
      socket.on('close', () => {
        this.sockets.delete(socket);
        connection.close(ended);
        resolve(ended);
      });
    });
    const connection = connect<Methods, RunnerMethods, Record<string, never>, RunnerEvents>((packet) => {
      if (socket.writable) socket.write(`${JSON.stringify(packet)}\n`);
    }, {});
    let greeted = false;
    connection.on('hello', (hello) => {
      if (greeted || hello.token !== this.token) {
        socket.destroy();
        return;
      }
      greeted = true;
      this.server.close();
      this.arrived({ hello, connection, gone, close: () => socket.destroy() });
    });
    readLines(
      socket,
      (line) => {
        const packet = parsePacket(line);
        // Whoever has not said the token yet is not listened to.
        if (packet !== undefined && (greeted || packet.t === 'event')) connection.receive(packet);
        else {
          ended = 'the runner sent something that is no packet';
          socket.destroy();
        }
      },
      () => {
        ended = `the runner sent a packet of more than ${MOST_PACKET / 1024 / 1024} MB`;
        socket.destroy();
      },
    );
  }
}

function readLines(socket: Socket, onLine: (line: string) => void, onTooLong: () => void): void {
  let pending: Buffer[] = [];
  let length = 0;
  socket.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      pending.push(chunk.subarray(start, end));
      const line = Buffer.concat(pending).toString('utf8');
      pending = [];
      length = 0;
      start = end + 1;
      onLine(line);
    }
    if (start === chunk.length) return;
    pending.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > MOST_PACKET) onTooLong();
  });
}

function parsePacket(line: string): Packet | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 't' in value ? (value as Packet) : undefined;
  } catch {
    return undefined;
  }
}
