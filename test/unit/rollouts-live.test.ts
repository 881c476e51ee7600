import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dump, type DumpOptions } from '../../src/node/rollouts/dump.ts';
import { Run } from '../../src/node/rollouts/run/run.ts';
import type { RunSettings, RunState } from '../../src/protocol/rollouts.ts';
import { CALL, RUN_SETTINGS } from '../support/settings.ts';

const FIXTURES = path.join(import.meta.dirname, '../fixtures/rollouts');
const TRL = readFileSync(path.join(FIXTURES, 'trl/completions_00012.parquet'));
const UNKNOWN = readFileSync(path.join(FIXTURES, 'unknown.jsonl'));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const inFolder = (name: string): string => path.join(folder, name);

describe('a run that has only begun', () => {
  let run: Run;
  let latest: RunState | undefined;
  let news: (() => void) | undefined;
  beforeEach(() => {
    latest = undefined;
    run = new Run((_name, state) => {
      latest = state;
      news?.();
    });
  });
  afterEach(() => run.close());

  const open = (at: string, settings: RunSettings = RUN_SETTINGS): unknown =>
    run.handlers.open({ path: at, settings }, CALL);

  async function until(condition: (state: RunState) => boolean): Promise<RunState> {
    for (;;) {
      if (latest !== undefined && condition(latest)) return latest;
      await new Promise<void>((resolve) => (news = resolve));
    }
  }
  const idle = (state: RunState): boolean => !state.reading && state.judged === state.rollouts;

  it('is followed from its empty folder on, a file a step', async () => {
    await open(folder);
    expect(await until(idle)).toMatchObject({ rollouts: 0, skipped: [] });
    expect(latest).not.toHaveProperty('failure');
    writeFileSync(inFolder('completions_00012.parquet'), TRL);
    expect(await until((state) => idle(state) && state.rollouts === 4)).toMatchObject({ steps: 1 });
    copyFileSync(path.join(FIXTURES, 'trl/completions_00013.parquet'), inFolder('completions_00013.parquet'));
    expect(await until((state) => idle(state) && state.rollouts === 6)).toMatchObject({ steps: 2 });
  });

  it('waits for a Parquet file that is half written, in a folder and alone', async () => {
    const file = inFolder('completions_00012.parquet');
    writeFileSync(file, TRL.subarray(0, 400));
    await open(folder);
    expect(await until(idle)).toMatchObject({ rollouts: 0, unfinished: true, skipped: [] });
    expect(latest).not.toHaveProperty('failure');
    appendFileSync(file, TRL.subarray(400));
    expect(await until((state) => idle(state) && state.rollouts === 4)).toMatchObject({ unfinished: false });

    writeFileSync(inFolder('half.parquet'), TRL.subarray(0, 2));
    latest = undefined;
    await open(inFolder('half.parquet'));
    expect(await until(idle)).toMatchObject({ rollouts: 0, unfinished: true });
    appendFileSync(inFolder('half.parquet'), TRL.subarray(2));
    expect(await until((state) => idle(state) && state.rollouts === 4)).toMatchObject({ unfinished: false });
  });

  it('reads a Parquet file anew that a trainer writes over for an evaluation at the same step', async () => {
    const [first, second] = ['1', '3'].map((step) =>
      readFileSync(path.join(FIXTURES, `trl-repeats/completions_0000${step}.parquet`)),
    );
    expect(first?.length).toBe(second?.length);
    const file = inFolder('completions_00001.parquet');
    writeFileSync(file, first ?? '');
    await open(folder);
    await until((state) => idle(state) && state.rollouts === 12 && state.steps === 1);
    writeFileSync(file, second ?? '');
    const completion = async (): Promise<unknown> => {
      const { rollouts } = await run.handlers.group({ id: 0 }, CALL);
      return rollouts[0]?.completion;
    };
    await expect.poll(completion, { timeout: 5000 }).toBe('<answer>10 at 1</answer>');
  });

  it('says what it sees in a folder of unknown files, and takes up the run all the same', async () => {
    writeFileSync(inFolder('notes.jsonl'), '{"loss":1}\n');
    await open(folder);
    expect((await until((state) => state.failure !== undefined)).failure).toContain('with the columns loss');
    writeFileSync(inFolder('2.jsonl'), '{"input":"q","output":"a","score":1}\n');
    const state = await until((each) => idle(each) && each.rollouts === 1);
    expect(state).not.toHaveProperty('failure');
    expect(state.skipped.map(({ path: at }) => path.basename(at))).toEqual(['notes.jsonl']);
  });

  it('reads a folder anew when a file of it is gone, and goes on showing a file that is', async () => {
    for (const step of [2, 3])
      writeFileSync(inFolder(`${step}.jsonl`), '{"input":"q","output":"a","score":1}\n');
    await open(folder);
    await until((state) => idle(state) && state.rollouts === 2);
    rmSync(inFolder('2.jsonl'));
    expect(await until((state) => idle(state) && state.rollouts === 1)).not.toHaveProperty('failure');

    await open(inFolder('3.jsonl'));
    await until((state) => idle(state) && state.rollouts === 1);
    rmSync(inFolder('3.jsonl'));
    writeFileSync(inFolder('4.jsonl'), '');
    writeFileSync(
      inFolder('3.jsonl'),
      '{"input":"q","output":"a","score":1}\n{"input":"q","output":"b","score":1}\n',
    );
    expect(await until((state) => idle(state) && state.rollouts === 2)).not.toHaveProperty('failure');
  });

  it('reads rows of no known format by the columns of the settings, and others by themselves', async () => {
    writeFileSync(inFolder('a.jsonl'), UNKNOWN);
    writeFileSync(inFolder('b.jsonl'), '{"completion":"x","reward":1}\n');
    const otherColumns = {
      completion: 'response',
      prompt: 'query',
      step: 'iteration',
      rewards: ['reward_total'],
    };
    await open(folder, { ...RUN_SETTINGS, mapping: { otherColumns } });
    expect(await until((state) => idle(state) && state.rollouts === 3)).toMatchObject({
      formats: ['rows with mapped columns', 'plain lines with completion or completions'],
      logged: ['reward_total', 'reward'],
    });
  });

  it('is read once the settings tell its columns', async () => {
    writeFileSync(inFolder('a.jsonl'), UNKNOWN);
    await open(inFolder('a.jsonl'));
    expect(await until((state) => state.failure !== undefined)).toMatchObject({ unknownFormat: true });
    latest = undefined;
    await run.handlers.dataset(
      { file: null, settings: { ...RUN_SETTINGS, mapping: { otherColumns: { completion: 'response' } } } },
      CALL,
    );
    const state = await until((each) => idle(each) && each.rollouts === 2);
    expect(state).not.toHaveProperty('failure');
    expect(state).not.toHaveProperty('unknownFormat');
  });
});

