import * as vscode from 'vscode';
import { runtimeOf } from '../../core/functions/target.ts';
import type { Editors } from '../dataset/editors.ts';
import { messageOf, type Log } from '../log.ts';
import type { RolloutsProvider } from '../rollouts/provider.ts';
import { CaseTests } from './caseTests.ts';
import { Catalogue } from './catalogue.ts';
import { FUNCTION_LANGUAGES, FunctionLenses } from './codeLens.ts';
import { FunctionCommands } from './commands.ts';
import { DEBUG_TYPE, DebugpyFactory } from './debug.ts';
import { OwnRewards } from './ownRewards.ts';
import { Results } from './results.ts';
import { FunctionRunners } from './runners.ts';
import { sampleUnderTest, type SampleUnderTest } from './sample.ts';
import { ScoreCommands } from './scoreCommands.ts';
import { Scoring } from './scoring.ts';
import { FunctionsTree } from './tree.ts';

/** What a reward function can be in, or import: code, and data that scripts require. */
const IMPORTED_FILES = '**/*.{py,js,mjs,cjs,ts,mts,cts,json}';

/** Everything about reward functions that knows no editor yet. */
export class Functions implements vscode.Disposable {
  private readonly output = vscode.window.createOutputChannel('VQA-Verify Rewards');
  readonly results = new Results();
  private readonly runners: FunctionRunners;
  readonly ownRewards: OwnRewards;
  readonly cases: CaseTests;
  tree: FunctionsTree | undefined;
  private rollouts: RolloutsProvider | undefined;
  readonly scoring: Scoring;
  private readonly catalogue: Catalogue;
  private readonly subscriptions: { dispose(): unknown }[] = [this.output, this.results];

  constructor(
    extensionUri: vscode.Uri,
    private readonly log: Log,
  ) {
    this.runners = new FunctionRunners(extensionUri, this.output);
    this.ownRewards = new OwnRewards(this.runners, this.results);
    this.cases = new CaseTests(this.runners);
    this.catalogue = new Catalogue(log);
    this.scoring = new Scoring(this.runners, this.catalogue, this.output);
    this.subscriptions.push(this.runners);
  }

  /** Lenses, commands, the tree, the debugger, and live rewards in these editors. */
  register(editors: Editors): void {
    const { runners, results, output, catalogue, ownRewards } = this;
    const underTest = (): Promise<SampleUnderTest> => sampleUnderTest(editors, this.rollouts);
    const commands = new FunctionCommands({ editors, underTest, catalogue, runners, results, output });
    const tree = (this.tree = new FunctionsTree(catalogue, results, () => resourceOf(editors)));
    const lenses = new FunctionLenses(results);
    const changed = vscode.workspace.createFileSystemWatcher(IMPORTED_FILES);
    const concerns = ({ path, fsPath }: vscode.Uri): boolean =>
      runtimeOf(path) !== undefined || ownRewards.reads(fsPath);
    /** Saved in this window, which is told sooner than by watching the disk; what is not watched is not told twice. */
    const saved = new Set<string>();
    const tellEditors = (): void => {
      for (const panel of editors.all()) panel.send('ownRewardsChanged', null);
    };
    const tellOf = (uri: vscode.Uri): void => {
      if (concerns(uri)) tellEditors();
    };
    const otherInterpreter = (): void => {
      runners.restart();
      tellEditors();
    };
    this.subscriptions.push(
      this.cases,
      catalogue,
      tree,
      changed,
      changed.onDidChange((uri) => {
        if (saved.delete(uri.toString()) || !concerns(uri)) return;
        results.saved(uri.fsPath);
        tellEditors();
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (!concerns(uri)) return;
        tellEditors();
        if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) saved.add(uri.toString());
        results.saved(uri.fsPath);
      }),
      changed.onDidCreate(tellOf),
      changed.onDidDelete(tellOf),
      vscode.workspace.onDidGrantWorkspaceTrust(tellEditors),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (
          !change.affectsConfiguration('vqaVerify.python') &&
          !change.affectsConfiguration('vqaVerify.node')
        )
          return;
        otherInterpreter();
      }),
      runners.onDidChoosePython(otherInterpreter),
      vscode.languages.registerCodeLensProvider(FUNCTION_LANGUAGES, lenses),
      lenses,
      vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, new DebugpyFactory()),
      this.command('runReward', (argument) => commands.run(argument)),
      this.command('debugReward', (argument) => commands.debug(argument)),
      this.command('addRewardFunction', (argument) => commands.add(argument)),
      this.command('pinRewardCase', (argument) => commands.pin(argument)),
      this.command('choosePython', () => commands.choosePython()),
    );
  }

  /** The commands that run functions over the rollouts of these editors. */
  registerScoring(editors: Editors, rollouts: RolloutsProvider): void {
    this.rollouts = rollouts;
    const { scoring, catalogue } = this;
    const commands = new ScoreCommands({ scoring, catalogue, editors, rollouts });
    this.subscriptions.push(
      this.command('scoreRollouts', (argument) => commands.score(argument)),
      this.command('debugRowsBelow', (argument) => commands.debugBelow(argument)),
    );
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions.splice(0)).dispose();
  }

  private command(name: string, run: (argument: unknown) => Promise<unknown>): vscode.Disposable {
    return vscode.commands.registerCommand(`vqaVerify.${name}`, async (argument: unknown) => {
      try {
        return await run(argument);
      } catch (error) {
        this.log.error(`${name}:`, error instanceof Error ? error : String(error));
        void vscode.window.showErrorMessage(messageOf(error));
        return undefined;
      }
    });
  }
}

function resourceOf(editors: Editors): vscode.Uri | undefined {
  return editors.recent?.open.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
}
