import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a finished command left behind. `output` is standard output and error as they came. */
export interface Finished {
  readonly code: number;
  readonly output: string;
}

export interface RunOptions extends SpawnOptions {
  /** Appends the output to this file. */
  readonly log?: string;
  /** Shows the output as it comes. */
  readonly show?: boolean;
}

/** Runs a command without standard input until it ends. Rejects only where it cannot be started. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const { log, show, ...spawnOptions } = options;
  if (log !== undefined) mkdirSync(path.dirname(log), { recursive: true });
  const file = log === undefined ? undefined : createWriteStream(log, { flags: 'a' });
  file?.write(`$ ${command} ${args.join(' ')}\n`);
  const child = spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
  const parts: Buffer[] = [];
  const take = (sink: NodeJS.WriteStream) => (chunk: Buffer) => {
    parts.push(chunk);
    file?.write(chunk);
    if (show === true) sink.write(chunk);
  };
  child.stdout.on('data', take(process.stdout));
  child.stderr.on('data', take(process.stderr));
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => {
        resolve(status ?? 1);
      });
    });
    return { code, output: Buffer.concat(parts).toString('utf8') };
  } finally {
    file?.end();
  }
}

/** Runs a command that must succeed; the error carries the end of what it printed. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, output } = await run(command, args, options);
  if (code !== 0) {
    const tail = output.trimEnd().split('\n').slice(-15).join('\n');
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${tail}`);
  }
  return output;
}

const groups = new Set<ChildProcess>();

/**
 * Starts a process as the head of its own group, so that whatever it forks can be ended with it; also
 * ends it when this process exits.
 */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(command, args, { ...options, detached: true });
  if (groups.size === 0) installExitHook();
  groups.add(child);
  child.once('exit', () => groups.delete(child));
  return child;
}

/** Ends a process of {@link spawnGroup}: politely first, so that it can clean up, then its whole group. */
export async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(5000, undefined, { ref: false })]);
  }
  killGroup(child);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

let hooked = false;
function installExitHook(): void {
  if (hooked) return;
  hooked = true;
  process.on('exit', () => {
    for (const child of groups) killGroup(child);
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
}
