import { spawn } from 'node:child_process';
import path from 'node:path';

/** Git said no; the message says to what. */
export class GitError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GitError';
  }
}

/** A hook's own repository is not the one that is asked about, and nothing is to be fetched. */
function environment(): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
  return { ...env, LC_ALL: 'C', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0' };
}

export interface GitOptions {
  /** The program; `git` on PATH by default. */
  readonly git?: string;
  /** Where it runs. */
  readonly folder: string;
}

/** What Git writes. @throws GitError with what it said where it fails */
export function runGit(
  { git = 'git', folder }: GitOptions,
  args: readonly string[],
  input = '',
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(git, args, {
      cwd: folder,
      env: environment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const written: Buffer[] = [];
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => written.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', (error) => {
      const missing = 'code' in error && error.code === 'ENOENT';
      reject(
        new GitError(missing ? 'Git was not found on PATH.' : `Git could not be started: ${error.message}`),
      );
    });
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(written));
      else
        reject(new GitError(said.trim().replace(/^fatal: /, '') || `Git ended with ${code ?? 'a signal'}.`));
    });
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

export async function lineOfGit(options: GitOptions, ...args: readonly string[]): Promise<string> {
  return (await runGit(options, args)).toString().replace(/\r?\n$/, '');
}

export interface TreeEntry {
  /** Of a file that is no link. */
  readonly id: string;
  /** In bytes. */
  readonly size: number;
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
}

/** The files of a commit; links and submodules are left out. @throws GitError */
export async function filesOf(options: GitOptions, commit: string): Promise<readonly TreeEntry[]> {
  const listed = await runGit(options, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit]);
  return listed
    .toString()
    .split('\0')
    .flatMap((line) => {
      const [, id, size, name] = /^100\d{3} blob (\S+) +(\d+)\t(.+)$/s.exec(line) ?? [];
      if (id === undefined || name === undefined || !isInside(name)) return [];
      return [{ id, size: Number(size), path: name }];
    });
}

/** A tree that someone made by hand may name places outside of it. */
function isInside(name: string): boolean {
  return !path.isAbsolute(name) && !name.split(/[\\/]/).some((part) => part === '..' || part === '.git');
}

/** What files of the repository hold, each as it was committed. @throws GitError */
export async function* contentsOf(
  options: GitOptions,
  entries: readonly TreeEntry[],
): AsyncGenerator<readonly [TreeEntry, Buffer]> {
  const ids = entries.map(({ id }) => `${id}\n`).join('');
  const all = await runGit(options, ['cat-file', '--batch'], ids);
  let at = 0;
  for (const entry of entries) {
    const end = all.indexOf(0x0a, at);
    const [, type, size] = all.subarray(at, end).toString().split(' ');
    at = end + 1;
    // A partial clone lacks some.
    if (type !== 'blob') continue;
    const length = Number(size);
    yield [entry, all.subarray(at, at + length)];
    at += length + 1;
  }
}
