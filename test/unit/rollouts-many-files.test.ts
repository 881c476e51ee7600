import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RolloutPlace } from '../../src/core/rollouts/table.ts';
import { Dump } from '../../src/node/rollouts/dump.ts';
import { Windows } from '../../src/node/rollouts/windows.ts';

const FILES = 300;
const row = (output: string): string => `${JSON.stringify({ input: 'q', output, score: 1 })}\n`;

describe('a folder with a file a step', () => {
  let folder = '';
  let dump: Dump;
  const inFolder = (step: number): string => path.join(folder, `${step}.jsonl`);
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
    for (let step = 0; step < FILES; step++) writeFileSync(inFolder(step), `\ufeff${row(`o${step}`)}`);
    dump = await Dump.open(folder, { live: true });
  });
  afterEach(async () => {
    await dump.close();
    rmSync(folder, { recursive: true });
  });

  async function advance(): Promise<RolloutPlace[]> {
    const places: RolloutPlace[] = [];
    for await (const { file, records } of dump.advance()) {
      for (const { offset, length, line, rollouts } of records) {
        for (const part of rollouts.keys()) places.push({ file, offset, length, line, part });
      }
    }
    return places;
  }

  const read = async (places: readonly RolloutPlace[]): Promise<string[]> => {
    const completions: string[] = [];
    for (const place of places) completions.push((await dump.read(place)).completion);
    return completions;
  };

  const readAtOnce = (places: readonly RolloutPlace[]): Promise<(string | undefined)[]> =>
    Promise.all(
      places.map(async ({ file, offset, length, line }) => {
        const rollouts = await dump.files[file]?.read(offset, length, line);
        return rollouts?.[0]?.completion;
      }),
    );

  /** Descriptors of this process that are files of the folder. */
  function descriptors(): number {
    return readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
      } catch {
        return false;
      }
    }).length;
  }

  it('gives every rollout, now and again, also asked for at once', async () => {
    const places = await advance();
    const all = Array.from({ length: FILES }, (_, step) => `o${step}`);
    expect(await read(places)).toEqual(all);
    expect(await readAtOnce(places)).toEqual(all);
  });

  it.runIf(existsSync('/proc/self/fd'))(
    'keeps but few of them open, and none once it is closed',
    async () => {
      const places = await advance();
      expect(descriptors()).toBeLessThanOrEqual(32);
      await readAtOnce(places);
      expect(descriptors()).toBeLessThanOrEqual(32);
      await dump.close();
      expect(descriptors()).toBe(0);
    },
  );

  it('goes on with a file that it has closed, also within a line', async () => {
    await advance();
    appendFileSync(inFolder(3), row('more').slice(0, 20));
    expect(await advance()).toEqual([]);
    expect(dump.unfinished).toBe(true);
    await advance();
    appendFileSync(inFolder(3), row('more').slice(20));
    expect(await read(await advance())).toEqual(['more']);
    expect(await dump.replaced()).toBe(false);
  });

  it('notices that a file it has closed was replaced, or written over in place', async () => {
    await advance();
    writeFileSync(`${inFolder(2)}.new`, row('a') + row('b'));
    renameSync(`${inFolder(2)}.new`, inFolder(2));
    expect(await advance()).toEqual([]);
    expect(await dump.replaced()).toBe(true);
  });

  it('takes nothing of a file that was written over for what has grown', async () => {
    const places = await advance();
    // The same file, longer, with other bytes where it was read up to.
    writeFileSync(inFolder(2), row('other, and longer') + row('b'));
    expect(await advance()).toEqual([]);
    expect(await dump.replaced()).toBe(true);
    renameSync(inFolder(4), inFolder(5));
    const replaced = places.filter(({ file }) => dump.files[file]?.path === inFolder(5));
    await expect(read(replaced)).rejects.toThrow('was replaced by another file');
  });
});

describe('what is kept of many files', () => {
  it('is what was used last, within one limit for all', () => {
    const forgotten: string[] = [];
    const keeper = (name: string): { forget: () => void } => ({ forget: () => void forgotten.push(name) });
    const windows = new Windows(10);
    const [a, b, c, d] = [keeper('a'), keeper('b'), keeper('c'), keeper('d')];
    windows.keep(a, 4);
    windows.keep(b, 4);
    windows.used(a);
    windows.keep(c, 4);
    expect(forgotten).toEqual(['b']);
    windows.keep(a, 2);
    windows.keep(b, 4);
    expect(forgotten).toEqual(['b']);
    windows.keep(d, 100);
    expect(forgotten).toEqual(['b', 'c', 'a', 'b']);
  });
});
