/** The `vqaVerify.rewards` setting, where the command line finds it: what the editor passes a function is passed here, too. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { isObject, type Json } from '../core/json.ts';
import { readSelection } from '../core/rewards/selection.ts';
import { asListed, listedIn } from '../node/runner/listed.ts';
import type { CommandIo } from './command.ts';
import type { FunctionParams, Given } from './rewardTarget.ts';

const SETTINGS = path.join('.vscode', 'settings.json');

/** The function with the kind and the options of its entry; those that were given as arguments come first. */
export async function withSetOptions(
  params: FunctionParams,
  given: Given,
  io: CommandIo,
): Promise<FunctionParams> {
  const found = await settingAround(path.dirname(params.target.file));
  if (found === undefined) return params;
  const { own } = readSelection(found.rewards);
  const listed = own.map((each) => listedIn(found.folder, each));
  const { target, config } = await asListed(params.target, listed);
  if (config !== undefined && !given.has('config') && Object.keys(config).length > 0) {
    const file = path.relative(process.cwd(), path.join(found.folder, SETTINGS));
    io.stderr.write(`with the options that ${file} gives it: ${JSON.stringify(config)}\n`);
  }
  return {
    ...(config !== undefined && { config }),
    ...params,
    target: given.has('kind') ? params.target : target,
  };
}

/** The nearest that lists rewards, with the workspace folder that its paths count from. */
async function settingAround(from: string): Promise<{ folder: string; rewards: Json } | undefined> {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const text = await readFile(path.join(folder, SETTINGS), 'utf8').catch(() => '');
    const settings = parse(text) as Json | undefined;
    const rewards = isObject(settings) ? settings['vqaVerify.rewards'] : undefined;
    if (rewards !== undefined) return { folder, rewards };
    if (path.dirname(folder) === folder) return undefined;
  }
}
