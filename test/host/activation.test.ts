import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: {
    readonly commands?: readonly { readonly command: string }[];
    readonly views?: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

describe('The extension', () => {
  const extension = vscode.extensions.getExtension<unknown>('vqa-verify.vqa-verify');

  it('is found and activates', async () => {
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('has registered every command that the manifest offers', async () => {
    const { contributes } = extension!.packageJSON as Manifest;
    const registered = new Set(await vscode.commands.getCommands(true));
    const offered = (contributes.commands ?? []).map(({ command }) => command);
    assert.deepEqual(
      offered.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('offers no command of its own that the manifest does not name', async () => {
    const { contributes } = extension!.packageJSON as Manifest;
    const offered = new Set((contributes.commands ?? []).map(({ command }) => command));
    const own = (await vscode.commands.getCommands(true)).filter((name) => name.startsWith('vqaVerify.'));
    // VS Code itself registers commands for each view, such as its focus.
    const views = Object.values(contributes.views ?? {}).flatMap((group) => group.map(({ id }) => `${id}.`));
    assert.deepEqual(
      own.filter((command) => !offered.has(command) && !views.some((view) => command.startsWith(view))),
      [],
    );
  });
});
