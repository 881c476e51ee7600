/** The runners of one workspace folder: one process for each interpreter, started when first needed. */
import { nodeRunner, pythonRunner } from './command.ts';
import { findNode, findPython } from './interpreters.ts';
import { RunnerClient, type RunOptions, type RunResult } from './runnerClient.ts';
import type { RunnerCommand, RunnerLimits, RunParams } from '../../protocol/runner.ts';
import { runtimeOf } from '../../core/functions/target.ts';

export interface RunnersOptions {
  /** The folder of the bundles. */
  readonly dist: string;
  /** The working directory of the user's code. */
  readonly cwd: string;
  readonly limits: RunnerLimits;
  /** What the processes are given besides the environment of this one. */
  readonly env?: Readonly<Record<string, string>>;
  /** The interpreters as a person chose them, asked for with each start; undefined where nothing is chosen. */
  readonly chosen?: (runtime: 'python' | 'node') => Promise<string | undefined>;
  /** What the user's code prints. */
  readonly onOutput?: (text: string) => void;
}

export class Runners {
  private readonly clients = new Map<'python' | 'node', RunnerClient>();

  constructor(private readonly options: RunnersOptions) {}

  /** @throws CallError where the run is cancelled; InterpreterError; Error for files that nothing runs */
  run(params: RunParams, options?: RunOptions): Promise<RunResult> {
    const runtime = runtimeOf(params.target.file);
    if (runtime === undefined)
      return Promise.reject(new Error(`${params.target.file} is no Python, JavaScript or TypeScript`));
    return this.client(runtime).run(params, options);
  }

  /** How a runner is started: what a debugger launches. @throws InterpreterError */
  async command(runtime: 'python' | 'node'): Promise<RunnerCommand> {
    const { dist, cwd } = this.options;
    const env = { ...process.env, ...this.options.env };
    const chosen = await this.options.chosen?.(runtime);
    const find = { folder: cwd, ...(chosen !== undefined && { chosen }) };
    if (runtime === 'python') return pythonRunner({ dist, cwd, env, interpreter: await findPython(find) });
    return nodeRunner({ dist, cwd, env, interpreter: await findNode(find) });
  }

  /** Ends the processes; the next run starts new ones, of interpreters that are chosen anew. */
  restart(): void {
    for (const client of this.clients.values()) client.dispose();
    this.clients.clear();
  }

  dispose(): void {
    this.restart();
  }

  private client(runtime: 'python' | 'node'): RunnerClient {
    const known = this.clients.get(runtime);
    if (known !== undefined) return known;
    const client = new RunnerClient({
      command: () => this.command(runtime),
      limits: this.options.limits,
      ...(this.options.onOutput !== undefined && { onOutput: this.options.onOutput }),
    });
    this.clients.set(runtime, client);
    return client;
  }
}
