import * as vscode from 'vscode';
import type { ScoredFunction } from '../../protocol/rollouts/functions.ts';
import type { RunTarget } from '../../protocol/runner.ts';
import { CallError } from '../../protocol/rpc.ts';
import type { Editors } from '../dataset/editors.ts';
import type { RolloutsDocument } from '../rollouts/document.ts';
import type { RolloutsProvider } from '../rollouts/provider.ts';
import type { Catalogue } from './catalogue.ts';
import { askLimit } from './askLimit.ts';
import { chooseRollouts } from './chooseRollouts.ts';
import { chooseTarget } from './chooseTarget.ts';
import { debugRun } from './debug.ts';
import type { ScoreOptions, Scoring } from './scoring.ts';
import { calledAs, entryNameOf, nameOf } from './target.ts';

/** Rows of one debug session: nobody steps through more. */
const MOST_ROWS = 50;
/** Of a message; Compare lists them all. */
const MOST_NOTES = 3;
const GO_ON = 'Go on anyway';

export interface ScoreServices {
  readonly scoring: Scoring;
  readonly catalogue: Catalogue;
  readonly editors: Editors;
  readonly rollouts: RolloutsProvider;
}

/** What debugging rows told. */
export interface DebuggedRows {
  /** All that are below the threshold; those that were debugged are the first of them. */
  readonly below: number;
  readonly rewards: readonly (number | null)[];
}

/** The commands that run a function over a whole dump. */
export class ScoreCommands {
  constructor(private readonly services: ScoreServices) {}

  /** *Score Rollouts*: into a column of the rollouts editor, which then offers to compare. */
  async score(argument: unknown): Promise<ScoredFunction | undefined> {
    const chosen = await this.choose(argument);
    if (chosen === undefined) return undefined;
    const { target, document } = chosen;
    const options = { head: isHead(argument), entry: entryNameOf(argument) };
    const scored = await this.run(document, target, options);
    if (scored !== undefined) void this.tell(document, scored, options);
    return scored;
  }

  /** *Debug the Rows Below…*: scores first, then debugs only rows whose reward is below a threshold, or that fail; each alone. */
  async debugBelow(argument: unknown): Promise<DebuggedRows | undefined> {
    const chosen = await this.choose(argument);
    if (chosen === undefined) return undefined;
    const { target, document } = chosen;
    const threshold = thresholdOf(argument) ?? (await askLimit());
    if (threshold === undefined) return undefined;
    const entry = entryNameOf(argument);
    const scored = await this.run(document, target, { head: false, entry });
    if (scored === undefined) return undefined;
    const { below, rows } = await document.run.call('rowsBelow', {
      name: scored.name,
      threshold,
      most: MOST_ROWS,
    });
    const what = `${nameOf(target)} gives ${below === 0 ? 'no rollout' : `${below} rollouts`} a reward below ${threshold}`;
    if (rows.length === 0) {
      void vscode.window.showInformationMessage(`${what}.`);
      return { below, rewards: [] };
    }
    if (below > rows.length) {
      void vscode.window.showInformationMessage(`${what}: the first ${rows.length} are debugged.`);
    }
    const { calls, error } = await debugRun(
      await this.services.scoring.command(target),
      {
        ...(await calledAs(target, document.resource, entry)),
        batches: rows.map(({ called }) => [called]),
        stopAtError: false,
      },
      `${nameOf(target)} on ${rows.length} rollouts below ${threshold}`,
      ({ batch }) => {
        const rollout = rows[batch]?.rollout;
        if (rollout !== undefined) void this.follow(document, rollout);
      },
    );
    if (error !== undefined && error.type !== 'Stopped') throw new Error(`${error.type}: ${error.message}`);
    return { below, rewards: calls.map(({ outcomes }) => outcomes[0]?.reward ?? null) };
  }

  /** Shows the rollout that the debugger is at. */
  private async follow(document: RolloutsDocument, rollout: number): Promise<void> {
    const place = await document.run.call('placeOf', { rollout });
    if (place !== null) this.services.rollouts.follow(document, place);
  }

  private async choose(
    argument: unknown,
  ): Promise<{ readonly target: RunTarget; readonly document: RolloutsDocument } | undefined> {
    const { catalogue, rollouts, editors } = this.services;
    const target = await chooseTarget(catalogue, argument);
    if (target === undefined) return undefined;
    const document = await chooseRollouts(rollouts, editors, rolloutsOf(argument));
    return document && { target, document };
  }

  /** With progress; undefined where it was cancelled. */
  private async run(
    document: RolloutsDocument,
    target: RunTarget,
    options: Pick<ScoreOptions, 'head' | 'entry' | 'patient'>,
  ): Promise<ScoredFunction | undefined> {
    const title = `Scoring rollouts with ${nameOf(target)}${options.head ? ' as of HEAD' : ''}`;
    return vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        const abort = new AbortController();
        const cancel = token.onCancellationRequested(() => {
          abort.abort();
        });
        let told = 0;
        try {
          return await this.services.scoring.score(document, target, {
            ...options,
            signal: abort.signal,
            progress: (now) => {
              if (!('done' in now)) return;
              const percent = (100 * now.done) / now.total;
              progress.report({ message: `${now.done} of ${now.total}`, increment: percent - told });
              told = percent;
            },
          });
        } catch (error) {
          if (error instanceof CallError && error.name === 'CancelledError') return undefined;
          throw error;
        } finally {
          cancel.dispose();
        }
      },
    );
  }

  private async tell(
    document: RolloutsDocument,
    scored: ScoredFunction,
    options: Pick<ScoreOptions, 'head' | 'entry'>,
  ): Promise<void> {
    const { name, done, failed, failedBatches, givenUp, notes, target } = scored;
    const errors = failed === 0 ? '' : `, ${failed} with errors`;
    const told = [givenUp, failedBatches, ...notes.slice(0, MOST_NOTES)];
    const more = told.filter((each) => each !== undefined).map((each) => ` ${each}.`);
    const text = `${name} scored ${done} rollouts${errors}.${more.join('')}`;
    const pressed = await (failed === 0 && more.length === 0
      ? vscode.window.showInformationMessage(text, 'Compare')
      : vscode.window.showWarningMessage(text, 'Compare', ...(givenUp === undefined ? [] : [GO_ON])));
    if (pressed === GO_ON) {
      const again = await this.run(document, target, { ...options, patient: true });
      if (again !== undefined) void this.tell(document, again, options);
    } else if (pressed !== undefined) this.services.rollouts.compare(document, name);
  }
}

function rolloutsOf(argument: unknown): vscode.Uri | undefined {
  return argument instanceof Object && 'rollouts' in argument && argument.rollouts instanceof vscode.Uri
    ? argument.rollouts
    : undefined;
}

const isHead = (argument: unknown): boolean =>
  argument instanceof Object && 'head' in argument && argument.head === true;

function thresholdOf(argument: unknown): number | undefined {
  return argument instanceof Object && 'below' in argument && typeof argument.below === 'number'
    ? argument.below
    : undefined;
}
