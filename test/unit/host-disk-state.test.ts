import { mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskState, type DiskState } from '../../src/node/diskState.ts';
import { openRowSource } from '../../src/node/rowSource.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-disk-'));
  file = path.join(folder, 'some.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What is said of a file of so many rows after something was done to it. */
async function stateAfter(rows: number, act: () => Promise<void>): Promise<DiskState['kind']> {
  await writeFile(file, '{"question":"What?"}\n'.repeat(rows));
  // The clock of a file system ticks slowly; what follows must come later.
  await utimes(file, 1, 1);
  const source = await openRowSource(file);
  await act();
  const { kind } = await diskState(file, source);
  await source.close();
  return kind;
}

/** The file with another byte in its middle, which neither its size nor its ends tell. */
async function other(): Promise<Buffer> {
  const bytes = await readFile(file);
  bytes.writeUInt8(33, Math.floor(bytes.length / 2));
  return bytes;
}

const LARGE = 20_000;

describe('the state of a file on disk', () => {
  it('is the same where nothing happened', async () => {
    expect(await stateAfter(3, () => Promise.resolve())).toBe('same');
  });
  it('is gone once it was deleted', async () => {
    expect(await stateAfter(3, () => rm(file))).toBe('gone');
  });
  it('is the same where a small file was touched', async () => {
    expect(await stateAfter(3, () => utimes(file, 2, 2))).toBe('same');
  });
  it('is the same where a copy took its place', async () => {
    const replace = async (): Promise<void> => {
      await writeFile(`${file}.new`, await readFile(file));
      await rename(`${file}.new`, file);
    };
    expect(await stateAfter(LARGE, replace)).toBe('same');
  });
  it('is changed where another took its place that bears the same time', async () => {
    const replace = async (): Promise<void> => {
      await writeFile(`${file}.new`, await other());
      await utimes(`${file}.new`, 1, 1);
      await rename(`${file}.new`, file);
    };
    expect(await stateAfter(LARGE, replace)).toBe('changed');
  });
  it('is changed where one byte in the middle of a large file is another', async () => {
    const replace = async (): Promise<void> => {
      await writeFile(`${file}.new`, await other());
      await rename(`${file}.new`, file);
    };
    expect(await stateAfter(LARGE, replace)).toBe('changed');
  });
  it('is changed where a large file was written in place', async () => {
    expect(await stateAfter(LARGE, async () => writeFile(file, await other()))).toBe('changed');
  });
});
