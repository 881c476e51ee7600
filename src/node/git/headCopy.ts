/** A reward function as it was committed, so that an edit can be compared with what it changes. */
import { mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contentsOf, filesOf, GitError, lineOfGit, type GitOptions, type TreeEntry } from './git.ts';

/** What may be imported, from anywhere in the repository. */
const SOURCES = /\.(?:py|[cm]?[jt]s|json)$/i;
/** In bytes: a larger file is no code, nor what a reward function reads beside it. */
const LARGEST = 4 * 1024 * 1024;
/** In bytes and files: what is copied in all. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_FILES = 20_000;

export interface HeadCopyOptions {
  /** Absolute path of the file in the working tree. */
  readonly file: string;
  /** The working directory of the user's code. */
  readonly cwd: string;
  /** The program; `git` on PATH by default. */
  readonly git?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface HeadCopy {
  /** The file as it was committed, below a private temporary folder. */
  readonly file: string;
  /** Short name of the commit. */
  readonly commit: string;
  /** What the runner needs beside its own environment. */
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/**
 * Copies a file as of HEAD, with all that it may import from its repository and the files beside it, into a temporary
 * folder. The working directory stays the workspace, where data lies that is not committed. @throws GitError
 */
export async function copyHead(options: HeadCopyOptions): Promise<HeadCopy> {
  const name = path.basename(options.file);
  const file = await realpath(options.file);
  const there: GitOptions = {
    folder: path.dirname(file),
    ...(options.git !== undefined && { git: options.git }),
  };
  const root = await rootOf(there, name);
  const repository = { ...there, folder: root };
  const commit = await lineOfGit(repository, 'rev-parse', '--verify', '--short=12', 'HEAD^{commit}').catch(
    () => {
      throw new GitError(`The repository of ${name} has no commit yet.`);
    },
  );
  const wanted = path.relative(root, file).split(path.sep).join('/');
  const files = await filesOf(repository, commit);
  if (!files.some((entry) => entry.path === wanted)) {
    throw new GitError(`${name} is not in the last commit (${commit}): commit it to compare with it.`);
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-head-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    for await (const [entry, content] of contentsOf(repository, choose(files, wanted))) {
      const target = path.join(folder, entry.path);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, content);
    }
    await linkPackages(root, path.dirname(wanted), folder);
    const copy = path.join(folder, wanted);
    return { file: copy, commit, env: await importPath(options, root, folder), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function rootOf(there: GitOptions, name: string): Promise<string> {
  try {
    return await realpath(await lineOfGit(there, 'rev-parse', '--show-toplevel'));
  } catch (error) {
    const outside = error instanceof GitError && error.message.startsWith('not a git repository');
    throw outside ? new GitError(`${name} is in no Git repository.`) : error;
  }
}

/** The file, then code, then what lies beside the file, as far as there is room. */
function choose(files: readonly TreeEntry[], wanted: string): readonly TreeEntry[] {
  const beside = path.posix.dirname(wanted);
  const importance = ({ path: at }: TreeEntry): number => {
    if (at === wanted) return 0;
    if (SOURCES.test(at)) return 1;
    return beside === '.' || at.startsWith(`${beside}/`) ? 2 : 3;
  };
  let bytes = 0;
  return files
    .map((entry) => ({ entry, rank: importance(entry) }))
    .filter(({ entry, rank }) => rank < 3 && (rank === 0 || entry.size <= LARGEST))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_FILES)
    .filter(({ entry }) => (bytes += entry.size) <= MOST_BYTES)
    .map(({ entry }) => entry);
}

/** Packages are not committed: those of the working tree are used, found as Node looks for them. */
async function linkPackages(root: string, from: string, folder: string): Promise<void> {
  for (let at = from; ; at = path.dirname(at)) {
    const packages = path.join(root, at, 'node_modules');
    const found = await stat(packages).catch(() => undefined);
    // Where some are committed, the copy has them already.
    if (found?.isDirectory() === true)
      await symlink(packages, path.join(folder, at, 'node_modules'), 'junction').catch(() => undefined);
    if (at === '.') return;
  }
}

/** Python looks for modules in the copy of the working directory before it looks in the directory itself. */
async function importPath(
  { cwd, env = process.env }: HeadCopyOptions,
  root: string,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  const real = await realpath(cwd);
  const relative = path.relative(root, real);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return {};
  const paths = [
    path.join(folder, relative),
    real,
    ...(env.PYTHONPATH === undefined ? [] : [env.PYTHONPATH]),
  ];
  return { PYTHONPATH: paths.join(path.delimiter) };
}
