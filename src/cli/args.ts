import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './command.ts';
import { suggestion } from '../core/nearest.ts';

export interface ParsedArgs {
  /** Values of the options that were given. */
  readonly options: ReadonlyMap<string, string>;
  /** Names of the flags that were given. */
  readonly flags: ReadonlySet<string>;
  readonly positionals: readonly string[];
}

/**
 * Reads `--name value` and `--name=value` for the options `known`, `--name` for those that take no value, and whatever
 * else there is. `-` is no option, and nothing is one after `--`. Throws UsageError.
 */
export function readArgs(
  args: readonly string[],
  known: readonly string[],
  withoutValue: readonly string[] = [],
): ParsedArgs {
  const config: ParseArgsConfig['options'] = {};
  for (const name of known) config[name] = { type: 'string' };
  for (const name of withoutValue) config[name] = { type: 'boolean' };
  const { tokens = [] } = parseArgs<ParseArgsConfig>({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options = new Map<string, string>();
  const flags = new Set<string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    if (withoutValue.includes(token.name)) {
      if (token.value !== undefined) throw new UsageError(`the option ${token.rawName} takes no value`);
      flags.add(token.name);
      continue;
    }
    if (!known.includes(token.name)) {
      const names = [...known, ...withoutValue].map((name) => `--${name}`);
      throw new UsageError(`there is no option ${token.rawName}${suggestion(token.rawName, names)}`);
    }
    if (token.value === undefined) throw new UsageError(`the option ${token.rawName} needs a value`);
    if (options.has(token.name)) throw new UsageError(`the option ${token.rawName} was given more than once`);
    options.set(token.name, token.value);
  }
  return { options, flags, positionals };
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
