/** Puts this extension, and small ones in the place of well-known ones, where a code-server looks for extensions. */
import { build } from 'esbuild';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inRoot, root } from '../../../scripts/lib/paths.ts';

/** What each says of itself besides its name. */
const STAND_INS = {
  python: {
    activationEvents: [],
    contributes: {
      commands: [{ command: 'python.setInterpreter', title: 'Select Interpreter', category: 'Python' }],
    },
  },
  debugpy: {
    activationEvents: ['onDebugResolve:debugpy'],
    contributes: { debuggers: [{ type: 'debugpy', label: 'Python Debugger', languages: ['python'] }] },
  },
} as const;

/** Into the `extensions` of a profile that no server has used yet. */
export async function installStandIns(profile: string): Promise<void> {
  const extensions = path.join(profile, 'extensions');
  await mkdir(extensions, { recursive: true });
  await symlink(root, path.join(extensions, 'vqa-verify.vqa-verify-0.1.0'));
  for (const [name, more] of Object.entries(STAND_INS)) {
    const folder = path.join(extensions, `ms-python.${name}-1.0.0`);
    await build({
      entryPoints: [inRoot('test/host/standIns', `${name}.ts`)],
      outfile: path.join(folder, 'extension.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
      logLevel: 'warning',
    });
    const manifest = {
      publisher: 'ms-python',
      name,
      version: '1.0.0',
      engines: { vscode: '^1.106.0' },
      main: './extension.cjs',
      capabilities: { untrustedWorkspaces: { supported: true } },
      ...more,
    };
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  }
}
