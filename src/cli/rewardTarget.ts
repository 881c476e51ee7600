/** Which function `vqa-verify reward` runs, and how, as its arguments say. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { CONTRACTS } from '../core/functions/contract.ts';
import { readTarget, runtimeOf } from '../core/functions/target.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { fileError } from '../node/fileError.ts';
import type { RunParams } from '../protocol/runner.ts';
import { oneOf } from './args.ts';
import { UsageError } from './command.ts';

export type Given = ReadonlyMap<string, string>;

/** What is run but for the rows. */
export type FunctionParams = Omit<RunParams, 'batches'>;

/** Throws UsageError. */
export function readParams(written: string, options: Given): FunctionParams {
  const { path: file, symbol } = readTarget(written);
  if (runtimeOf(file) === undefined) {
    throw new UsageError(`${file} is no Python, JavaScript or TypeScript file`);
  }
  const [kind, chat, config] = ['kind', 'chat', 'config'].map((name) => options.get(name));
  return {
    target: {
      file: path.resolve(file),
      ...(symbol !== undefined && { symbol }),
      ...(kind !== undefined && { contract: oneOf(kind, CONTRACTS, 'kind') }),
    },
    stopAtError: false,
    ...(chat !== undefined && { chat: oneOf(chat, ['yes', 'no'], 'answer to --chat') === 'yes' }),
    ...(config !== undefined && { config: readConfig(config) }),
  };
}

/** An interpreter is not started for a file that is not there. Throws UsageError. */
export async function requireFile(file: string, written: string): Promise<void> {
  const { path: named } = readTarget(written);
  try {
    if ((await stat(file)).isFile()) return;
  } catch (error) {
    throw new UsageError(fileError(error, 'open', named).message);
  }
  throw new UsageError(`${named} is no file`);
}

function readConfig(text: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new UsageError(`--config is no JSON: ${text}`);
  }
  if (!isObject(value)) throw new UsageError('--config has to be a JSON object');
  return value;
}

/** Throws UsageError. */
export function readNumber(options: Given, name: string, otherwise: number): number {
  const number = Number(options.get(name) ?? otherwise);
  if (!Number.isFinite(number) || number < 0)
    throw new UsageError(`--${name} has to be a number from 0 up, but it is ${options.get(name) ?? ''}`);
  return number;
}
