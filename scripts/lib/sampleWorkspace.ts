import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { inRoot, scratch } from './paths.ts';
import { mustRun } from './process.ts';
import { onPath } from './systemPackages.ts';

/** The dataset that `npm start` shows, by its name in the workspace. */
export const SAMPLE_FILE = 'sample.vqa.jsonl';

/**
 * A copy of the sample dataset to edit freely, a git repository of its own, so that `git diff` shows the
 * values that were touched.
 * @param keep goes on with the copy of the last time, where there is one
 * @returns the absolute path of its folder
 */
export async function sampleWorkspace(keep: boolean, folder = scratch('workspace')): Promise<string> {
  if (keep && existsSync(folder)) return folder;
  await rm(folder, { recursive: true, force: true });
  await cp(inRoot('media/sample'), folder, { recursive: true });
  if (onPath('git') !== undefined) {
    const git = (...args: string[]): Promise<string> => mustRun('git', args, { cwd: folder });
    await git('init', '--quiet');
    await git('add', '--all');
    const author = ['-c', 'user.name=VQA-Verify', '-c', 'user.email=sample@localhost'];
    await git(...author, '-c', 'commit.gpgsign=false', 'commit', '--quiet', '-m', 'Sample dataset');
  }
  return folder;
}
