import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { EDITOR_COMMANDS, type EditorCommand } from '../protocol/commands.ts';
import { ROLLOUT_COMMANDS, type RolloutCommand } from '../protocol/rolloutCommands.ts';
import { compareWithHead } from './compareWithHead.ts';
import { DATASET_VIEW } from './dataset/viewType.ts';
import { messageOf, type Log } from './log.ts';
import { chooseDump } from './rollouts/chooseDump.ts';
import { ROLLOUTS_VIEW } from './rollouts/viewType.ts';

/** Where the commands about what an editor shows go. */
export interface Forward {
  readonly editor: (name: EditorCommand) => void;
  readonly rollouts: (name: RolloutCommand) => void;
}

/** Registers the commands; those about what an editor shows go to the active editor by `forward`. */
export function registerCommands(
  context: vscode.ExtensionContext,
  log: Log,
  forward: Forward,
): vscode.Disposable {
  const command = (name: string, run: (argument: unknown) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`vqaVerify.${name}`, async (argument: unknown) => {
      try {
        return await run(argument);
      } catch (error) {
        log.error(`${name}:`, error instanceof Error ? error : String(error));
        void vscode.window.showErrorMessage(messageOf(error));
        return undefined;
      }
    });
  return vscode.Disposable.from(
    command('openDataset', openDataset),
    command('openRollouts', openRollouts),
    command('compareWithHead', async () => {
      const uri = activeResource();
      if (uri !== undefined) await compareWithHead(uri);
    }),
    command('openSampleDataset', () => openSampleDataset(context.extensionUri)),
    ...EDITOR_COMMANDS.map((name) =>
      command(name, () => {
        forward.editor(name);
      }),
    ),
    ...ROLLOUT_COMMANDS.map((name) =>
      command(name, () => {
        forward.rollouts(name);
      }),
    ),
  );
}

async function openDataset(argument: unknown): Promise<void> {
  const uri = argument instanceof vscode.Uri ? argument : (activeResource() ?? (await chooseFile()));
  if (uri !== undefined) await vscode.commands.executeCommand('vscode.openWith', uri, DATASET_VIEW);
}

function activeResource(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
    ? input.uri
    : undefined;
}

/** A file or a folder of the Explorer, else what is open, else what the person chooses. */
async function openRollouts(argument: unknown): Promise<void> {
  const uri =
    argument instanceof vscode.Uri ? argument : (activeResource() ?? (await chooseDump('Open as Rollouts')));
  if (uri !== undefined) await vscode.commands.executeCommand('vscode.openWith', uri, ROLLOUTS_VIEW);
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Open as Dataset',
    filters: { Datasets: ['jsonl', 'json'] },
  });
  return chosen?.[0];
}

/** Opens a copy of the sample dataset in a new temporary folder, so that trying things out spoils nothing. */
async function openSampleDataset(extensionUri: vscode.Uri): Promise<vscode.Uri> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-sample-'));
  await cp(vscode.Uri.joinPath(extensionUri, 'media', 'sample').fsPath, folder, { recursive: true });
  const dataset = vscode.Uri.file(path.join(folder, 'sample.vqa.jsonl'));
  await vscode.commands.executeCommand('vscode.openWith', dataset, DATASET_VIEW);
  return dataset;
}
