import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePythonJson } from '../../src/core/codec/pythonJson.ts';
import { Dump } from '../../src/node/rollouts/dump.ts';
import type { DumpRecord } from '../../src/node/rollouts/dumpFile.ts';

const line = (completion: string): string => JSON.stringify({ completion });

describe('a dump that is being written', () => {
  let folder = '';
  let dump: Dump | undefined;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
  });
  afterEach(async () => {
    await dump?.close();
    dump = undefined;
    rmSync(folder, { recursive: true });
  });

  async function advance(): Promise<DumpRecord[]> {
    const records: DumpRecord[] = [];
    if (dump === undefined) throw new Error('no dump is open');
    for await (const batch of dump.advance()) records.push(...batch.records);
    return records;
  }
  const completions = (records: readonly DumpRecord[]): string[] =>
    records.flatMap(({ rollouts }) => rollouts.map(({ completion }) => completion));

  it('is none where it is no text', async () => {
    const file = path.join(folder, 'weights.jsonl');
    // With a byte of a line end in it, and none at its end.
    writeFileSync(file, Buffer.from([77, 0, 8, 0, 1, 2, 10, 0, 65, 7]));
    dump = await Dump.open(file);
    await expect(advance()).rejects.toThrow(/the first line is ".*", which is no JSON object/);
  });

  it('gives each record once, and waits for the rest of a half-written line', async () => {
    const file = path.join(folder, 'a.jsonl');
    writeFileSync(file, `${line('one')}\n{"completion": "tw`);
    dump = await Dump.open(file);
    expect(completions(await advance())).toEqual(['one']);
    expect(dump.unfinished).toBe(true);
    expect(await advance()).toEqual([]);
    appendFileSync(file, `o"}\n${line('three')}`);
    const records = await advance();
    expect(completions(records)).toEqual(['two', 'three']);
    expect(records.map((each) => each.line)).toEqual([2, 3]);
    expect(dump.unfinished).toBe(false);
    appendFileSync(file, `\n\n${line('four')}\n`);
    expect((await advance()).map((each) => each.line)).toEqual([5]);
  });

  it('tells the format once the first record is there', async () => {
    const file = path.join(folder, 'a.jsonl');
    writeFileSync(file, '');
    dump = await Dump.open(file);
    expect(await advance()).toEqual([]);
    appendFileSync(file, '{"comple');
    expect(await advance()).toEqual([]);
    appendFileSync(file, 'tion": "x"}\n');
    expect(completions(await advance())).toEqual(['x']);
  });

  it('waits for the end of a block of text', async () => {
    const file = path.join(folder, 'generations.log');
    writeFileSync(file, '[prompt] a\n[output] b\n\nc');
    dump = await Dump.open(file);
    expect(await advance()).toEqual([]);
    appendFileSync(file, '\n[ground_truth] d\n[score] 0.');
    expect(await advance()).toEqual([]);
    appendFileSync(file, '25\n\n[prompt] ');
    const [record] = await advance();
    expect(record?.rollouts).toMatchObject([{ completion: 'b\n\nc', logged: { score: 0.25 } }]);
  });

  it('waits for the rest of a solution of several lines', async () => {
    const file = path.join(folder, 'log.txt');
    const head = '------------- 01 Accuracy reward: 1.0 -------------\nimage_path: None\nproblem: q\n';
    writeFileSync(file, `${head}Content: <answer>2</answer>\nSolution: <answer>\n`);
    dump = await Dump.open(file);
    expect(await advance()).toEqual([]);
    expect(dump.unfinished).toBe(true);
    appendFileSync(file, '2\n</answer>\n');
    const [record, ...others] = await advance();
    expect(record?.rollouts[0]?.columns).toEqual({ solution: '<answer>\n2\n</answer>' });
    expect(others).toEqual([]);
  });

  it('takes up files that appear in a folder, and leaves others out with a reason', async () => {
    mkdirSync(path.join(folder, 'run'));
    writeFileSync(path.join(folder, 'run', '2.jsonl'), '{"input":"q","output":"b","score":1}\n');
    writeFileSync(path.join(folder, 'logging.jsonl'), '{"loss":0.1}\n');
    dump = await Dump.open(folder);
    expect(completions(await advance())).toEqual(['b']);
    expect(dump.skipped).toMatchObject([{ path: path.join(folder, 'logging.jsonl') }]);
    writeFileSync(path.join(folder, 'run', '3.jsonl'), '{"input":"q","output":"c","score":1}\n');
    writeFileSync(path.join(folder, 'run', 'new.parquet'), 'PAR1 half');
    const records = await advance();
    expect(records[0]?.rollouts[0]).toMatchObject({ completion: 'c', step: 3 });
    expect(dump.skipped).toHaveLength(2);
  });

  it('reads a rollout again by its place, of a record of any kind', async () => {
    const file = path.join(folder, 'a.jsonl');
    writeFileSync(file, `${line('eins')}\n${JSON.stringify({ completions: ['zwei', 'drei'] })}\n`);
    dump = await Dump.open(file);
    const [, second] = await advance();
    const { offset = 0, length = 0 } = second ?? {};
    const place = { file: 0, offset, length, line: 2, part: 1 };
    expect(await dump.read(place)).toMatchObject({ completion: 'drei', line: 2 });
    await expect(dump.read({ ...place, part: 2 })).rejects.toThrow('there is no rollout 3 at line 2');
  });

  it('notices that the file was cut or replaced', async () => {
    const file = path.join(folder, 'a.jsonl');
    writeFileSync(file, `${line('one')}\n${line('two')}\n`);
    dump = await Dump.open(file);
    await advance();
    expect(await dump.replaced()).toBe(false);
    appendFileSync(file, `${line('three')}\n`);
    expect(await dump.replaced()).toBe(false);
    truncateSync(file, 5);
    expect(await dump.replaced()).toBe(true);
    writeFileSync(path.join(folder, 'b'), `${line('one')}\n${line('two')}\n${line('x')}\n`);
    renameSync(path.join(folder, 'b'), file);
    expect(await dump.replaced()).toBe(true);
  });

  it('says why a folder or a path holds nothing', async () => {
    dump = await Dump.open(folder);
    await expect(advance()).rejects.toThrow('the folder holds no .jsonl');
    await expect(Dump.open(path.join(folder, 'gone'))).rejects.toThrow('it does not exist');
  });
});

describe('JSON as Python writes it', () => {
  it('reads NaN as null and infinities as such, but leaves texts alone', () => {
    expect(parsePythonJson('{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \\" NaN","NaN":1}')).toEqual({
      a: null,
      b: [-Infinity, Infinity],
      c: 'NaN " NaN',
      NaN: 1,
    });
  });

  it('says what else is wrong', () => {
    expect(() => parsePythonJson('[NaN, nan]')).toThrow('nan is no JSON');
    expect(() => parsePythonJson('["\\')).toThrow(SyntaxError);
  });

  it('takes time in proportion to the text', () => {
    const text = `["${'\\"NaN'.repeat(200_000)}",NaN]`;
    const [written, failed] = parsePythonJson(text) as [string, null];
    expect([written.length, failed]).toEqual([800_000, null]);
  });
});
