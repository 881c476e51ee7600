import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type * as FileSystem from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Segment } from '../../src/core/savePlan.ts';
import { atomicWrite } from '../../src/node/atomicFile.ts';
import { FileChangedError, FileError } from '../../src/node/fileError.ts';
import { openRowSource } from '../../src/node/rowSource.ts';
import { temporaryFolder } from './support/datasetFiles.ts';

/** The disk, as far as these tests break it: operations and with what code they fail how often. */
const disk = vi.hoisted(() => ({
  failures: [] as { operation: string; code: string; times: number }[],
  calls: [] as string[],
  fail(operation: string, code: string, times = Infinity) {
    this.failures.push({ operation, code, times });
  },
}));

function failing<T>(operation: string, work: () => Promise<T>): Promise<T> {
  disk.calls.push(operation);
  const failure = disk.failures.find((each) => each.operation === operation && each.times > 0);
  if (failure === undefined) return work();
  failure.times--;
  const { code } = failure;
  return Promise.reject(Object.assign(new Error(`${code} injected`), { code }));
}

vi.mock('node:fs/promises', async (importActual) => {
  const actual = await importActual<typeof FileSystem>();
  type Handle = Awaited<ReturnType<typeof actual.open>>;
  const watched = (handle: Handle): Handle =>
    new Proxy(handle, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        const method = value.bind(target) as (...args: unknown[]) => Promise<unknown>;
        const watchedNames = ['write', 'sync', 'chmod', 'chown', 'truncate'];
        if (!watchedNames.includes(String(name))) return method;
        return (...args: unknown[]) => failing(String(name), () => method(...args));
      },
    });
  return {
    ...actual,
    open: (file: string, flags: string, mode?: number) =>
      failing(`open ${flags}`, async () => watched(await actual.open(file, flags, mode))),
    rename: (from: string, to: string) => failing('rename', () => actual.rename(from, to)),
  };
});

const root = temporaryFolder();
let folder = '';
let file = '';
let count = 0;
const bytes = (text: string): Segment => ({ kind: 'bytes', bytes: Buffer.from(text) });

beforeEach(() => {
  folder = path.join(root, `${count++}`);
  mkdirSync(folder);
  file = path.join(folder, 'data.jsonl');
  writeFileSync(file, 'old\n');
});
afterEach(() => {
  disk.failures.length = 0;
  disk.calls.length = 0;
});

