import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dataset } from '../../src/core/dataset.ts';
import { rebase } from '../../src/node/rebase.ts';
import { openRowSource, type FileRowSource } from '../../src/node/rowSource.ts';

const LARGE = '{"question":"What?"}\n'.repeat(500_000);

let folder: string;
let file: string;
let dataset: Dataset;
const opened: FileRowSource[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-rebase-'));
  file = path.join(folder, 'some.jsonl');
  await writeFile(file, LARGE);
  dataset = new Dataset(await open());
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close().catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<FileRowSource> {
  const source = await openRowSource(file);
  opened.push(source);
  return source;
}

describe('going on with the file that was saved', () => {
  it('reads from it, and gives back what was read from before', async () => {
    const [before, after] = [dataset.source, await open()];
    expect(await rebase(dataset, await dataset.plan(), after)).toBe(before);
    expect(dataset.source).toBe(after);
  });

  it('stays with what it has, and closes the other, where something else wrote it', async () => {
    const before = dataset.source;
    const plan = await dataset.plan();
    await writeFile(file, LARGE.slice(21));
    const other = await open();
    await expect(rebase(dataset, plan, other)).rejects.toThrow(/changed by something else/);
    expect(dataset.source).toBe(before);
    // A file this large is read when it is asked for, which a closed one refuses.
    await expect(other.bytes(5_000_000, 10)).rejects.toThrow(/EBADF|closed|range|-1/);
  });
});
