import { closeSync, fstatSync, openSync, truncateSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Dataset } from '../../src/core/dataset.ts';
import type { Row } from '../../src/core/row.ts';
import { bytesInMemory } from '../../src/node/fileBytes.ts';
import { CancelledError, FileError } from '../../src/node/fileError.ts';
import { fingerprintOf, openRowSource, sameFile } from '../../src/node/rowSource.ts';
import { OpenFile, temporaryFolder } from './support/datasetFiles.ts';

const folder = temporaryFolder();
const ROW = '{"a":1}';

async function rowsOf(content: string | Uint8Array, extension?: string): Promise<readonly Row[]> {
  const file = await OpenFile.of(folder, content, extension);
  const rows = await file.dataset.window(0, file.dataset.length);
  await file.close();
  return rows;
}

async function linesOf(content: string): Promise<readonly number[]> {
  const file = await OpenFile.of(folder, content);
  const lines = Array.from({ length: file.dataset.length }, (_, id) => file.dataset.lineOf(id));
  await file.close();
  return lines;
}

describe('JSON Lines', () => {
  it.each([
    ['LF', `${ROW}\n${ROW}\n`],
    ['CRLF', `${ROW}\r\n${ROW}\r\n`],
    ['mixed line ends', `${ROW}\r\n${ROW}\n`],
    ['no final newline', `${ROW}\n${ROW}`],
    ['a byte order mark', `\uFEFF${ROW}\n${ROW}\n`],
    ['blank lines', `\n${ROW}\n\r\n  \n${ROW}\n\n`],
  ])('with %s', async (_, content) => {
    expect((await rowsOf(content)).map(({ text, state }) => [text, state])).toEqual([
      [ROW, 'ok'],
      [ROW, 'ok'],
    ]);
  });

  it.each(['', '\n', '\uFEFF', '  \r\n\n'])('with no rows: %j', async (content) => {
    expect(await rowsOf(content)).toEqual([]);
  });

  it('counts lines with the blank ones', async () => {
    expect(await linesOf(`\n${ROW}\n${ROW}\n\n\n${ROW}`)).toEqual([2, 3, 6]);
  });

  it('keeps a lone carriage return inside a row', async () => {
    const [row] = await rowsOf('{"a":\r1}\r\r\n');
    expect(row?.text).toBe('{"a":\r1}\r');
  });
});

describe('malformed rows', () => {
  it.each([
    ['{"a": NaN}', 'NaN is no JSON number; write null or a finite number', 7],
    ['{"a": -Infinity}', '-Infinity is no JSON number; write null or a finite number', 7],
    ['{"a": 1', 'the text ends where "," or "}" is expected', 8],
    ['{"a": [1, 2', 'the text ends where "," or "]" is expected', 12],
    ['{"a": "x', 'the text ends inside a string that begins here', 7],
    ["{'a': 1}", `unexpected "'" where a key in double quotes is expected`, 2],
    ['{"a": 1,}', 'a comma must not stand at the end of a list or object', 9],
    ['{"a" 1}', 'unexpected "1" where ":" is expected', 6],
    ['{"a": 1} x', `unexpected "x" after the row's end`, 10],
    ['{"a": None}', 'unexpected None where a value is expected', 7],
    ['{"a": 01}', 'unexpected "1" where "," or "}" is expected', 8],
    ['{"a": "\t"}', 'a control character inside a string must be escaped', 8],
    [String.raw`{"a": "\x"}`, String.raw`"\\x" is no escape that JSON knows`, 8],
    ['hello', 'unexpected hello where a value is expected', 1],
    ['5', 'the row is a number, expected an object', 1],
    ['null', 'the row is null, expected an object', 1],
    ['"text"', 'the row is a string, expected an object', 1],
  ])('%s', async (text, message, column) => {
    const [before, row, after] = await rowsOf(`${ROW}\n${text}\n${ROW}\n`);
    expect(row).toEqual({ id: 1, state: 'malformed', text, message, column });
    expect([before?.state, after?.state]).toEqual(['ok', 'ok']);
  });

  it('in invalid UTF-8 are shown as well as can be, with the place', async () => {
    const content = Buffer.concat([Buffer.from('{"ab":"é'), Buffer.from([0xff]), Buffer.from('"}\n')]);
    const [row] = await rowsOf(content);
    expect(row).toMatchObject({ state: 'malformed', message: 'the row is no valid UTF-8', column: 9 });
    expect(row?.text).toBe('{"ab":"é\uFFFD"}');
  });

  it('of great depth are told, too', async () => {
    const [row] = await rowsOf('['.repeat(300_000) + '\n', 'jsonl');
    expect(row).toMatchObject({ state: 'malformed', message: 'the text ends where a value is expected' });
  });

  it('stand byte for byte after edits around them', async () => {
    const bad = Buffer.concat([Buffer.from('{"a": NaN \r \n'), Buffer.from([0xc3, 0x28, 0x0a])]);
    const file = await OpenFile.of(folder, Buffer.concat([Buffer.from(ROW + '\r\n'), bad, Buffer.from(ROW)]));
    for (const id of [0, 3]) {
      file.dataset.apply(await file.dataset.patchRow(id, [{ op: 'set', path: ['a'], value: 2 }]));
    }
    const edited = Buffer.from('{"a":2}');
    expect(await file.planned()).toEqual(Buffer.concat([edited, Buffer.from('\r\n'), bad, edited]));
    await expect(file.dataset.patchRow(1, [])).rejects.toThrow('cannot be edited: NaN is no JSON number');
    await file.close();
  });

  it('can be deleted and come back', async () => {
    const file = await OpenFile.of(folder, Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.from(ROW)]));
    const edit = await file.dataset.deleteRows([0]);
    expect(edit).toMatchObject({ kind: 'delete', rows: [{ encoding: 'base64' }] });
    file.dataset.apply(edit);
    await file.save();
    expect(file.bytes.toString()).toBe(ROW);
    file.dataset.apply({ ...edit, kind: 'insert' } as never);
    expect(await file.planned()).toEqual(Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.from(ROW)]));
    await file.close();
  });

  it('can be put right by hand', async () => {
    const file = await OpenFile.of(folder, '{"a": NaN}\n');
    const edit = await file.dataset.replaceText(0, '{"a": null}');
    expect(edit).toMatchObject({ patches: [{ removed: 'NaN', inserted: 'null' }] });
    file.dataset.apply(edit);
    expect((await file.dataset.row(0)).state).toBe('ok');
    await expect(file.dataset.replaceText(0, '{\n}')).rejects.toThrow('on one line');
    await file.close();
  });
});

