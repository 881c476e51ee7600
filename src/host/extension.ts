import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { Editors } from './dataset/editors.ts';
import { registerProblemLinks } from './dataset/problemLinks.ts';
import { DatasetProvider } from './dataset/provider.ts';
import { DATASET_VIEW } from './dataset/viewType.ts';
import { Functions } from './functions/register.ts';
import { RolloutsProvider } from './rollouts/provider.ts';
import { ROLLOUTS_VIEW } from './rollouts/viewType.ts';
import { SettingDiagnostics } from './settingDiagnostics.ts';
import { StatusBar } from './statusBar.ts';

/** What the extension's own tests see of it inside VS Code. */
export interface TestApi {
  readonly provider: DatasetProvider;
  readonly editors: Editors;
  readonly functions: Functions;
  readonly rollouts: RolloutsProvider;
}

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const log = vscode.window.createOutputChannel('VQA-Verify', { log: true });
  const statusBar = new StatusBar();
  const editors = new Editors(statusBar);
  const functions = new Functions(context.extensionUri, log);
  const provider: DatasetProvider = new DatasetProvider(
    context,
    editors,
    log,
    functions.ownRewards,
    (dump, target) => rollouts.openRollout(dump, target),
  );
  functions.register(editors);
  const rollouts: RolloutsProvider = new RolloutsProvider(
    context,
    {
      preview: provider.preview,
      datasets: provider,
      scoring: functions.scoring,
    },
    log,
  );
  functions.registerScoring(editors, rollouts);
  context.subscriptions.push(
    log,
    statusBar,
    editors,
    provider,
    functions,
    new SettingDiagnostics(),
    vscode.window.registerCustomEditorProvider(DATASET_VIEW, provider, {
      supportsMultipleEditorsPerDocument: true,
    }),
    vscode.window.registerCustomEditorProvider(ROLLOUTS_VIEW, rollouts, {
      supportsMultipleEditorsPerDocument: true,
    }),
    registerProblemLinks((target) => {
      provider.show(target);
    }),
    registerCommands(context, log, {
      editor: (name) => {
        editors.command(name);
      },
      rollouts: (name) => {
        rollouts.command(name);
      },
    }),
  );
  return context.extensionMode === vscode.ExtensionMode.Test
    ? { provider, editors, functions, rollouts }
    : undefined;
}
