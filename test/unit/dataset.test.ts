import { describe, expect, it } from 'vitest';
import { BackupError, makeBackup, restoreBackup } from '../../src/core/backup.ts';
import { Dataset } from '../../src/core/dataset.ts';
import { EditError, invert, type ValueEdit } from '../../src/core/edit.ts';
import { readSample } from '../../src/core/readSample.ts';
import { removeBoxes, setBox } from '../../src/core/sampleEdits.ts';
import { readBackup, writeBackup } from '../../src/node/backup.ts';
import { openRowSource } from '../../src/node/rowSource.ts';
import { OpenFile, temporaryFolder } from './support/datasetFiles.ts';

const folder = temporaryFolder();
const rows = (count: number): string => Array.from({ length: count }, (_, i) => `{"n": ${i}}\n`).join('');
const setN = (value: number): ValueEdit[] => [{ op: 'set', path: ['n'], value }];

/** The texts of the rows, shortened to their numbers. */
const numbers = async (file: OpenFile): Promise<string> =>
  (await file.texts()).map((text) => /-?\d+/.exec(text)?.[0]).join(' ');

describe('an edit', () => {
  it('of one box in a file of 12,000 rows changes one line, and of it that box alone', async () => {
    const row = (i: number): string =>
      `{"id": ${i}, "bboxs": [[${i}.0, 2, 30, 40], [5, 6, 70, 80]], "width": 640, "height": 480}`;
    const file = await OpenFile.of(folder, Array.from({ length: 12_000 }, (_, i) => row(i) + '\n').join(''));
    const { value } = await file.dataset.row(7777);
    file.dataset.apply(await file.dataset.patchRow(7777, setBox(readSample(value!), 1, [5, 6, 75, 80])));
    const before = file.bytes.toString().split('\n');
    await file.save();
    const after = file.bytes.toString().split('\n');
    expect(after.flatMap((line, i) => (line === before[i] ? [] : [i]))).toEqual([7777]);
    expect(after[7777]).toBe(row(7777).replace('[5, 6, 70, 80]', '[5, 6, 75, 80]'));
    await file.close();
  });

  it('may delete the last box', async () => {
    const file = await OpenFile.of(folder, '{"bboxs": [[1, 2, 3, 4]], "bboxs": [[5, 6, 7, 8]]}');
    const { value } = await file.dataset.row(0);
    file.dataset.apply(await file.dataset.patchRow(0, removeBoxes(readSample(value!), [0])));
    expect((await file.planned()).toString()).toBe('{"bboxs": [[1, 2, 3, 4]], "bboxs": []}');
    await file.close();
  });

  it('that does not fit is refused and changes nothing', async () => {
    const file = await OpenFile.of(folder, rows(3));
    const { dataset } = file;
    const patch = await dataset.patchRow(1, setN(10));
    dataset.apply(patch);
    const [text, revision] = [await numbers(file), dataset.revision];
    expect(() => dataset.apply(patch)).toThrow(EditError);
    expect(() => dataset.apply({ kind: 'delete', at: 0, rows: [{ id: 2, text: '' }] })).toThrow(EditError);
    expect(() => dataset.apply({ kind: 'insert', at: 0, rows: [{ id: 2, text: '' }] })).toThrow(EditError);
    expect(() => dataset.apply({ kind: 'move', from: 0, to: 3 })).toThrow(EditError);
    const group = { kind: 'group' as const, edits: [dataset.moveRow(0, 2), invert(patch), patch, patch] };
    expect(() => dataset.apply(group)).toThrow(EditError);
    expect([await numbers(file), dataset.revision]).toEqual([text, revision]);
    await expect(dataset.patchRow(9, setN(1))).rejects.toThrow('was deleted');
    await file.close();
  });

  it('tells what it changed', async () => {
    const file = await OpenFile.of(folder, rows(3));
    const { dataset } = file;
    expect(dataset.apply(await dataset.patchRow(1, setN(10)))).toEqual({
      revision: 1,
      rows: [1],
      order: false,
    });
    expect(dataset.apply(dataset.moveRow(1, 0))).toEqual({ revision: 2, rows: [], order: true });
    expect(dataset.apply(dataset.addRow(3, '{}'))).toEqual({ revision: 3, rows: [3], order: true });
    expect([dataset.revisionOf(1), dataset.revisionOf(0), dataset.revision]).toEqual([1, 0, 3]);
    expect([dataset.isEdited(1), dataset.isEdited(0), dataset.lineOf(3)]).toEqual([true, false, 0]);
    await file.close();
  });
});