describe('a folder of many files', () => {
  it('costs a look at each file where nothing has changed', async () => {
    const row = '{"input":"q","output":"a","score":1}\n';
    for (const step of [1, 2]) writeFileSync(inFolder(`${step}.jsonl`), row);
    const dump = await Dump.open(folder, { live: true });
    const advance = async (): Promise<number> => {
      let records = 0;
      for await (const batch of dump.advance()) records += batch.records.length;
      return records;
    };
    expect(await advance()).toBe(2);
    const read = dump.files.map((file) => vi.spyOn(file, 'advance'));
    const compared = dump.files.map((file) => vi.spyOn(file, 'replaced'));
    expect([await dump.replaced(), await advance()]).toEqual([false, 0]);
    appendFileSync(inFolder('2.jsonl'), row);
    expect([await dump.replaced(), await advance()]).toEqual([false, 1]);
    expect([...read, ...compared].map((spy) => spy.mock.calls.length)).toEqual([0, 1, 0, 1]);
    await dump.close();
  });
});

describe('a damaged file of a folder', () => {
  it('is left out with its reason, and the rest opens', async () => {
    const damaged = Buffer.from(TRL);
    damaged.fill(0xff, 4, 200);
    writeFileSync(inFolder('completions_00012.parquet'), damaged);
    copyFileSync(path.join(FIXTURES, 'trl/completions_00013.parquet'), inFolder('completions_00013.parquet'));
    const dump = await Dump.open(folder);
    let rollouts = 0;
    for await (const { records } of dump.advance()) rollouts += records.length;
    expect(rollouts).toBe(2);
    expect(dump.skipped).toMatchObject([
      {
        path: inFolder('completions_00012.parquet'),
        message: expect.stringContaining('cannot read') as string,
      },
    ]);
    await dump.close();
  });
});

