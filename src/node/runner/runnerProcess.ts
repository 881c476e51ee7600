/** One runner process: its start, one run at a time within time limits, and what it says of its end. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type {
  RunDone,
  RunnerCommand,
  RunnerError,
  RunnerLimits,
  RunParams,
  RunProgress,
} from '../../protocol/runner.ts';
import { CallError } from '../../protocol/rpc.ts';
import { readLastWords } from './lastWords.ts';
import { RunnerLink, type Runner } from './link.ts';
import { MOST_OUTPUT, Output } from './output.ts';

/** Milliseconds for a runner to say hello. */
const START_LIMIT = 20_000;
/** Milliseconds that a runner has to write where it hangs, before it is ended. */
const GRACE = 400;

/** The type of the error of a call that took too long. */
export const TIMEOUT = 'Timeout';

/** The process ended, or had to be ended: what a person is told. */
export class RunnerEnd extends Error {
  constructor(readonly report: RunnerError) {
    super(report.message);
    this.name = 'RunnerEnd';
  }
}

export class RunnerProcess {
  private readonly child: ChildProcess;
  private readonly output: Output;
  private readonly exited: Promise<void>;
  private started: Promise<Runner>;
  /** Why it was ended from here. */
  private cause: RunnerError | undefined;
  private timer: NodeJS.Timeout | undefined;
  alive = true;

  private constructor(
    private readonly command: RunnerCommand,
    private readonly link: RunnerLink,
    private readonly limits: RunnerLimits,
    onOutput: (text: string) => void,
  ) {
    this.child = spawn(command.command, [...command.args, command.program], {
      cwd: command.cwd,
      env: { ...command.env, ...link.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it starts ends with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.output = new Output(onOutput, () => {
      this.end(
        plain(
          'TooMuchOutput',
          `the function wrote more than ${MOST_OUTPUT / 1024 / 1024} MB and was stopped`,
        ),
      );
    });
    if (this.child.stdout !== null) this.output.follow(this.child.stdout);
    if (this.child.stderr !== null) this.output.follow(this.child.stderr);
    this.exited = new Promise((resolve) => {
      this.child.on('error', (error) => {
        this.cause ??= plain('RunnerStart', `${command.command} could not be started: ${error.message}`);
        resolve();
      });
      this.child.on('exit', () => {
        resolve();
      });
    });
    void this.exited.then(() => {
      this.alive = false;
      clearTimeout(this.timer);
      killGroup(this.child);
      link.close();
    });
    this.started = this.start();
    // Whoever runs something hears of it.
    this.started.catch(() => undefined);
  }

  static async start(
    command: RunnerCommand,
    limits: RunnerLimits,
    onOutput: (text: string) => void,
  ): Promise<RunnerProcess> {
    return new RunnerProcess(command, await RunnerLink.open(), limits, onOutput);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** @throws RunnerEnd where the process ended, or was ended, before the run was over */
  async run(params: RunParams, onProgress: (progress: RunProgress) => void): Promise<RunDone> {
    const { connection, gone } = await this.started;
    this.output.begin();
    try {
      return await connection.call(
        'run',
        { ...params, limit: this.limits.call, loadLimit: this.limits.load },
        {
          onProgress: (value) => {
            const progress = value as RunProgress;
            this.watch(progress);
            onProgress(progress);
          },
        },
      );
    } catch (error) {
      if (error instanceof CallError && error.name !== 'ClosedError') throw error;
      const why = await gone;
      throw await this.ending(`the runner's connection to VQA-Verify was lost: ${why}`, params.target.file);
    } finally {
      clearTimeout(this.timer);
    }
  }

  /** Ends the process and all that it started. */
  end(cause: RunnerError): void {
    this.cause ??= cause;
    this.alive = false;
    killGroup(this.child);
  }

  private async start(): Promise<Runner> {
    this.timer = setTimeout(() => {
      this.end(
        plain(
          'RunnerStart',
          `${this.command.command} did not start the runner within ${START_LIMIT / 1000} s`,
        ),
      );
    }, START_LIMIT);
    const runner = await Promise.race([this.link.runner(), this.exited]);
    clearTimeout(this.timer);
    if (runner !== undefined) return runner;
    const said = this.output.tail.trim();
    throw new RunnerEnd(
      this.cause ??
        plain(
          'RunnerStart',
          `${this.command.command} could not start the runner${said === '' ? '' : `: ${said}`}`,
        ),
    );
  }

  private watch(progress: RunProgress): void {
    clearTimeout(this.timer);
    if ('loading' in progress) this.arm(this.limits.load, 'loading the file took');
    if ('began' in progress) {
      this.output.begin();
      this.arm(this.limits.call, 'the function took');
    }
  }

  private arm(seconds: number, what: string): void {
    this.timer = setTimeout(
      () => {
        this.end(plain(TIMEOUT, `${what} more than ${seconds} s and was stopped`));
      },
      seconds * 1000 + GRACE,
    );
  }

  /** The connection is gone: tells why. */
  private async ending(lost: string, file: string): Promise<RunnerEnd> {
    const late = new Promise<'late'>((resolve) => {
      setTimeout(resolve, 1000, 'late').unref();
    });
    const left = (await Promise.race([this.exited, late])) === 'late';
    // What it wrote last may still be on its way.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const words = readLastWords(this.output.tail, (frame) => this.isUsers(frame, file));
    if (left && this.cause === undefined) {
      this.end(plain('ConnectionLost', `${lost}; the function may have closed it`));
    }
    const { code, signal } = { code: this.child.exitCode, signal: this.child.signalCode };
    const cause =
      this.cause ??
      (words.exit?.includes('connection') === true
        ? plain('ConnectionLost', 'the connection to VQA-Verify was lost; the function may have closed it')
        : undefined) ??
      plain(
        'ProcessEnded',
        words.exit === undefined
          ? `the process ended ${howEnded(code, signal)}`
          : `the function ended the process by ${words.exit}`,
      );
    if (words.frame === undefined) return new RunnerEnd(cause);
    const { frame } = words;
    const where = `in ${frame.function} (${path.basename(frame.file)}, line ${frame.line})`;
    return new RunnerEnd({
      ...cause,
      message: `${cause.message}, ${where}`,
      file: frame.file,
      line: frame.line,
      frames: [frame],
    });
  }

  private isUsers(frame: string, file: string): boolean {
    if (/[\\/](?:site|dist)-packages[\\/]|[\\/]node_modules[\\/]/.test(frame)) return false;
    if (frame.startsWith(path.dirname(this.command.program) + path.sep)) return false;
    return [this.command.cwd, path.dirname(file)].some((folder) => frame.startsWith(folder + path.sep));
  }
}

const SIGNALS: Readonly<Record<string, string>> = {
  SIGSEGV: 'segmentation fault',
  SIGABRT: 'abort',
  SIGBUS: 'bus error',
  SIGFPE: 'arithmetic error',
  SIGILL: 'illegal instruction',
  SIGKILL: 'killed, perhaps because memory ran out',
};

function howEnded(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === null) return `with exit code ${code ?? 'unknown'}`;
  const meaning = SIGNALS[signal];
  return `by the signal ${signal}${meaning === undefined ? '' : ` (${meaning})`}`;
}

function plain(type: string, message: string): RunnerError {
  return { type, message };
}

function killGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => undefined,
    );
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}
