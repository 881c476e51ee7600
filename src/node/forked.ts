/** Processes of our own, forked from a bundle, that answer calls over Node's channel until they end or are killed. */
import { fork, type ChildProcess } from 'node:child_process';
import { connect, type Connection, type Events, type Methods, type Packet } from '../protocol/rpc.ts';

export interface ForkOptions {
  /** The bundled process. */
  readonly entry: string;
  readonly args: readonly string[];
  /** "The model process": what people are told has ended. */
  readonly name: string;
  /** What to do when it has ended. */
  readonly remedy: string;
  /** Runs the process; by default what runs this one. */
  readonly execPath?: string | undefined;
  /** By default this process's environment without what belongs to the editor that started it. */
  readonly env?: NodeJS.ProcessEnv | undefined;
}

export interface Forked<Remote extends Methods> {
  readonly child: ChildProcess;
  /** Its calls fail with `ClosedError` once the process is gone. */
  readonly connection: Connection<Remote, Events, Events>;
  /** Settles with the reason when the process is gone. */
  readonly gone: Promise<Ending>;
}

export interface Ending {
  /** It ended by itself because nobody used it. */
  readonly idle: boolean;
  readonly message: string;
}

const STDERR_TAIL = 2000;

export function forkProcess<Remote extends Methods>(options: ForkOptions): Forked<Remote> {
  const child = fork(options.entry, [...options.args], {
    execPath: options.execPath ?? process.execPath,
    execArgv: [],
    env: childEnvironment(options.env ?? process.env),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const connection = connect<Methods, Remote>((packet) => {
    // A packet for a process that has just gone is lost; its end tells the caller.
    if (child.connected) child.send(packet, () => undefined);
  }, {});
  child.on('message', (packet) => {
    connection.receive(packet as Packet);
  });
  const gone = ending(child, options);
  void gone.then(({ message }) => {
    connection.close(message);
  });
  return { child, connection, gone };
}

function ending(child: ChildProcess, { name, remedy }: ForkOptions): Promise<Ending> {
  let tail = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (text: string) => {
    tail = (tail + text).slice(-STDERR_TAIL);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      resolve({ idle: false, message: `${name} could not be run: ${error.message}.` });
    });
    child.on('close', (code, signal) => {
      const how = signal === null ? `with exit code ${code ?? 'unknown'}` : `by the signal ${signal}`;
      const said = tail.trim() === '' ? '' : ` Its last words: ${tail.trim()}`;
      resolve({ idle: code === 0, message: `${name} ended ${how}.${said} ${remedy}` });
    });
  });
}

/**
 * The editor's own variables stay with the editor: they would make the process debug, preload or log for it.
 * Electron must act as Node, and the ONNX runtime must send no telemetry.
 */
function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const clean = Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:VSCODE_|ELECTRON_)|^NODE_(?:OPTIONS|CHANNEL_)/.test(name)),
  );
  return { ...clean, ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1' };
}
