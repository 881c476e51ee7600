import { parseArgs } from 'node:util';
import { UsageError } from './command.ts';
import { suggestion } from '../core/nearest.ts';

export interface ParsedArgs {
  /** Values of the options that were given, the last where one was repeated. */
  readonly options: ReadonlyMap<string, string>;
  readonly positionals: readonly string[];
}

/**
 * Reads `--name value` and `--name=value` for the options `known`, all of which take a value, and whatever else there
 * is. `-` is no option, and nothing is one after `--`. Throws UsageError.
 */
export function readArgs(args: readonly string[], known: readonly string[]): ParsedArgs {
  const config = Object.fromEntries(known.map((name) => [name, { type: 'string' as const }]));
  const { tokens } = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = new Map<string, string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    if (!known.includes(token.name)) {
      const names = known.map((name) => `--${name}`);
      throw new UsageError(`there is no option ${token.rawName}${suggestion(token.rawName, names)}`);
    }
    if (token.value === undefined) throw new UsageError(`the option ${token.rawName} needs a value`);
    options.set(token.name, token.value);
  }
  return { options, positionals };
}

/** `value` as one of `known`. Throws UsageError. */
export function oneOf<T extends string>(value: string, known: readonly T[], what: string): T {
  const found = known.find((name) => name === value);
  if (found === undefined)
    throw new UsageError(`there is no ${what} ${JSON.stringify(value)}${suggestion(value, known)}`);
  return found;
}

/** The one file that a command reads. Throws UsageError. */
export function onlyFile(positionals: readonly string[]): string {
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError('no file was given; - is standard input');
  if (more.length > 0) throw new UsageError(`one file at a time, but ${positionals.length} were given`);
  return file;
}
