import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** There is no such interpreter; the message says what to do. */
export class InterpreterError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InterpreterError';
  }
}

export interface FindOptions {
  /** A path or a name, as a person set it; empty where nothing is set. */
  readonly chosen?: string;
  /** What relative paths and `${workspaceFolder}` count from. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
}

/** The Python to run, as an absolute path. @throws InterpreterError */
export async function findPython(options: FindOptions): Promise<string> {
  const windows = (options.platform ?? process.platform) === 'win32';
  const found = await find(options, windows ? ['python', 'python3', 'py'] : ['python3', 'python']);
  if (found !== undefined) return found;
  throw new InterpreterError(
    options.chosen === undefined || options.chosen === ''
      ? 'No Python was found on PATH. Install Python 3.8 or newer, or say where it is (vqaVerify.python, --python).'
      : `There is no Python at ${options.chosen}.`,
  );
}

/** The Node to run: as chosen, else the one on PATH, else the one that runs this. @throws InterpreterError */
export async function findNode(options: FindOptions): Promise<string> {
  const found = await find(options, ['node']);
  if (found !== undefined) return found;
  if (options.chosen === undefined || options.chosen === '') return process.execPath;
  throw new InterpreterError(`There is no Node at ${options.chosen}.`);
}

async function find(options: FindOptions, names: readonly string[]): Promise<string | undefined> {
  const { chosen = '', folder, env = process.env, platform = process.platform } = options;
  if (chosen === '') return onPath(names, env, platform);
  const expanded = chosen
    .replace(/^~(?=$|[\\/])/, () => homedir())
    .replaceAll('${workspaceFolder}', () => folder);
  if (!/[\\/]/.test(expanded)) return onPath([expanded], env, platform);
  const file = path.resolve(folder, expanded);
  return (await isProgram(file)) ? file : undefined;
}

async function onPath(
  names: readonly string[],
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Promise<string | undefined> {
  const windows = platform === 'win32';
  const folders = (env.PATH ?? env.Path ?? '').split(path.delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    for (const folder of folders) {
      // Windows puts programs there that do nothing but open its store.
      if (windows && /\\WindowsApps\\?$/i.test(folder)) continue;
      const file = path.join(folder, windows && path.extname(name) === '' ? `${name}.exe` : name);
      if (await isProgram(file)) return file;
    }
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
