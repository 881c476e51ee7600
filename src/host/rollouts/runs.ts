import path from 'node:path';
import * as vscode from 'vscode';
import type { RunsHostMethods, RunsMethods } from '../../protocol/rollouts/runs.ts';
import { RUNS_METHODS } from '../../protocol/rollouts/runs.ts';
import type { RolloutTarget } from '../../protocol/rollouts/find.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { chooseDumpOf } from './chooseDump.ts';
import type { RolloutsDocument } from './document.ts';
import { passOn } from './passOn.ts';

/** Runs that others were compared with, the latest first. */
export class RecentRuns {
  private static readonly KEY = 'recentRuns';
  private static readonly MOST = 8;

  constructor(private readonly memory: vscode.Memento) {}

  get paths(): readonly string[] {
    return this.memory.get<readonly string[]>(RecentRuns.KEY, []);
  }

  async add(run: string): Promise<void> {
    const others = this.paths.filter((known) => known !== run);
    await this.memory.update(RecentRuns.KEY, [run, ...others].slice(0, RecentRuns.MOST));
  }
}

export interface RunsContext {
  readonly document: RolloutsDocument;
  readonly recent: RecentRuns;
  /** Dumps that are open in editors. */
  readonly open: () => readonly string[];
  readonly openRollout: (dump: vscode.Uri, target: RolloutTarget) => Promise<void>;
}

/** What the comparison of two runs asks of the host. */
export function runsMethods(context: RunsContext): Handlers<RunsMethods & RunsHostMethods> {
  const { document } = context;
  return {
    ...passOn(document.run, RUNS_METHODS),
    chooseRun: () => chooseRun(context),
    async exportRuns() {
      const name = `${path.basename(document.uri.path).replace(/\.\w+$/, '')}-compared.csv`;
      const target = await vscode.window.showSaveDialog({
        defaultUri: vscode.Uri.joinPath(document.uri, '..', name),
        filters: { CSV: ['csv'] },
      });
      if (target === undefined) return false;
      await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: `Writing ${path.basename(target.path)}`,
          cancellable: true,
        },
        (progress, token) => {
          const abort = new AbortController();
          token.onCancellationRequested(() => {
            abort.abort();
          });
          let told = 0;
          return document.run.call(
            'writeRuns',
            { file: target.fsPath },
            {
              signal: abort.signal,
              onProgress: (done) => {
                const percent = Number(done) * 100;
                progress.report({ increment: percent - told });
                told = percent;
              },
            },
          );
        },
      );
      return true;
    },
    async openRolloutOf({ path: dump, rollout }) {
      await context.openRollout(vscode.Uri.file(dump), rollout);
      return null;
    },
  };
}

/** One that is open, one that was compared with before, or any other. */
async function chooseRun({ document, recent, open }: RunsContext): Promise<string | null> {
  const own = document.uri.fsPath;
  const opened = open().filter((dump) => dump !== own);
  const before = recent.paths.filter((dump) => dump !== own && !opened.includes(dump));
  const item = (dump: string, where: string): vscode.QuickPickItem & { readonly dump: string } => ({
    label: path.basename(dump),
    description: `${vscode.workspace.asRelativePath(path.dirname(dump))} · ${where}`,
    dump,
  });
  const known = [...opened.map((dump) => item(dump, 'open')), ...before.map((dump) => item(dump, 'recent'))];
  const title = `Compare ${path.basename(own)} with Which Run?`;
  const others = [
    { label: 'Choose a File…', folder: false },
    { label: 'Choose a Folder…', folder: true },
  ];
  const picked = await vscode.window.showQuickPick([...known, ...others], {
    title,
    matchOnDescription: true,
  });
  if (picked === undefined) return null;
  const chosen = 'dump' in picked ? picked.dump : (await chooseDumpOf(title, picked.folder))?.fsPath;
  if (chosen === undefined) return null;
  await recent.add(chosen);
  return chosen;
}
