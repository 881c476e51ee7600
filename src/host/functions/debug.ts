import path from 'node:path';
import * as vscode from 'vscode';
import { RunnerLink, type Runner } from '../../node/runner/link.ts';
import { runnerEnvironment } from '../../node/runner/command.ts';
import type {
  CallEnd,
  CallPlace,
  RunnerCommand,
  RunnerError,
  RunParams,
  RunProgress,
} from '../../protocol/runner.ts';
import { UNTRUSTED } from './runners.ts';

export const DEBUG_TYPE = 'vqaVerify-python';
const PYTHON_DEBUGGER = 'ms-python.debugpy';

export interface DebugOutcome {
  readonly calls: readonly CallEnd[];
  readonly error?: RunnerError;
}

/** debugpy's own adapter, for those who have not installed the Python Debugger extension. */
export class DebugpyFactory implements vscode.DebugAdapterDescriptorFactory {
  /** @throws Error in a workspace that is not trusted: what it launches is the workspace's to say */
  createDebugAdapterDescriptor({ configuration }: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    if (!vscode.workspace.isTrusted) throw new Error(UNTRUSTED);
    const python: unknown = configuration.python;
    const [command = 'python3'] = Array.isArray(python) ? python.map(String) : [];
    const env = Object.fromEntries(
      Object.entries(runnerEnvironment(process.env)).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
    return new vscode.DebugAdapterExecutable(command, ['-m', 'debugpy.adapter'], { env });
  }
}

/** Runs by the runner's own command under a debugger; without time limits, for the person may look as long as they like. */
export async function debugRun(
  command: RunnerCommand,
  params: RunParams,
  name: string,
  onBegan: (place: CallPlace) => void = () => undefined,
): Promise<DebugOutcome> {
  const link = await RunnerLink.open();
  const ended = new vscode.EventEmitter<undefined>();
  // Of a session that starts another, as js-debug's does, the one that was asked for is the parent.
  const watch = vscode.debug.onDidTerminateDebugSession((session) => {
    if (session.name === name && session.parentSession === undefined) ended.fire(undefined);
  });
  const over = new Promise<undefined>((resolve) => ended.event(resolve));
  try {
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(params.target.file));
    const configuration = configurationFor(command, link.env, name);
    if (!(await vscode.debug.startDebugging(folder, configuration))) {
      throw new Error('The debugger did not start; the debug console says why.');
    }
    const runner = await Promise.race([link.runner(), over]);
    if (runner === undefined) throw new Error('Debugging ended before the function was called.');
    return await call(runner, params, onBegan);
  } finally {
    watch.dispose();
    ended.dispose();
    link.close();
  }
}

async function call(
  runner: Runner,
  params: RunParams,
  onBegan: (place: CallPlace) => void,
): Promise<DebugOutcome> {
  const calls: CallEnd[] = [];
  try {
    const { error } = await runner.connection.call('run', params, {
      onProgress: (value) => {
        const progress = value as RunProgress;
        if ('began' in progress) onBegan(progress.began);
        if ('ended' in progress) calls.push(progress.ended);
      },
    });
    return { calls, ...(error !== undefined && { error }) };
  } catch {
    // Stopping the debugger is a way to be done.
    return {
      calls,
      error: { type: 'Stopped', message: 'debugging was stopped before the function answered' },
    };
  } finally {
    runner.close();
  }
}

function configurationFor(
  command: RunnerCommand,
  connection: Readonly<Record<string, string>>,
  name: string,
): vscode.DebugConfiguration {
  const { program, cwd } = command;
  const common = {
    name,
    request: 'launch',
    program,
    cwd,
    console: 'internalConsole',
    internalConsoleOptions: 'neverOpen',
  };
  if (command.runtime === 'python') {
    const installed = vscode.extensions.getExtension(PYTHON_DEBUGGER) !== undefined;
    return {
      ...common,
      type: installed ? 'debugpy' : DEBUG_TYPE,
      python: [command.command],
      env: { ...connection, PYTHONIOENCODING: command.env.PYTHONIOENCODING },
      justMyCode: true,
      subProcess: false,
      // Stepping out of the user's function must not end up in the runner.
      rules: [{ path: path.join(path.dirname(program), '**'), include: false }],
    };
  }
  return {
    ...common,
    type: 'node',
    runtimeExecutable: command.command,
    // Null takes a variable away from what the debugger hands on.
    env: {
      ...connection,
      NODE_OPTIONS: null,
      ELECTRON_RUN_AS_NODE: command.env.ELECTRON_RUN_AS_NODE ?? null,
    },
    sourceMaps: true,
    // The inline maps of modules anywhere in the workspace.
    resolveSourceMapLocations: null,
    skipFiles: ['<node_internals>/**', program, path.join(path.dirname(program), 'runnerHooks.mjs')],
  };
}