describe('an array file', () => {
  it.each([
    ['compact', `[${ROW},${ROW}]`],
    ['pretty', `[\n  ${ROW},\n  ${ROW}\n]\n`],
    ['with a byte order mark', `\uFEFF [ ${ROW} , ${ROW} ] `],
  ])('%s', async (_, content) => {
    for (const extension of ['json', 'jsonl']) {
      expect((await rowsOf(content, extension)).map((row) => row.text)).toEqual([ROW, ROW]);
    }
  });

  it('may hold brackets and commas in strings, and rows over several lines', async () => {
    const rows = ['{"a":"],[\\"}"}', '{\n  "a": [[1, 2], {"b": "\\\\"}]\n}'];
    const file = await OpenFile.of(folder, `[\n${rows.join(',\n')}\n]`, 'json');
    expect(await file.texts()).toEqual(rows);
    expect([file.dataset.lineOf(0), file.dataset.lineOf(1)]).toEqual([2, 3]);
    await file.close();
  });

  it('keeps malformed elements apart from the others', async () => {
    const rows = await rowsOf(`[${ROW}, NaN, {"a" 1}, , ${ROW}]`, 'json');
    expect(rows.map((row) => row.state)).toEqual(['ok', 'malformed', 'malformed', 'malformed', 'ok']);
    expect(rows[3]).toMatchObject({ text: '', message: 'the row is empty' });
  });

  it('that is never closed shows its rows and says so', async () => {
    const file = await OpenFile.of(folder, `[${ROW}, {"a": 1`, 'json');
    expect((await file.dataset.window(0, 9)).map((row) => row.state)).toEqual(['ok', 'malformed']);
    expect(file.source.problem).toBe('the array that the file holds is never closed by "]"');
    expect((await file.planned()).equals(file.bytes)).toBe(true);
    await file.close();
  });

  it('is not what JSON Lines of lists are, whatever the name', async () => {
    for (const extension of ['json', 'jsonl']) {
      expect((await rowsOf(`[1]\n${ROW}\n`, extension)).map((row) => row.text)).toEqual(['[1]', ROW]);
    }
    expect((await rowsOf(`[broken\n${ROW}\n`, 'jsonl')).map((row) => row.text)).toEqual(['[broken', ROW]);
    expect((await rowsOf(`${ROW}\n${ROW}\n`, 'json')).length).toBe(2);
  });

  it('takes its first row, and loses its last', async () => {
    const file = await OpenFile.of(folder, '[\n]\n', 'json');
    file.dataset.apply(file.dataset.addRow(0, ROW));
    expect((await file.planned()).toString()).toBe(`[\n${ROW}]\n`);
    await file.close();
    const other = await OpenFile.of(folder, `[\n  ${ROW}\n]\n`, 'json');
    other.dataset.apply(other.dataset.addRow(1, '{"b":2}'));
    expect((await other.planned()).toString()).toBe(`[\n  ${ROW},\n  {"b":2}\n]\n`);
    other.dataset.apply(await other.dataset.deleteRows([0, 1]));
    expect((await other.planned()).toString()).toBe('[\n  \n]\n');
    await other.close();
  });
});

