/**
 * A thread beside the one that runs the user's code: says where that hangs, which the hanging thread cannot, and
 * ends the process where whoever started it is gone.
 */
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { parentPort, Worker } from 'node:worker_threads';
import { LAST_WORDS } from './lastWords.ts';

export type Watch = { readonly begin: number } | { readonly end: true };

const PARENT_CHECK = 2000;

export class Watchdog {
  private readonly worker = new Worker(new URL(import.meta.url), { argv: [], execArgv: [], env: {} });

  constructor() {
    this.worker.unref();
    // The user's code runs as well without it.
    this.worker.on('error', () => undefined);
  }

  begin(seconds: number | undefined): void {
    if (seconds !== undefined) this.post({ begin: seconds });
  }

  end(): void {
    this.post({ end: true });
  }

  private post(message: Watch): void {
    this.worker.postMessage(message);
  }
}

/** What the thread does. */
export function watch(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  }, PARENT_CHECK);
  let timer: NodeJS.Timeout | undefined;
  parentPort?.on('message', (message: Watch) => {
    clearTimeout(timer);
    if ('begin' in message) timer = setTimeout(tellWhere, message.begin * 1000);
  });
}

function tellWhere(): void {
  const session = new Session();
  session.connectToMainThread();
  const urls = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params }) => {
    urls.set(params.scriptId, params.url);
  });
  session.on('Debugger.paused', ({ params }) => {
    const lines = params.callFrames.map(
      ({ functionName, location }) =>
        `    at ${functionName === '' ? '<module>' : functionName} (${urls.get(location.scriptId) ?? ''}:${location.lineNumber + 1}:1)`,
    );
    writeSync(2, `${LAST_WORDS} a loop\n${lines.join('\n')}\n`);
    session.post('Debugger.resume');
    session.disconnect();
  });
  session.post('Debugger.enable');
  session.post('Debugger.pause');
}
