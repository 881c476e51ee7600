import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyHead, type HeadCopy } from '../../src/node/git/headCopy.ts';
import { nodeRunner, pythonRunner } from '../../src/node/runner/command.ts';
import { findPython } from '../../src/node/runner/interpreters.ts';
import { params, rewardsOf, row, startRunners, type Runners } from './support/runners.ts';

describe('the copy of a file as it was committed', () => {
  let folder: string;
  let runners: Runners;
  const copies: HeadCopy[] = [];

  beforeAll(async () => {
    runners = await startRunners();
  });
  afterAll(() => {
    runners.dispose();
  });
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'vqa-verify-')));
  });
  afterEach(async () => {
    for (const copy of copies.splice(0)) await copy.remove();
    rmSync(folder, { recursive: true });
  });

  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const commit = (): void => {
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
  };
  const copy = async (file: string): Promise<HeadCopy> => {
    const made = await copyHead({ file, cwd: folder });
    copies.push(made);
    return made;
  };

  it('holds the file, what it may import and what lies beside it, as of HEAD', async () => {
    const file = write('rewards/mine.py', 'old');
    write('rewards/words.txt', 'old words');
    write('common/shared.py', 'old');
    write('images/large.bin', 'no code');
    commit();
    write('rewards/mine.py', 'new');
    write('rewards/words.txt', 'new words');
    const made = await copy(file);
    const at = (name: string): string => path.join(path.dirname(made.file), '..', name);
    expect(readFileSync(made.file, 'utf8')).toBe('old');
    expect(readFileSync(at('rewards/words.txt'), 'utf8')).toBe('old words');
    expect(existsSync(at('common/shared.py'))).toBe(true);
    expect(existsSync(at('images/large.bin'))).toBe(false);
    expect(git('rev-parse', 'HEAD').startsWith(made.commit)).toBe(true);
    await made.remove();
    expect(existsSync(made.file)).toBe(false);
  });

  it('runs with the modules of its own time, also those that Python finds by the working directory', async () => {
    const mine = [
      'import beside',
      'from common.shared import FACTOR',
      'def reward(completions, **kwargs):',
      '    data = float(open("data.txt").read())',
      '    return [beside.ADDED + FACTOR * data for c in completions]',
    ];
    const file = write('rewards/mine.py', mine.join('\n'));
    write('rewards/beside.py', 'ADDED = 1');
    write('common/shared.py', 'FACTOR = 10');
    commit();
    write('rewards/beside.py', 'ADDED = 2');
    write('common/shared.py', 'FACTOR = 20');
    write('data.txt', '3');
    const interpreter = await findPython({ folder });
    const command = pythonRunner({ dist: runners.dist, cwd: folder, interpreter });
    const made = await copy(file);
    const before = runners.client('python', {
      command: () => Promise.resolve({ ...command, env: { ...command.env, ...made.env } }),
    });
    const now = runners.client('python', { command: () => Promise.resolve(command) });
    expect(rewardsOf(await before.run(params(`${made.file}:reward`, [[row('a')]])))).toEqual([31]);
    expect(rewardsOf(await now.run(params(`${file}:reward`, [[row('a')]])))).toEqual([62]);
  });

  it('finds the packages of the working tree for scripts', async () => {
    const file = write('rewards/mine.ts', "import { two } from 'two';\nexport const reward = () => two;\n");
    write('.gitignore', 'node_modules\n');
    write('node_modules/two/package.json', '{"name":"two","type":"module","exports":"./index.js"}');
    write('node_modules/two/index.js', 'export const two = 2;');
    commit();
    write('rewards/mine.ts', 'export const reward = () => 1;\n');
    const made = await copy(file);
    const command = nodeRunner({ dist: runners.dist, cwd: folder, interpreter: process.execPath });
    const before = runners.client('node', { command: () => Promise.resolve(command) });
    const asked = params(`${made.file}:reward`, [[row('a')]], { contract: 'single' });
    expect(rewardsOf(await before.run(asked))).toEqual([2]);
  });

  it('says why there is none', async () => {
    const file = write('mine.py', 'x');
    await expect(copy(file)).rejects.toThrow('mine.py is in no Git repository.');
    git('init', '-q');
    await expect(copy(file)).rejects.toThrow('The repository of mine.py has no commit yet.');
    commit();
    await expect(copy(write('other.py', 'y'))).rejects.toThrow(/^other\.py is not in the last commit/);
    await expect(copyHead({ file, cwd: folder, git: 'no-such-git' })).rejects.toThrow(
      'Git was not found on PATH.',
    );
  });
});