describe('a line of 100 MB', () => {
  it('is view-only, and costs neither its neighbours nor a save anything', async () => {
    const file = path.join(folder, 'large.jsonl');
    const fd = openSync(file, 'w');
    writeSync(fd, `${ROW}\r\n{"a":"`);
    const block = Buffer.alloc(1 << 20, 'x');
    for (let i = 0; i < 100; i++) writeSync(fd, block);
    writeSync(fd, `"}\r\n\r\n${ROW}`);
    closeSync(fd);

    const source = await openRowSource(file);
    const dataset = new Dataset(source);
    const [first, large, last] = await dataset.window(0, 3);
    expect([first?.text, last?.text]).toEqual([ROW, ROW]);
    expect(large).toMatchObject({
      state: 'tooLarge',
      message: expect.stringContaining('104.9 MB') as string,
    });
    expect(large?.text.length).toBe(100_000);
    expect(dataset.lineOf(2)).toBe(4);
    const [raw] = await source.read(1, 1);
    expect([raw?.eol, raw?.end]).toEqual(['\r\n', source.size - ROW.length - 4]);
    await expect(dataset.patchRow(1, [])).rejects.toThrow(
      'rows over 8 MB can be viewed and moved, but not edited',
    );
    await expect(dataset.deleteRows([1])).rejects.toThrow('row 2 is too large');
    await expect(dataset.duplicateRow(1)).rejects.toThrow('row 2 is too large');
    dataset.apply(dataset.moveRow(1, 2));
    const { segments } = await dataset.plan();
    expect(segments.filter(({ kind }) => kind === 'bytes').length).toBe(1);
    await source.close();
  });
});

describe('a small file that is written in place', () => {
  const ROWS = 4000;
  const text = (word: string): string =>
    Array.from({ length: ROWS }, (_, i) => `{"id":${i},"question":"${word.repeat(40)}"}\n`).join('');
  const readAll = async (source: Awaited<ReturnType<typeof openRowSource>>): Promise<string> =>
    (await source.read(0, ROWS)).map(({ bytes }) => `${Buffer.from(bytes).toString()}\n`).join('');

  it('keeps the rows that it had when it was opened', async () => {
    const file = path.join(folder, 'in-place.jsonl');
    writeFileSync(file, text('what'));
    const source = await openRowSource(file);
    await source.held;
    writeFileSync(file, text('else'));
    expect(await readAll(source)).toBe(text('what'));
    await source.close();
  });

  it('is not taken into memory once it is no longer what was indexed', async () => {
    const file = path.join(folder, 'changed.jsonl');
    writeFileSync(file, text('what'));
    const fd = openSync(file, 'r');
    const { mtimeMs } = fstatSync(fd);
    expect((await bytesInMemory(fd, mtimeMs))?.size).toBe(text('what').length);
    utimesSync(file, 1, 1);
    expect(await bytesInMemory(fd, mtimeMs)).toBeUndefined();
    closeSync(fd);
  });
});

describe('large files', () => {
  it('are indexed by a worker thread, with progress', async () => {
    const file = path.join(folder, 'many.jsonl');
    const text = `{"a":"${'x'.repeat(990)}"}\n`;
    writeFileSync(file, text.repeat(20_000));
    const progress: number[] = [];
    const source = await openRowSource(file, { onProgress: (done) => progress.push(done) });
    expect(source.rows).toBe(20_000);
    expect(progress.length).toBeGreaterThan(2);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    const [raw] = await source.read(12_345, 1);
    expect(Buffer.from(raw!.bytes).toString()).toBe(text.trimEnd());
    expect(await fingerprintOf(file)).toEqual(source.fingerprint);
    truncateSync(file, 1000);
    await expect(source.read(12_345, 1)).rejects.toThrow('was changed on disk');
    await source.close();
  });

  it('can be given up', async () => {
    const file = path.join(folder, 'cancelled.jsonl');
    writeFileSync(file, `{"a":"${'x'.repeat(990)}"}\n`.repeat(20_000));
    const abort = new AbortController();
    const opening = openRowSource(file, { signal: abort.signal });
    abort.abort();
    await expect(opening).rejects.toThrow(CancelledError);
  });
});

describe('a file that cannot be read', () => {
  it('says so plainly', async () => {
    const missing = path.join(folder, 'missing.jsonl');
    await expect(openRowSource(missing)).rejects.toThrow(FileError);
    await expect(openRowSource(missing)).rejects.toThrow(`cannot open ${missing}: it does not exist`);
    await expect(openRowSource(folder)).rejects.toThrow('it is a folder');
    await expect(openRowSource('/dev/null')).rejects.toThrow('it is no regular file');
  });
});

it('goes on reading the file that was opened when another takes its place', async () => {
  const file = await OpenFile.of(folder, `${ROW}\n`);
  await writeFile(`${file.path}.other`, '{"other":1}\n');
  await rename(`${file.path}.other`, file.path);
  expect((await file.dataset.row(0)).text).toBe(ROW);
  expect(sameFile(await fingerprintOf(file.path), file.source.fingerprint)).toBe(false);
  await file.close();
});
