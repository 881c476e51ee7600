import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/cli/command.ts';
import { validate } from '../../src/cli/validate.ts';
import { OpenFile, temporaryFolder } from './support/datasetFiles.ts';

const fixtures = path.resolve('test/fixtures/datasets');
const folder = temporaryFolder();

interface Printed {
  line: number;
  rule: string;
  severity: string;
  message: string;
  column: string | null;
}

async function run(args: string[], input = ''): Promise<{ code: number; lines: Printed[]; notes: string }> {
  let [out, notes] = ['', ''];
  const code = await validate.run(args, {
    stdin: Readable.from([input]),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (notes += text) },
  });
  const lines = out.split('\n').slice(0, -1);
  return { code, lines: lines.map((line) => JSON.parse(line) as Printed), notes };
}

const fixture = (name: string): ReturnType<typeof run> => run([path.join(fixtures, name)]);

describe('validate', () => {
  it('prints nothing for a good file, and exits 0', async () => {
    const { code, lines, notes } = await fixture('good.jsonl');
    expect([code, lines, notes]).toEqual([0, [], '2 rows: 0 errors, 0 warnings, 0 notes\n']);
  });

  it('counts one of a kind as one', async () => {
    const { notes } = await run(['-'], '{"question":"Q"');
    expect(notes).toBe('1 row: 1 error, 0 warnings, 0 notes\n');
  });

  it('prints a line for each problem, in file order, and exits 1', async () => {
    const { code, lines } = await fixture('malformed-lines.jsonl');
    expect(code).toBe(1);
    expect(lines.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(lines[0]).toEqual({
      line: 2,
      rule: 'row-malformed',
      severity: 'error',
      message: 'the text ends inside a string that begins here (character 41)',
      column: null,
    });
  });

  it('names the column at fault', async () => {
    const { lines } = await fixture('odd-boxes.jsonl');
    expect(lines.map(({ line, rule, column }) => [line, rule, column])).toContainEqual([
      4,
      'box-inverted',
      'bboxs[0]',
    ]);
  });

  it('looks at the images', async () => {
    const { lines } = await fixture('bad-images.jsonl');
    const rules = lines.map(({ rule }) => rule);
    expect(new Set(rules)).toEqual(new Set(['image-animated', 'image-size', 'image-broken', 'box-outside']));
    expect((await fixture('wrong-size.jsonl')).lines.every(({ rule }) => rule === 'image-size')).toBe(true);
  });

  it('looks for images in another folder, too', async () => {
    const file = path.join(folder, 'rows.jsonl');
    const row = '{"question":"Q","image":"good.png","width":96,"height":64,"answers":"a","caption":"c"}';
    writeFileSync(file, row);
    expect((await run([file])).lines.map(({ rule }) => rule)).toEqual(['image-missing']);
    expect((await run([file, '--images', path.join(fixtures, '../images')])).lines).toEqual([]);
    const piped = await run(['-', '--images', path.join(fixtures, '../images')], `${row}\n`);
    expect([piped.code, piped.lines]).toEqual([0, []]);
  });

  it('exits 0 where there are warnings only', async () => {
    const { code, lines } = await fixture('objects-trap.jsonl');
    expect([code, lines.map(({ severity }) => severity)]).toEqual([0, ['warning']]);
  });

  it('tells a file that is not in UTF-8, and an array that is cut off', async () => {
    expect((await fixture('utf16.jsonl')).lines.at(-1)).toMatchObject({ rule: 'file-malformed' });
    expect((await fixture('array-broken.json')).lines.at(-1)).toMatchObject({ rule: 'file-malformed' });
  });

  it('tells a .json file that holds one object from a list, and from JSON Lines by that name', async () => {
    const problem = { rule: 'file-malformed', message: expect.stringContaining('one object') as string };
    const one = await fixture('object.json');
    expect([one.code, one.lines]).toEqual([1, [expect.objectContaining({ ...problem, line: 1 })]]);
    const file = path.join(folder, 'pretty.json');
    const row = JSON.parse(readFileSync(path.join(fixtures, 'object.json'), 'utf8')) as object;
    writeFileSync(file, JSON.stringify(row, undefined, 2));
    expect((await run([file])).lines.at(-1)).toMatchObject(problem);
    const lines = path.join(folder, 'lines.json');
    writeFileSync(lines, readFileSync(path.join(fixtures, 'good.jsonl')));
    expect((await run([lines, '--images', fixtures])).lines).toEqual([]);
  });

  describe('about scoring', () => {
    const file = path.join(folder, 'scored.jsonl');
    const rows = [
      { image_caption: 'A cat sits on a mat.', bboxs: [[0, 0, 100, 100]], possible_answers: ['cat'] },
      { image_caption: '一只猫坐在垫子上。', bboxs: [[0, 0, 100, 100]], possible_answers: ['猫'] },
    ];
    const scored = async (...args: string[]): Promise<string[]> => {
      const row = { image: 'https://example.com/x.png', width: 100, height: 100 };
      const lines = rows.map((each, i) => JSON.stringify({ question: `Q${i}`, ...row, ...each }));
      writeFileSync(file, lines.join('\n'));
      const answer = await run([file, ...args]);
      expect(answer.code).toBe(0);
      return answer.lines.map(({ line, rule, column }) => `${line} ${rule} ${column ?? '-'}`);
    };

    it('says nothing unless it is asked', async () => {
      expect(await scored()).toEqual([]);
      expect(await scored('--coordinates', 'resized28', '--reward-coordinates', 'resized28')).toEqual([]);
    });

    it('lists the rows whose sizes the model and the reward disagree on', async () => {
      expect(await scored('--coordinates', 'resized28MsSwift')).toEqual([
        '1 size-disagreement bboxs',
        '2 size-disagreement bboxs',
      ]);
      const { lines } = await run([file, '--coordinates=relative1', '--reward-coordinates=relative1000']);
      expect(lines[0]?.message).toMatch(/a perfect answer gets an IoU of 0\.0000$/);
    });

    it('lists the rows whose ground truth does not reach a part of a reward', async () => {
      expect(await scored('--attainable-below', '0.5')).toEqual(['2 attainable image_caption']);
      const { lines } = await run([file, '--attainable-below', '0.5']);
      expect(lines[0]).toMatchObject({
        severity: 'warning',
        message: expect.stringContaining('caption 0.0889') as string,
      });
      expect(await scored('--attainable-below', '0.5', '--rewards', 'format,answer')).toEqual([]);
    });

    it.each([
      ['--attainable-below', '2'],
      ['--attainable-below', 'half'],
      ['--attainable-below', ''],
      ['--coordinates', 'resized'],
      ['--rewards', 'captoin'],
    ])('refuses %s %j', async (...args) => {
      await expect(run([file, ...args])).rejects.toThrow(UsageError);
    });
  });

  it.each([[[]], [['a', 'b']], [['--nothing', 'x', 'a']], [['nowhere.jsonl']]])(
    'refuses %j',
    async (args) => {
      await expect(run(args)).rejects.toThrow(UsageError);
    },
  );
});

describe.each(readdirSync(fixtures).filter((name) => /\.jsonl?$/.test(name)))('%s', (name) => {
  it('is checked without an exception', async () => {
    const { code, lines } = await fixture(name);
    expect(code).toBe(lines.some(({ severity }) => severity === 'error') ? 1 : 0);
  });

  it('is written back byte for byte', async () => {
    const content = readFileSync(path.join(fixtures, name));
    const file = await OpenFile.of(folder, content, path.extname(name).slice(1));
    await file.dataset.window(0, file.dataset.length);
    expect((await file.planned()).equals(content)).toBe(true);
    if (file.dataset.length > 0) {
      const edit = file.dataset.moveRow(file.dataset.length - 1, 0);
      file.dataset.apply(edit);
      file.dataset.apply({ kind: 'move', from: 0, to: file.dataset.length - 1 });
      expect((await file.planned()).equals(content)).toBe(true);
    }
    await file.close();
  });
});
