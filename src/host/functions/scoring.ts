import * as vscode from 'vscode';
import { runtimeOf } from '../../core/functions/target.ts';
import { copyHead, type HeadCopy } from '../../node/git/headCopy.ts';
import type { FunctionChoice } from '../../protocol/rollouts/compare.ts';
import type { ScoredFunction, ScoreProgress } from '../../protocol/rollouts/functions.ts';
import type { RunnerCommand, RunTarget } from '../../protocol/runner.ts';
import type { AbortSignalLike } from '../../protocol/rpc.ts';
import { gitApi } from '../git.ts';
import type { RolloutsDocument } from '../rollouts/document.ts';
import type { Catalogue } from './catalogue.ts';
import { LIMITS, UNTRUSTED, type FunctionRunners } from './runners.ts';
import { calledAs, nameOf, shortName } from './target.ts';

export interface ScoreOptions {
  /** As of Git's HEAD, instead of as the file stands. */
  readonly head: boolean;
  /** The entry of the `rewards` setting whose options count, where several are about the function. */
  readonly entry?: string | undefined;
  /** Goes on however many calls run into the time limit. */
  readonly patient?: boolean;
  readonly signal: AbortSignalLike;
  readonly progress: (progress: ScoreProgress) => void;
}

/** Reward functions over the rollouts that an editor has open; the rows stay in the editor's worker. */
export class Scoring {
  constructor(
    private readonly runners: FunctionRunners,
    private readonly catalogue: Catalogue,
    private readonly output: vscode.OutputChannel,
  ) {}

  /** The functions of the workspace that could be called, or why none may. */
  async choices(): Promise<{ readonly choices: readonly FunctionChoice[]; readonly refusal?: string }> {
    if (!vscode.workspace.isTrusted) return { choices: [], refusal: UNTRUSTED };
    const files = await this.catalogue.list();
    const choices = files.flatMap(({ uri, functions }) =>
      functions.map(({ symbol, contract }) => {
        const target = { file: uri.fsPath, symbol, contract };
        return { title: nameOf(target), target };
      }),
    );
    return { choices };
  }

  /**
   * Calls a function with every rollout. @throws Error where nothing may run, InterpreterError, GitError, CallError
   * `CancelledError`
   */
  async score(
    document: RolloutsDocument,
    target: RunTarget,
    { head, entry, patient, signal, progress }: ScoreOptions,
  ): Promise<ScoredFunction> {
    const command = await this.command(target);
    const copy = head ? await copyOf(target, command) : undefined;
    const called = await calledAs(target, document.resource, entry);
    try {
      return await document.run.call(
        'score',
        {
          name: head ? `${shortName(target)}@HEAD` : shortName(target),
          ...called,
          command: { ...command, env: { ...command.env, ...copy?.env } },
          limits: LIMITS,
          ...(patient !== undefined && { patient }),
          ...(copy !== undefined && { copy: { file: copy.file, commit: copy.commit } }),
        },
        {
          signal,
          onProgress: (value) => {
            const told = value as ScoreProgress;
            if ('printed' in told) this.output.append(told.printed);
            else progress(told);
          },
        },
      );
    } finally {
      await copy?.remove();
    }
  }

  /** @throws Error that says why nothing may run; InterpreterError */
  command(target: RunTarget): Promise<RunnerCommand> {
    return this.runners.for(target.file).command(runtimeOf(target.file) ?? 'python');
  }
}

async function copyOf(target: RunTarget, { cwd, env }: RunnerCommand): Promise<HeadCopy> {
  const git = (await gitApi())?.git.path;
  return copyHead({ file: target.file, cwd, env, ...(git !== undefined && { git }) });
}
