import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundles } from '../../scripts/lib/bundles.ts';
import { BlockCutter, isBlank, readBlocks, type Block } from '../../src/cli/blocks.ts';
import { runCli } from '../../src/cli/cli.ts';
import { linesOf, type Line } from '../../src/cli/lines.ts';
import { scoreInThreads } from '../../src/cli/scorePool.ts';
import { RowScorer, type ScoreSettings } from '../../src/cli/scoreRows.ts';

const SETTINGS: ScoreSettings = {
  rewards: ['format', 'caption', 'bbox', 'answer'],
  coordinates: 'resized28',
  explain: false,
};

/** Rows that differ, with some that are blank and some with errors; without a line end at the end. */
function rows(count: number): string {
  const lines = Array.from({ length: count }, (_, at) => {
    if (at % 97 === 13) return ' \t\r';
    if (at % 101 === 7) return '{"completion": tru}';
    return JSON.stringify({
      completion: `<caption>cat ${at} sat on mat ${at % 7}</caption><bbox>[[0,0,${at},${at}]]</bbox><answer>☃</answer>`,
      image_caption: `A cat ${at} sat on the mats.`,
      bboxs: [[0, 0, 50, 50]],
      width: at % 103 === 5 ? 0 : 448,
      height: 448,
      possible_answers: ['☃'],
      note: '☃'.repeat(at % 11 === 0 ? 3000 : 1),
    });
  });
  return lines.join('\n');
}

async function* chunked(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function run(
  args: readonly string[],
  input: Buffer,
  chunk = 50_000,
): Promise<[number, string, string]> {
  let stdout = '';
  let stderr = '';
  const code = await runCli(args, {
    stdin: Readable.from(chunked(input, chunk)),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return [code, stdout, stderr];
}

describe('blocks of lines', () => {
  const cut = (chunks: readonly Buffer[], maxLine?: number): Block[] => {
    const cutter = new BlockCutter(maxLine);
    return [...chunks.flatMap((chunk) => [...cutter.push(chunk)]), ...cutter.finish()];
  };
  const piece = fc.constantFrom('\n', '\n', ' ', '\r', 'a', 'é', '☃', '\u00a0', '\ufeff', '{"a":1}');
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  it('hold every line once, with its number and its row, wherever the input was cut', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(9), { minLength: 1 }), (whole, sizes) => {
        const bytes = Buffer.from(whole);
        const chunks: Buffer[] = [];
        for (let at = 0; at < bytes.length;) {
          const size = (sizes[chunks.length % sizes.length] ?? 0) + 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        const expected = whole.replace(/^\ufeff/, '').split('\n');
        if (whole.endsWith('\n') || whole === '') expected.pop();
        const found: Line[] = [];
        let counted = 0;
        for (const block of cut(chunks)) {
          expect(block.row).toBe(counted);
          expect(block.line).toBe(found.length + 1);
          const lines = linesOf(block);
          counted += lines.filter((line) => !isBlank(line.text ?? '')).length;
          found.push(...lines);
        }
        // A mark at the very start is none of the text; where it is all of a line, that line is still one.
        if (whole === '\ufeff') expected.splice(0, 1, '');
        expect(found.map((line) => line.text)).toEqual(expected);
        expect(found.map((line) => line.number)).toEqual(found.map((_, at) => at + 1));
      }),
      { numRuns: 2000 },
    );
  });

  it('hold nothing of a line that is too long, and go on after it', () => {
    const long = 'x'.repeat(30);
    const input = Buffer.from(`a\n${long}\nb\n\nc`);
    for (const size of [1, 7, 20]) {
      const chunks = Array.from({ length: Math.ceil(input.length / size) }, (_, at) =>
        input.subarray(at * size, (at + 1) * size),
      );
      const blocks = cut(chunks, 20);
      expect(blocks.find((block) => block.tooLong !== undefined)).toMatchObject({
        line: 2,
        row: 1,
        tooLong: 30,
      });
      expect(Math.max(...blocks.map((block) => block.bytes.length))).toBeLessThan(20);
      const lines = blocks.flatMap(linesOf);
      expect(lines.map(({ number, text: read }) => [number, read])).toEqual([
        [1, 'a'],
        [2, undefined],
        [3, 'b'],
        [4, ''],
        [5, 'c'],
      ]);
      expect(lines[1]?.problem).toMatch(/^the line has 30 bytes/);
    }
  });

  it('end with a last line that is too long', () => {
    expect(cut([Buffer.from('a\n'), Buffer.from('x'.repeat(9))], 5)).toMatchObject([
      { line: 1, row: 0 },
      { line: 2, row: 1, tooLong: 9 },
    ]);
  });
});

