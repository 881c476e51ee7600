/** Functions as the `rewards` setting lists them: wherever one is called, it is called with the options it has there. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { discover, type FoundFunction } from '../../core/functions/discover.ts';
import { knownAs } from '../../core/functions/knownAs.ts';
import type { JsonObject } from '../../core/json.ts';
import type { OwnReward } from '../../core/rewards/selection.ts';
import type { RunTarget } from '../../protocol/runner.ts';

export interface ListedFunction {
  /** Of the entry, which tells two of the same function apart. */
  readonly name: string;
  readonly target: RunTarget;
  readonly options: JsonObject;
}

/** What is called, and with which constants of the trainer. */
export interface CalledAs {
  readonly target: RunTarget;
  readonly config?: JsonObject;
}

/** An entry with its file: absolute, below `~`, or relative to the workspace folder. */
export function listedIn(
  folder: string,
  { name, path: written, symbol, kind, options }: OwnReward,
): ListedFunction {
  const expanded = /^~(?=$|[\\/])/.test(written) ? homedir() + written.slice(1) : written;
  const target = {
    file: path.resolve(folder, expanded),
    ...(symbol !== undefined && { symbol }),
    ...(kind !== undefined && { contract: kind }),
  };
  return { name, target, options };
}

/**
 * A function as an entry says it is called: that of this name, else the first that means the same function. One that
 * is not listed is called as it is.
 */
export async function asListed(
  target: RunTarget,
  listed: readonly ListedFunction[],
  name?: string,
): Promise<CalledAs> {
  const inFile = listed.filter((each) => each.target.file === target.file);
  if (inFile.length === 0) return { target };
  const functions = await functionsIn(target.file);
  const symbolOf = ({ symbol }: RunTarget): string => knownAs(functions, symbol)?.symbol ?? symbol ?? '';
  const same = inFile.filter((each) => symbolOf(each.target) === symbolOf(target));
  const found = same.find((each) => each.name === name) ?? same[0];
  if (found === undefined) return { target };
  const { contract } = found.target;
  return { target: { ...target, ...(contract !== undefined && { contract }) }, config: found.options };
}

/** The same function by the name that its source has for it. */
export async function byOwnName(target: RunTarget): Promise<RunTarget> {
  const found = knownAs(await functionsIn(target.file), target.symbol);
  return found === undefined ? target : { ...target, symbol: found.symbol };
}

/** None where the file cannot be read: whoever calls it is told why. */
async function functionsIn(file: string): Promise<readonly FoundFunction[]> {
  return discover(file, await readFile(file, 'utf8').catch(() => ''));
}
