import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/cli.ts';
import { BUILT_INS } from '../../src/core/rewards/builtIns.ts';
import type { TraceStep } from '../../src/core/rewards/trace.ts';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = path.join(import.meta.dirname, '../..');

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[], input: string | Buffer = ''): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  const code = await runCli(args, {
    stdin: Readable.from(input === '' ? [] : [Buffer.from(input)]),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stdout, stderr };
}

/** The same as a process of its own. */
function spawnCli(args: readonly string[], input: string): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], { cwd: ROOT });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject).on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
    child.stdin.end(input);
  });
}

function jsonLines(text: string): unknown[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

const ROW = {
  completion: '<caption>a cat sat here</caption><bbox>[[0,0,448,448]]</bbox><answer>cat</answer>',
  image_caption: 'A cat sat here',
  bboxs: [[0, 0, 448, 224]],
  width: 448,
  height: 448,
  possible_answers: ['cat'],
};
const LINE = JSON.stringify(ROW);

describe('vqa-verify score', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('prints a line for each row, in order, and exits 0', async () => {
    const file = path.join(folder, 'rows.jsonl');
    writeFileSync(file, `\ufeff${LINE}\r\n\n  \n${JSON.stringify({ ...ROW, completion: '' })}`);
    const { code, stdout, stderr } = await run(['score', file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(jsonLines(stdout)).toEqual([
      {
        index: 0,
        rewards: { format: 1, caption: 1, bbox: expect.closeTo(0.5, 9) as number, answer: 1 },
        components: { bleu: 1, rougeL: 1 },
        total: expect.closeTo(3.5, 9) as number,
      },
      {
        index: 1,
        rewards: { format: 0, caption: 0, bbox: 0, answer: 0 },
        components: { bleu: null, rougeL: null },
        total: 0,
      },
    ]);
  });

  it('goes on after lines that are no rows, says why, and exits 1', async () => {
    const lines = [LINE, '', '{"width":NaN}', '[1]', '{"width":1}', '{"completion":[1]}', '{"completion":"x'];
    const { code, stdout, stderr } = await run(['score', '-'], lines.join('\n'));
    expect(code).toBe(1);
    expect(stderr).toBe('5 of 6 rows had errors\n');
    const rows = jsonLines(stdout) as {
      index: number;
      error?: { type: string; line: number; message: string };
    }[];
    expect(rows.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(rows.map(({ error }) => error && [error.type, error.line])).toEqual([
      undefined,
      ['InvalidJson', 3],
      ['InvalidJson', 4],
      ['InvalidRow', 5],
      ['InvalidRow', 6],
      ['InvalidJson', 7],
    ]);
    expect(rows[1]?.error?.message).toMatch(/^NaN is no JSON number/);
  });

  it('counts one row as one', async () => {
    expect((await run(['score', '-'], '[]')).stderr).toBe('1 of 1 row had errors\n');
  });

  it('gives null and the error where the reference raises', async () => {
    const { code, stdout } = await run(['score', '-'], JSON.stringify({ ...ROW, width: 0 }));
    expect(code).toBe(1);
    expect(jsonLines(stdout)).toMatchObject([
      {
        rewards: { format: 1, bbox: null, answer: 1 },
        errors: { bbox: { type: 'ZeroDivisionError', message: 'the image is 0×448 pixels' } },
        total: 3,
      },
    ]);
  });

  it('says which line is not UTF-8', async () => {
    const { code, stdout } = await run(['score', '-'], Buffer.from([0x22, 0xff, 0x22]));
    expect(code).toBe(1);
    expect(jsonLines(stdout)).toEqual([
      { index: 0, error: { type: 'InvalidJson', line: 1, message: 'the line is not valid UTF-8' } },
    ]);
  });

  it('gives some of the rewards, in other coordinates, on request', async () => {
    const row = JSON.stringify({ ...ROW, completion: '<bbox>[[0,0,1000,500]]</bbox>' });
    const { stdout } = await run(
      ['score', '-', '--rewards=bbox,format', '--coordinates', 'relative1000'],
      row,
    );
    const bbox = expect.closeTo(1, 9) as number;
    expect(jsonLines(stdout)).toEqual([{ index: 0, rewards: { format: 0, bbox }, total: bbox }]);
  });

  it('scores with any reward that there is, and says what a row lacks', async () => {
    const row = { ...ROW, completion: '<answer>4*3+2+10=24</answer>', cards: ['4', '3', '2', 'K'] };
    const { code, stdout } = await run(
      ['score', '-', '--rewards', 'generalPoints,boxF1,answer'],
      `${JSON.stringify(row)}\n${LINE}`,
    );
    expect(code).toBe(1);
    expect(jsonLines(stdout)).toEqual([
      {
        index: 0,
        rewards: { answer: 0, boxF1: 0, generalPoints: 1 },
        components: { precision: 0, recall: 0 },
        total: 1,
      },
      {
        index: 1,
        rewards: { answer: 1, boxF1: 1, generalPoints: null },
        components: { precision: 1, recall: 1 },
        total: 2,
        errors: { generalPoints: { type: 'MissingColumn', message: 'the row has no column cards' } },
      },
    ]);
  });

  it('adds the steps of every reward on request', async () => {
    const wide = JSON.stringify({ ...ROW, width: 0 });
    const { stdout } = await run(['score', '--explain', '-', '--rewards', 'bbox,answer'], `${LINE}\n${wide}`);
    const rows = jsonLines(stdout) as {
      rewards: Record<string, number>;
      trace: Record<string, TraceStep[]>;
    }[];
    const [whole, broken] = rows;
    expect(Object.keys(whole?.trace ?? {})).toEqual(['bbox', 'answer']);
    expect(whole?.trace.bbox?.at(-1)?.value).toBe(whole?.rewards.bbox);
    expect(whole?.trace.answer?.[2]).toEqual({
      title: 'Compare with answer 1',
      inputs: [{ name: 'possible', value: '“cat”' }],
      result: 'equal',
      paint: [{ on: 'completion', as: 'match', ranges: [{ start: 69, end: 72 }] }],
    });
    expect(broken?.trace.bbox?.at(-1)).toMatchObject({
      title: 'Python raises ZeroDivisionError',
      result: 'the image is 0×448 pixels',
      ends: 'raises',
    });
    expect((await run(['score', '-'], LINE)).stdout).not.toContain('trace');
  });

  it('runs as a process, and keeps the order of many rows, longer than any chunk', async () => {
    const padded = JSON.stringify({ ...ROW, note: '☃'.repeat(30_000) });
    const { code, stdout } = await spawnCli(['score', '-'], `${padded}\n`.repeat(300));
    expect(code).toBe(0);
    const rows = jsonLines(stdout) as { index: number }[];
    expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: 300 }, (_, at) => at));
  });

  it.each([
    [['score', '-', '--reward', 'bbox'], 'there is no option --reward; did you mean --rewards?'],
    [['score', '-', '--rewards', 'answer,vqaAcuracy'], 'did you mean vqaAccuracy?'],
    [['score', '-', '--rewards', 'box'], 'there is no reward "box"; did you mean bbox?'],
    [
      ['score', '-', '--coordinates', 'resized'],
      'there is no coordinate space "resized"; did you mean resized28?',
    ],
    [['score', '-', '--explain=yes'], 'the option --explain takes no value'],
    [['score', '-', '--explian'], 'there is no option --explian; did you mean --explain?'],
    [
      ['score', '-', '--rewards', 'bbox', '--rewards=answer'],
      'the option --rewards was given more than once',
    ],
    [['score', '-', '--rewards'], 'the option --rewards needs a value'],
    [['score'], 'no file was given'],
    [['score', 'a', 'b'], 'one file at a time'],
    [['score', 'no-such-file.jsonl'], 'no-such-file.jsonl'],
    [['scroe'], 'there is no command scroe; did you mean score?'],
    [[], 'vqa-verify COMMAND'],
  ])('exits 2 for %j and says what is wrong', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('prints help and version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
    expect((await run(['--help'])).stdout).toMatch(/^ {2}score +score completions/m);
    const help = (await run(['score', '--help'])).stdout;
    expect(help).toMatch(/^vqa-verify score FILE/);
    for (const { name, summary } of BUILT_INS) {
      expect(help).toContain(`\n  ${name} `);
      expect(help).toContain(` ${summary}\n`);
    }
  });
});
