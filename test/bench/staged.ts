/** The extension as the package holds it, minified and with its libraries beside it. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { stageExtension } from '../../scripts/package/stage.ts';
import { hostTarget } from '../../scripts/package/targets.ts';
import { benchFolder } from './generate.ts';

let staged: Promise<string> | undefined;

/** Stages it once in the life of this process; the path of its folder. */
export const stagedExtension = (): Promise<string> => (staged ??= stage());

async function stage(): Promise<string> {
  const folder = path.join(benchFolder, 'extension');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await stageExtension(hostTarget(), folder);
  return folder;
}
