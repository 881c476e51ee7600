import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratch } from '../../scripts/lib/paths.ts';
import { SAMPLE_FILE, sampleWorkspace } from '../../scripts/lib/sampleWorkspace.ts';

const json = (name: string): unknown => JSON.parse(readFileSync(path.join('.vscode', name), 'utf8'));

describe('F5', () => {
  const { configurations } = json('launch.json') as {
    configurations: { type: string; args: string[]; preLaunchTask: string }[];
  };
  const { tasks } = json('tasks.json') as {
    tasks: { label: string; script?: string; command?: string; dependsOn?: string[] }[];
  };
  const commands = (label: string): string[] =>
    tasks
      .filter((task) => task.label === label)
      .flatMap(({ script, command, dependsOn = [] }) => [
        ...(script === undefined ? [] : [`npm run ${script}`]),
        ...(command === undefined ? [] : [command]),
        ...dependsOn.flatMap(commands),
      ]);

  it('builds, and makes the copy of the sample dataset that it opens', () => {
    const launch = configurations.find(({ type }) => type === 'extensionHost');
    expect(commands(launch?.preLaunchTask ?? '')).toEqual([
      'npm run build',
      'npx tsx scripts/sampleWorkspace.ts',
    ]);
    const opened = launch?.args.map((argument) => argument.replace('${workspaceFolder}', path.resolve()));
    expect(opened).toEqual(expect.arrayContaining([scratch('workspace'), scratch('workspace', SAMPLE_FILE)]));
  });

  it('has a whole dataset to open, under git, where there was nothing', async () => {
    const parent = mkdtempSync(path.join(tmpdir(), 'vqa-verify-launch-'));
    try {
      const folder = await sampleWorkspace(true, path.join(parent, 'not', 'yet', 'there'));
      expect(existsSync(path.join(folder, SAMPLE_FILE))).toBe(true);
      expect(existsSync(path.join(folder, 'images'))).toBe(true);
      const status = execFileSync('git', ['status', '--short'], { cwd: folder, encoding: 'utf8' });
      expect(status).toBe('');
    } finally {
      rmSync(parent, { recursive: true, force: true });
    }
  });
});