describe('a write', () => {
  it('replaces the file, flushed before it takes its name', async () => {
    await atomicWrite(file, [bytes('new'), bytes('\n')]);
    expect(readFileSync(file, 'utf8')).toBe('new\n');
    expect(readdirSync(folder)).toEqual(['data.jsonl']);
    expect(disk.calls.indexOf('sync')).toBeLessThan(disk.calls.indexOf('rename'));
    expect(disk.calls.indexOf('sync')).toBeGreaterThan(disk.calls.lastIndexOf('write'));
  });

  it('makes a file that is not there yet', async () => {
    const other = path.join(folder, 'other.jsonl');
    await atomicWrite(other, [bytes('new')]);
    expect(readFileSync(other, 'utf8')).toBe('new');
  });

  it('copies from the file as it was opened', async () => {
    writeFileSync(file, '{"a":1}\n{"b":2}\n');
    const source = await openRowSource(file);
    await atomicWrite(
      file,
      [{ kind: 'copy', from: 8, to: 16 }, bytes('x'), { kind: 'copy', from: 0, to: 8 }],
      {
        source,
        expected: source.fingerprint,
      },
    );
    await source.close();
    expect(readFileSync(file, 'utf8')).toBe('{"b":2}\nx{"a":1}\n');
  });

  it('keeps the mode', async () => {
    chmodSync(file, 0o640);
    await atomicWrite(file, [bytes('new')]);
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it('follows symbolic links and leaves them links, also to a file that is not there yet', async () => {
    const link = path.join(folder, 'link');
    symlinkSync('data.jsonl', link);
    await atomicWrite(link, [bytes('new')]);
    expect(readlinkSync(link)).toBe('data.jsonl');
    expect(readFileSync(file, 'utf8')).toBe('new');
    const dangling = path.join(folder, 'dangling');
    symlinkSync('later.jsonl', dangling);
    await atomicWrite(dangling, [bytes('made')]);
    expect(readlinkSync(dangling)).toBe('later.jsonl');
    expect(readFileSync(path.join(folder, 'later.jsonl'), 'utf8')).toBe('made');
  });

  it('refuses a file that is read-only, root or not', async () => {
    chmodSync(file, 0o444);
    await expect(atomicWrite(file, [bytes('new')])).rejects.toThrow(FileError);
    expect(readFileSync(file, 'utf8')).toBe('old\n');
  });
});

describe('a failure', () => {
  it.each([
    ['open wx', 'ENOSPC', 'the disk is full'],
    ['write', 'ENOSPC', 'the disk is full'],
    ['write', 'EDQUOT', 'the disk quota is used up'],
    ['chmod', 'EPERM', 'there is no permission to do so'],
    ['sync', 'EIO', 'EIO injected'],
    ['rename', 'EACCES', 'there is no permission to do so'],
  ])('of %s by %s leaves the original whole and nothing beside it', async (operation, code, reason) => {
    disk.fail(operation, code);
    const writing = atomicWrite(file, [bytes('new')]);
    await expect(writing).rejects.toThrow(`cannot save ${file}: ${reason}`);
    await expect(writing).rejects.toMatchObject({ name: 'FileError', code });
    expect(readFileSync(file, 'utf8')).toBe('old\n');
    expect(readdirSync(folder)).toEqual(['data.jsonl']);
  });

  it('of a file system without owners is none', async () => {
    disk.fail('chown', 'EPERM');
    await atomicWrite(file, [bytes('new')]);
    expect(readFileSync(file, 'utf8')).toBe('new');
  });

  it('of reading what is to be copied leaves the original whole', async () => {
    const source = { bytes: () => Promise.reject(new FileChangedError(file)) };
    await expect(atomicWrite(file, [{ kind: 'copy', from: 0, to: 4 }], { source })).rejects.toThrow(
      FileChangedError,
    );
    expect(readFileSync(file, 'utf8')).toBe('old\n');
    expect(readdirSync(folder)).toEqual(['data.jsonl']);
  });
});

describe('a file that something else has changed', () => {
  it('is not overwritten', async () => {
    const source = await openRowSource(file);
    writeFileSync(file, 'theirs\n');
    await expect(atomicWrite(file, [bytes('mine')], { expected: source.fingerprint })).rejects.toThrow(
      FileChangedError,
    );
    await source.close();
    expect(readFileSync(file, 'utf8')).toBe('theirs\n');
  });

  it('is not overwritten either where size, beginning and end are the same', async () => {
    const rows = Buffer.alloc(100_000, '{"a":1}\n');
    writeFileSync(file, rows);
    const source = await openRowSource(file);
    rows.write('2', 50_005);
    writeFileSync(file, rows);
    utimesSync(file, 2_000_000_000, 2_000_000_000);
    await expect(atomicWrite(file, [bytes('mine')], { expected: source.fingerprint })).rejects.toThrow(
      FileChangedError,
    );
    await source.close();
    expect(readFileSync(file).equals(rows)).toBe(true);
  });
});

describe('a folder that takes no new files', () => {
  beforeEach(() => {
    writeFileSync(file, 'a much longer old content\n');
    // The temporary file beside the target is refused; those in the system's folder are not.
    disk.fail('open wx', 'EACCES', 1);
  });

  it('has the file overwritten in place', async () => {
    const { ino } = statSync(file);
    const source = await openRowSource(file);
    await atomicWrite(file, [bytes('new '), { kind: 'copy', from: 2, to: 6 }], { source });
    await source.close();
    expect(readFileSync(file, 'utf8')).toBe('new much');
    expect(statSync(file).ino).toBe(ino);
  });

  it('has the old content put back where that fails', async () => {
    disk.fail('truncate', 'ENOSPC', 1);
    await expect(atomicWrite(file, [bytes('new')])).rejects.toThrow('the disk is full');
    expect(readFileSync(file, 'utf8')).toBe('a much longer old content\n');
  });

  it('says where the old content is where even that fails', async () => {
    disk.fail('truncate', 'ENOSPC');
    const error: unknown = await atomicWrite(file, [bytes('new')]).catch((reason: unknown) => reason);
    const kept = /kept in (.*)$/.exec((error as Error).message)?.[1] ?? '';
    expect(readFileSync(kept, 'utf8')).toBe('a much longer old content\n');
    rmSync(path.dirname(kept), { recursive: true });
  });
});
