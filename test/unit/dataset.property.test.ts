import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBackup, restoreBackup } from '../../src/core/backup.ts';
import { Dataset } from '../../src/core/dataset.ts';
import { invert, type Edit } from '../../src/core/edit.ts';
import { readSample } from '../../src/core/readSample.ts';
import { addBoxes, removeBoxes, setBox } from '../../src/core/sampleEdits.ts';
import type { Box } from '../../src/core/sample.ts';
import { openRowSource } from '../../src/node/rowSource.ts';
import { OpenFile, temporaryFolder } from './support/datasetFiles.ts';

const folder = temporaryFolder();

const number = fc.oneof(
  fc.nat({ max: 4000 }).map(String),
  fc.nat({ max: 4000 }).map((n) => `${n}.0`),
  fc.constantFrom('-0', '1e2', '0.10', '12.50', '-7'),
);
const space = fc.constantFrom('', ' ', '  ');
const boxText = fc
  .tuple(number, number, number, number, space)
  .map(([a, b, c, d, s]) => `[${a},${s}${b},${s}${c},${s}${d}]`);
const caption = fc.constantFrom('"A cat."', '"caf\\u00e9"', '"猫"', '"\\ud800"', '"a\\/b"', '""');

/** A row of JSON text, written in some style, perhaps with duplicate keys. */
const rowText = fc
  .record({
    boxes: fc.array(boxText, { maxLength: 4 }),
    caption,
    s: space,
    extra: fc.boolean(),
    twice: fc.boolean(),
  })
  .map(({ boxes, caption: text, s, extra, twice }) => {
    const members = [`"image_caption":${s}${text}`, `"bboxs":${s}[${boxes.join(',' + s)}]`];
    if (twice) members.unshift('"bboxs": [[1,2,3,4]]');
    if (extra) members.push('"__proto__": {"x": -0}', '"n": 1.0');
    return `{${s}${members.join(',' + s)}}`;
  });
const malformed = fc.constantFrom('{"a": NaN}', '{', 'not json', '[1,2,3', '"text"', '{"bboxs": [1,2', '-');
const anyRow = fc.oneof({ weight: 5, arbitrary: rowText }, { weight: 1, arbitrary: malformed });

const eol = fc.constantFrom('\n', '\r\n');
const jsonl = fc
  .record({
    bom: fc.boolean(),
    lines: fc.array(fc.tuple(anyRow, eol, fc.constantFrom('', '', '', '\n', ' \r\n\n')), { maxLength: 8 }),
    last: fc.option(anyRow, { nil: '' }),
    head: fc.constantFrom('', '', '\n'),
  })
  .map(
    ({ bom, lines, last, head }) =>
      (bom ? '\uFEFF' : '') + head + lines.map((l) => l.join('')).join('') + last,
  );
const array = fc
  .record({
    rows: fc.array(rowText, { maxLength: 8 }),
    separators: fc.array(fc.constantFrom(',', ', ', ',\n  ', '\r\n,'), { minLength: 8, maxLength: 8 }),
    ends: fc.constantFrom(['[', ']'], ['[\n  ', '\n]\n'], ['\uFEFF [ ', ' ]']),
  })
  .map(({ rows, separators, ends }) => {
    const body = rows.map((row, i) => (i === 0 ? '' : (separators[i - 1] ?? ',')) + row).join('');
    return ends.join(body);
  });
const fileContent = fc.oneof(
  { weight: 3, arbitrary: jsonl.map((text) => ['jsonl', text] as const) },
  { weight: 1, arbitrary: array.map((text) => ['json', text] as const) },
);

