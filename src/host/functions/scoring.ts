import * as vscode from 'vscode';
import { runtimeOf } from '../../core/functions/target.ts';
import type { JsonObject } from '../../core/json.ts';
import { readSelection } from '../../core/rewards/selection.ts';
import { copyHead, type HeadCopy } from '../../node/git/headCopy.ts';
import type { FunctionChoice } from '../../protocol/rollouts/compare.ts';
import type { ScoredFunction, ScoreProgress } from '../../protocol/rollouts/functions.ts';
import type { RunnerCommand, RunTarget } from '../../protocol/runner.ts';
import type { AbortSignalLike } from '../../protocol/rpc.ts';
import { gitApi } from '../git.ts';
import type { RolloutsDocument } from '../rollouts/document.ts';
import { viewSettings } from '../settings.ts';
import type { Catalogue } from './catalogue.ts';
import { LIMITS, UNTRUSTED, type FunctionRunners } from './runners.ts';
import { keyOf, nameOf, shortName, targetOf } from './target.ts';

export interface ScoreOptions {
  /** As of Git's HEAD, instead of as the file stands. */
  readonly head: boolean;
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
    { head, patient, signal, progress }: ScoreOptions,
  ): Promise<ScoredFunction> {
    const command = await this.command(target);
    const copy = head ? await copyOf(target, command) : undefined;
    const config = configOf(document, target);
    try {
      return await document.run.call(
        'score',
        {
          name: head ? `${shortName(target)}@HEAD` : shortName(target),
          target,
          command: { ...command, env: { ...command.env, ...copy?.env } },
          limits: LIMITS,
          ...(patient !== undefined && { patient }),
          ...(config !== undefined && { config }),
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

/** What the `rewards` setting gives the function, where it lists it. */
function configOf({ uri, datasetUri }: RolloutsDocument, target: RunTarget): JsonObject | undefined {
  const resource = datasetUri ?? uri;
  const { own } = readSelection(viewSettings(resource).rewards);
  return own.find((each) => keyOf(targetOf(each, resource)) === keyOf(target))?.options;
}