describe('a file that is replaced between two looks', () => {
  it('is noticed, also where it was just looked into for more', async () => {
    const file = inFolder('1.jsonl');
    const row = '{"input":"q","output":"a","score":1}\n';
    writeFileSync(file, row);
    const dump = await Dump.open(file, { live: true });
    for await (const batch of dump.advance()) expect(batch.records).toHaveLength(1);
    expect(await dump.replaced()).toBe(false);
    writeFileSync(`${file}.new`, row + row);
    renameSync(`${file}.new`, file);
    for await (const batch of dump.advance()) expect(batch.records).toEqual([]);
    expect(await dump.replaced()).toBe(true);
    await dump.close();
  });
});

describe('a file as other programs leave it', () => {
  async function firsts(
    bytes: Buffer | string,
    options: DumpOptions = {},
    name = 'a.jsonl',
  ): Promise<string[]> {
    writeFileSync(inFolder(name), bytes);
    const dump = await Dump.open(inFolder(name), options);
    try {
      const read: string[] = [];
      for await (const { file, records } of dump.advance()) {
        for (const { offset, length, line, rollouts } of records) {
          for (const part of rollouts.keys()) {
            read.push((await dump.read({ file, offset, length, line, part })).completion);
          }
        }
      }
      return read;
    } finally {
      await dump.close();
    }
  }

  it('has Windows line ends, or a byte order mark, and is read again by its places', async () => {
    expect(await firsts('\ufeff{"completion":"a"}\r\n{"completion":"b\\r\\n"}\r\n')).toEqual(['a', 'b\r\n']);
    const block = '[prompt] p\r\n[output] a\r\n\r\nb\r\n[ground_truth] g\r\n[score] 1\r\n\r\n';
    expect(await firsts(`\ufeff${block}${block}`, {}, 'generations.log')).toEqual(['a\n\nb', 'a\n\nb']);
  });

  it('is compressed, or in UTF-16: it is said plainly', async () => {
    const text = '{"completion":"a"}\n';
    await expect(firsts(gzipSync(text))).rejects.toThrow(/compressed with gzip; unpack it/);
    await expect(firsts(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]))).rejects.toThrow(
      /compressed with Zstandard/,
    );
    await expect(firsts(Buffer.from(`\ufeff${text}`, 'utf16le'))).rejects.toThrow(/UTF-16; save it as UTF-8/);
  });

  it('is named where it lies compressed in a folder', async () => {
    writeFileSync(inFolder('1.jsonl.gz'), gzipSync('{"input":"q","output":"a","score":1}\n'));
    writeFileSync(inFolder('2.jsonl'), '{"input":"q","output":"a","score":1}\n');
    const dump = await Dump.open(folder);
    for await (const batch of dump.advance()) expect(batch.records).toHaveLength(1);
    expect(dump.skipped).toMatchObject([{ message: expect.stringContaining('gzip') as string }]);
    await dump.close();
  });
});