const wish = fc.record({
  action: fc.constantFrom('box', 'add box', 'remove boxes', 'add', 'duplicate', 'delete', 'move', 'caption'),
  row: fc.nat(),
  other: fc.nat(),
  value: fc.nat({ max: 5000 }),
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

/** Builds the edit that a wish asks for, undefined where the dataset has no such place. */
async function build(dataset: Dataset, { action, row, other, value }: Wish): Promise<Edit | undefined> {
  if (action === 'add') return dataset.addRow(row % (dataset.length + 1), `{"added": ${value}}`);
  if (dataset.length === 0) return undefined;
  const id = dataset.idAt(row % dataset.length)!;
  if (action === 'duplicate') return dataset.duplicateRow(id);
  if (action === 'delete') return dataset.deleteRows([id, dataset.idAt(other % dataset.length)!]);
  if (action === 'move') return dataset.moveRow(id, other % dataset.length);
  const read = await dataset.row(id);
  if (read.value === undefined) return undefined;
  const sample = readSample(read.value);
  const box: Box = [value, 1, 2, other % 9];
  const boxes = sample.boxes.value.length;
  if (action === 'caption')
    return dataset.patchRow(id, [{ op: 'set', path: ['image_caption'], value: `é ${value}` }]);
  if (action === 'add box') return dataset.patchRow(id, addBoxes(sample, [box]));
  if (boxes === 0) return undefined;
  if (action === 'box') return dataset.patchRow(id, setBox(sample, other % boxes, box));
  return dataset.patchRow(id, removeBoxes(sample, [other % boxes, value % boxes]));
}

async function play(dataset: Dataset, wishes: readonly Wish[]): Promise<Edit[]> {
  const done: Edit[] = [];
  for (const each of wishes) {
    const edit = await build(dataset, each);
    if (edit === undefined) continue;
    dataset.apply(edit);
    done.push(edit);
  }
  return done;
}

describe('a dataset over any file', () => {
  it('writes the identical bytes when nothing was edited', async () => {
    await fc.assert(
      fc.asyncProperty(fileContent, async ([extension, content]) => {
        const file = await OpenFile.of(folder, content, extension);
        expect(file.dataset.isDirty).toBe(false);
        expect((await file.planned()).equals(file.bytes)).toBe(true);
        await file.close();
      }),
      { numRuns: 100 },
    );
  });

  it('is as it was, byte for byte, after edits and all their inverses', async () => {
    await fc.assert(
      fc.asyncProperty(
        fileContent,
        fc.array(wish, { maxLength: 12 }),
        async ([extension, content], wishes) => {
          const file = await OpenFile.of(folder, content, extension);
          const done = await play(file.dataset, wishes);
          for (const edit of done.toReversed()) file.dataset.apply(invert(edit));
          expect(file.dataset.isDirty).toBe(false);
          expect((await file.planned()).equals(file.bytes)).toBe(true);
          await file.close();
        },
      ),
      { numRuns: 150 },
    );
  });

  it('goes back through saves to the rows it was opened with, and the bytes where no line is blank', async () => {
    await fc.assert(
      fc.asyncProperty(
        fileContent,
        fc.array(wish, { maxLength: 6 }),
        fc.array(wish, { maxLength: 6 }),
        async ([extension, content], first, second) => {
          const file = await OpenFile.of(folder, content, extension);
          const original = { texts: await file.texts(), bytes: file.bytes };
          const done = await play(file.dataset, first);
          const between = await file.texts();
          await file.save();
          expect(file.dataset.isDirty).toBe(false);
          expect(await file.texts()).toEqual(between);
          done.push(...(await play(file.dataset, second)));
          await file.save();
          for (const edit of done.toReversed()) file.dataset.apply(invert(edit));
          expect(await file.texts()).toEqual(original.texts);
          await file.save();
          expect(await file.texts()).toEqual(original.texts);
          if (extension === 'jsonl' && !/\n[ \r]*\n|^\uFEFF?\n/.test(content)) {
            expect(file.bytes.toString('latin1')).toBe(original.bytes.toString('latin1'));
          }
          await file.close();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('reads back from the file what it shows, once saved', async () => {
    await fc.assert(
      fc.asyncProperty(
        fileContent,
        fc.array(wish, { maxLength: 12 }),
        async ([extension, content], wishes) => {
          const file = await OpenFile.of(folder, content, extension);
          await play(file.dataset, wishes);
          const shown = await file.texts();
          await file.save();
          const again = await OpenFile.of(folder, file.bytes, extension);
          expect(await again.texts()).toEqual(shown);
          await file.close();
          await again.close();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('comes back from a backup as it was, through saves', async () => {
    await fc.assert(
      fc.asyncProperty(
        fileContent,
        fc.array(wish, { maxLength: 6 }),
        fc.array(wish, { maxLength: 8 }),
        async ([extension, content], first, second) => {
          const file = await OpenFile.of(folder, content, extension);
          await play(file.dataset, first);
          await file.save();
          await play(file.dataset, second);
          const backup = JSON.parse(JSON.stringify(await makeBackup(file.dataset))) as Awaited<
            ReturnType<typeof makeBackup>
          >;
          const source = await openRowSource(file.path);
          const restored = new Dataset(source);
          await restoreBackup(restored, backup);
          expect((await restored.window(0, restored.length)).map((row) => row.text)).toEqual(
            await file.texts(),
          );
          expect(restored.isDirty).toBe(file.dataset.isDirty);
          await source.close();
          await file.close();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('leaves every other line alone when boxes of one row change', async () => {
    await fc.assert(
      fc.asyncProperty(jsonl, wish, async (content, { row, other, value }) => {
        const file = await OpenFile.of(folder, content);
        const edit =
          file.dataset.length === 0
            ? undefined
            : await build(file.dataset, { action: 'box', row, other, value });
        if (edit !== undefined) {
          const line = file.dataset.lineOf(file.dataset.idAt(row % file.dataset.length)!);
          file.dataset.apply(edit);
          const before = file.bytes.toString('latin1').split('\n');
          const after = (await file.planned()).toString('latin1').split('\n');
          expect(after.length).toBe(before.length);
          expect(before.flatMap((text, i) => (text === after[i] ? [] : [i + 1]))).toEqual(
            file.dataset.isDirty ? [line] : [],
          );
        }
        await file.close();
      }),
      { numRuns: 100 },
    );
  });
});