describe('rows', () => {
  it('are added, duplicated, deleted and moved', async () => {
    const file = await OpenFile.of(folder, rows(4));
    const { dataset } = file;
    dataset.apply(await dataset.duplicateRow(1));
    expect(await numbers(file)).toBe('0 1 1 2 3');
    dataset.apply(await dataset.deleteRows([0, 2, 3]));
    expect(await numbers(file)).toBe('1 1');
    dataset.apply(dataset.addRow(1, '{"n": 9}'));
    expect(await numbers(file)).toBe('1 9 1');
    dataset.apply(dataset.moveRow(1, 1));
    expect(await numbers(file)).toBe('9 1 1');
    await file.close();
  });

  it('that had no line end keep blank lines apart from their text', async () => {
    const file = await OpenFile.of(folder, '{"n": 0}\n \r\n\n{"n": 1}');
    const { dataset } = file;
    const move = dataset.moveRow(0, 1);
    dataset.apply(move);
    await file.save();
    expect(file.bytes.toString()).toBe('{"n": 1}\n{"n": 0}\n \r\n\n');
    // The blank lines of the row that goes stay behind the last one, whose own line has no end.
    const away = await dataset.deleteRows([0]);
    dataset.apply(away);
    await file.save();
    expect(file.bytes.toString()).toBe('{"n": 1}\n \r\n\n');
    await file.save();
    expect(file.bytes.toString()).toBe('{"n": 1}\n \r\n\n');
    for (const edit of [away, move]) dataset.apply(invert(edit));
    await file.save();
    expect(await file.texts()).toEqual(['{"n": 0}', '{"n": 1}']);
    await file.close();
  });

  it('are clean again once everything was taken back', async () => {
    const file = await OpenFile.of(folder, rows(3));
    const { dataset } = file;
    const edits = [await dataset.deleteRows([1])];
    dataset.apply(edits[0]!);
    edits.push(dataset.moveRow(2, 0));
    dataset.apply(edits[1]!);
    expect(dataset.isDirty).toBe(true);
    for (const edit of edits.toReversed()) dataset.apply(invert(edit));
    expect(dataset.isDirty).toBe(false);
    await file.close();
  });
});

describe('a save', () => {
  it('keeps ids, and the edits made while it wrote', async () => {
    const file = await OpenFile.of(folder, rows(4));
    const { dataset } = file;
    const deletion = await dataset.deleteRows([1]);
    dataset.apply(deletion);
    const first = await dataset.patchRow(2, setN(20));
    dataset.apply(first);
    const plan = await dataset.plan();
    dataset.apply(invert(first));
    dataset.apply(await dataset.patchRow(3, setN(30)));
    await file.writeAs(plan);
    expect(file.bytes.toString()).toBe('{"n": 0}\n{"n": 20}\n{"n": 3}\n');
    expect(await numbers(file)).toBe('0 2 30');
    expect([dataset.isEdited(2), dataset.isEdited(3), dataset.isEdited(0)]).toEqual([true, true, false]);
    expect([dataset.lineOf(2), dataset.lineOf(1), dataset.positionOf(3)]).toEqual([2, 0, 2]);
    dataset.apply(invert(deletion));
    await file.save();
    expect(file.bytes.toString()).toBe('{"n": 0}\n{"n": 1}\n{"n": 2}\n{"n": 30}\n');
    await file.close();
  });
});

describe('a backup', () => {
  it('goes through a file', async () => {
    const file = await OpenFile.of(folder, rows(4));
    file.dataset.apply(await file.dataset.patchRow(2, setN(20)));
    file.dataset.apply(file.dataset.moveRow(0, 3));
    await writeBackup(`${file.path}.backup`, await makeBackup(file.dataset));
    const again = new Dataset(await openRowSource(file.path));
    await restoreBackup(again, await readBackup(`${file.path}.backup`));
    expect((await again.window(0, 4)).map((row) => row.text)).toEqual(await file.texts());
    await again.source.close();
    await file.close();
  });

  it('is refused by another file, and by one whose edited rows are others', async () => {
    const file = await OpenFile.of(folder, rows(4));
    file.dataset.apply(await file.dataset.patchRow(2, setN(20)));
    const backup = await makeBackup(file.dataset);
    const other = await OpenFile.of(folder, rows(5));
    await expect(restoreBackup(other.dataset, backup)).rejects.toThrow(BackupError);
    const changed = await OpenFile.of(folder, rows(4).replace('2', '7'));
    const { fingerprint } = changed.source;
    await expect(restoreBackup(changed.dataset, { ...backup, fingerprint })).rejects.toThrow(
      'row 3 has changed',
    );
    expect(changed.dataset.isDirty).toBe(false);
    await Promise.all([file.close(), other.close(), changed.close()]);
  });

  it('that is none says so', async () => {
    const file = await OpenFile.of(folder, '{"version": 2}');
    await expect(readBackup(file.path)).rejects.toThrow('is no backup of a dataset');
    await expect(readBackup(`${file.path}.gone`)).rejects.toThrow('it does not exist');
    await file.close();
  });
});