describe('score in threads', () => {
  const input = Buffer.from(`\ufeff${rows(3000)}`);

  it('prints the same as one thread does, whatever the number of threads and the size of chunks', async () => {
    const expected = await run(['score', '-', '--threads', '1'], input, 1 << 20);
    expect(expected[0]).toBe(1);
    const [first, ...others] = await Promise.all([
      run(['score', '-', '--threads', '1'], input, 777),
      run(['score', '-', '--threads', '2'], input),
      run(['score', '-', '--threads=3'], input, 7001),
    ]);
    for (const output of [first, ...others]) expect(output).toEqual(expected);
    const lines = expected[1].trimEnd().split('\n').map((line) => JSON.parse(line) as { index: number; error?: { line: number } }); // prettier-ignore
    expect(lines.map(({ index }) => index)).toEqual(lines.map((_, at) => at));
    // Every line counts, and the second that is no JSON is the 109th.
    expect(lines.filter(({ error }) => error).map(({ error }) => error?.line).slice(0, 2)).toEqual([8, 109]); // prettier-ignore
  });

  it('starts threads by itself once the input is not small', async () => {
    const large = Buffer.concat(Array.from({ length: 6 }, () => Buffer.concat([input, Buffer.from('\n')])));
    expect(large.length).toBeGreaterThan(5_000_000);
    expect(await run(['score', '-'], large)).toEqual(await run(['score', '-', '--threads', '1'], large));
  });

  it('explains in threads, too', async () => {
    const few = Buffer.from(rows(40));
    const expected = await run(['score', '-', '--threads', '1', '--explain'], few);
    expect(expected[1]).toContain('"trace"');
    expect(await run(['score', '-', '--threads', '2', '--explain'], few, 999)).toEqual(expected);
  });

  it('reads no further than the threads can take while nobody takes what is scored', async () => {
    let taken = 0;
    async function* blocks(): AsyncGenerator<Block> {
      for await (const block of readBlocks('-', Readable.from(chunked(input, 20_000)))) {
        taken++;
        yield block;
      }
    }
    const threads = 2;
    const scored = scoreInThreads(blocks(), SETTINGS, threads);
    let given = 0;
    for await (const { rows: count } of scored) {
      expect(count).toBeGreaterThan(0);
      given++;
      // Two for each thread are under way, and one more waits to be handed over.
      expect(taken - given).toBeLessThanOrEqual(2 * threads);
    }
    expect(given).toBe(taken);
    expect(taken).toBeGreaterThan(20);
  });

  it('holds few bytes where blocks are large', async () => {
    let taken = 0;
    async function* blocks(): AsyncGenerator<Block> {
      for (let line = 1; line <= 6; line++) {
        taken++;
        yield await Promise.resolve({ bytes: new Uint8Array(40 << 20).fill(0x20), line, row: 0 });
      }
    }
    let given = 0;
    for await (const { rows: count } of scoreInThreads(blocks(), SETTINGS, 4)) {
      expect(count).toBe(0);
      given++;
      expect(taken - given).toBeLessThanOrEqual(1);
    }
    expect(given).toBe(6);
  });

  it('passes on what goes wrong in a thread', async () => {
    async function* blocks(): AsyncGenerator<Block> {
      yield await Promise.resolve({ bytes: new Uint8Array(1), line: 1, row: 0 });
    }
    const settings = { ...SETTINGS, rewards: undefined } as unknown as ScoreSettings;
    await expect(scoreInThreads(blocks(), settings, 1).next()).rejects.toThrow();
  });

  it.each(['0', '-1', 'x', '1.5', '1000'])('takes no %s for a number of threads', async (threads) => {
    const [code, stdout, stderr] = await run(['score', '-', `--threads=${threads}`], Buffer.from(''));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--threads needs a number from 1 to 999');
  });
});

describe('the built command line', () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
    for (const { entry, outfile, options } of bundles()) {
      if (!entry.startsWith('src/cli/')) continue;
      await build({ ...options, entryPoints: [entry], bundle: true, outfile: path.join(folder, outfile), logLevel: 'error' }); // prettier-ignore
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('finds its threads', async () => {
    const file = path.join(folder, 'rows.jsonl');
    writeFileSync(file, rows(500));
    const child = spawn(process.execPath, [path.join(folder, 'cli.js'), 'score', file, '--threads', '2']);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    const code = await new Promise((resolve) => child.on('close', resolve));
    const scorer = new RowScorer(SETTINGS);
    let expected = '';
    for await (const block of readBlocks(file, process.stdin)) expected += scorer.score(block).text;
    expect([code, stdout]).toEqual([1, expected]);
  });

  it('ends quietly when whoever reads its output has seen enough', async () => {
    const file = path.join(folder, 'many.jsonl');
    writeFileSync(file, rows(20_000));
    const child = spawn(process.execPath, [path.join(folder, 'cli.js'), 'score', file, '--threads', '2']);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, stderr]).toEqual([0, '']);
  });
});
