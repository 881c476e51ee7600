import path from 'node:path';
import type { RunnerCommand } from '../../protocol/runner.ts';

export interface CommandOptions {
  /** The folder of the bundles, with the runners in it. */
  readonly dist: string;
  /** A Python or a Node. */
  readonly interpreter: string;
  /** The workspace folder. */
  readonly cwd: string;
  /** By default this process's. */
  readonly env?: NodeJS.ProcessEnv;
}

export function pythonRunner({ dist, interpreter, cwd, env = process.env }: CommandOptions): RunnerCommand {
  return {
    runtime: 'python',
    command: interpreter,
    // Unbuffered: what a call printed is there before the call ends the process.
    args: ['-u'],
    program: path.join(dist, 'runner', 'main.py'),
    cwd,
    env: { ...runnerEnvironment(env), PYTHONIOENCODING: 'utf-8:backslashreplace' },
  };
}

export function nodeRunner({ dist, interpreter, cwd, env = process.env }: CommandOptions): RunnerCommand {
  // In the editor, what runs this is Electron, which is a Node only when told so.
  const electron = interpreter === process.execPath && 'electron' in process.versions;
  return {
    runtime: 'node',
    command: interpreter,
    args: [],
    program: path.join(dist, 'runner.mjs'),
    cwd,
    env: { ...runnerEnvironment(env), ...(electron && { ELECTRON_RUN_AS_NODE: '1' }) },
  };
}

/** What users' code inherits: everything but what belongs to the editor, and what is secret of this extension. */
export function runnerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !/^(?:VSCODE_|VQA_VERIFY_|ELECTRON_RUN_AS_NODE$|NODE_OPTIONS$|NODE_CHANNEL_)/i.test(name),
  );
  return Object.fromEntries(kept);
}
