import { findColumn, formatPath, type ColumnName, type ColumnSettings } from './columns.ts';
import { hashText } from './hash.ts';
import { at, isObject, type Json, type JsonObject, type JsonPath } from './json.ts';
import { splitQuestion } from './question.ts';
import type { Box, BoxesShape, Field, ImageRef, Sample } from './sample.ts';

/** Reads a row through its column mapping. Never throws: what is wrong with a column is in its `problem`. */
export function readSample(row: JsonObject, settings: ColumnSettings = {}): Sample {
  const locate = (name: ColumnName): Source => {
    const path = findColumn(row, name, settings);
    return { path, raw: at(row, path) };
  };
  const image = readImage(locate('image'));
  const question = readQuestion(locate('question'));
  return {
    /** Made when asked for: few who read a sample do, and an image may be inside its row. */
    get key() {
      return readKey(locate('id').raw) ?? hashText(JSON.stringify([imageText(image.value), question.value]));
    },
    image,
    question,
    answers: readAnswers(locate('answers')),
    caption: readText(firstOfList(locate('caption'))),
    boxes: readBoxes(locate('boxes')),
    width: readSize(locate('width')),
    height: readSize(locate('height')),
  };
}

interface Source {
  readonly path: JsonPath;
  readonly raw: Json | undefined;
}

/** What a value is, as a person would say it. */
export function describe(value: Json | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? `${value}` : 'an object';
}

function field<T>(source: Source, value: T, problem?: string): Field<T> {
  const read = { path: source.path, raw: source.raw, value };
  return problem === undefined ? read : { ...read, problem };
}

function wrong(source: Source, expected: string): string {
  return `${formatPath(source.path)} is ${describe(source.raw)}, expected ${expected}`;
}

function readText(source: Source): Field<string> {
  const { raw } = source;
  if (raw === undefined) return field(source, '');
  if (typeof raw === 'string') return field(source, raw);
  const best = typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : '';
  return field(source, best, wrong(source, 'text'));
}

function readQuestion(source: Source): Field<string> {
  const text = readText(source);
  return typeof text.raw === 'string' ? { ...text, value: splitQuestion(text.raw).text } : text;
}

/** Of a list, its first element, which an edit then changes. */
function firstOfList(source: Source): Source {
  if (!Array.isArray(source.raw)) return source;
  return { path: [...source.path, 0], raw: source.raw[0] };
}

function readImage(column: Source): Field<ImageRef | undefined> {
  if (column.raw === undefined) return field(column, undefined);
  const source = imageSource(firstOfList(column));
  if (source.raw === undefined) return field(source, undefined);
  if (typeof source.raw !== 'string') {
    return field(source, undefined, wrong(source, 'a path, a data: URI or a URL'));
  }
  if (source.raw === '') return field(source, undefined, `${formatPath(source.path)} is empty`);
  return field(source, imageRef(source.raw));
}

/** Hugging Face writes an image as `{bytes, path}`. */
function imageSource(source: Source): Source {
  if (!isObject(source.raw) || !Object.hasOwn(source.raw, 'path')) return source;
  return { path: [...source.path, 'path'], raw: source.raw.path };
}

function imageRef(text: string): ImageRef {
  if (/^data:/i.test(text)) return { kind: 'data', uri: text };
  if (/^https?:\/\//i.test(text)) return { kind: 'http', url: text };
  return { kind: 'path', path: text };
}

function imageText(ref: ImageRef | undefined): string {
  if (ref === undefined) return '';
  return ref.kind === 'path' ? ref.path : ref.kind === 'data' ? ref.uri : ref.url;
}

function readBoxes(source: Source): Sample['boxes'] {
  const as = (shape: BoxesShape, value: readonly (Box | undefined)[], problem?: string): Sample['boxes'] => ({
    ...field(source, value, problem),
    shape,
  });
  const { raw } = source;
  if (raw === undefined) return as('list', []);
  if (!Array.isArray(raw)) return as('list', [], wrong(source, 'a list of boxes [x1, y1, x2, y2]'));
  if (isFlat(raw)) {
    const box = readBox(raw);
    return as('flat', [box], box === undefined ? boxProblem(source.path, raw) : undefined);
  }
  const boxes = raw.map(readBox);
  const bad = boxes.indexOf(undefined);
  if (bad < 0) return as('list', boxes);
  return as('list', boxes, boxProblem([...source.path, bad], raw[bad]));
}

/** A list whose own elements are coordinates, one of them not necessarily readable. */
function isFlat(list: readonly Json[]): boolean {
  return list.length === 4 && list.some((value) => typeof value === 'number') && !list.some(Array.isArray);
}

function boxProblem(path: JsonPath, raw: Json | undefined): string {
  const found = isShort(raw) ? JSON.stringify(raw) : describe(raw);
  return `${formatPath(path)} is ${found}, expected a box of four finite numbers [x1, y1, x2, y2]`;
}

/** Whether a value can be quoted whole in a message; deep values cannot be written without risk. */
function isShort(raw: Json | undefined): boolean {
  if (!Array.isArray(raw)) return typeof raw === 'number';
  return raw.length > 0 && raw.length <= 6 && raw.every((value) => typeof value === 'number');
}

/** A box, or undefined where `raw` is anything but a list of four finite numbers. */
export function readBox(raw: Json | undefined): Box | undefined {
  if (!Array.isArray(raw) || raw.length !== 4) return undefined;
  const [x1, y1, x2, y2] = raw;
  if (!isCoordinate(x1) || !isCoordinate(y1) || !isCoordinate(x2) || !isCoordinate(y2)) return undefined;
  return [x1, y1, x2, y2];
}

function isCoordinate(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function readAnswers(source: Source): Field<readonly string[]> {
  const { raw } = source;
  if (raw === undefined) return field(source, []);
  if (!Array.isArray(raw)) {
    const one = readAnswer(raw);
    if (typeof raw === 'string' || (one !== undefined && isObject(raw))) return field(source, [one ?? '']);
    return field(source, one === undefined ? [] : [one], wrong(source, 'text, or a list of answers'));
  }
  const answers = raw.map((element) => readAnswer(element));
  const bad = raw.findIndex((element, i) => answers[i] === undefined || !isAnswerText(element));
  const value = answers.map((answer) => answer ?? '');
  if (bad < 0) return field(source, value);
  return field(source, value, wrong({ path: [...source.path, bad], raw: raw[bad] }, 'text'));
}

function isAnswerText(element: Json): boolean {
  return typeof element === 'string' || (isObject(element) && typeof element.answer === 'string');
}

/** The text of an answer, or of the `{answer, …}` around it; undefined where it has none. */
export function readAnswer(raw: Json): string | undefined {
  const value = isObject(raw) && Object.hasOwn(raw, 'answer') ? raw.answer : raw;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function readSize(source: Source): Field<number | undefined> {
  const { raw } = source;
  if (raw === undefined) return field(source, undefined);
  if (typeof raw === 'number' && Number.isInteger(raw) && raw > 0) return field(source, raw);
  const number = typeof raw === 'string' && /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : raw;
  const best = typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
  const found = typeof raw === 'number' ? `${raw}` : describe(raw);
  return field(source, best, `${formatPath(source.path)} is ${found}, expected a whole number of pixels`);
}

function readKey(raw: Json | undefined): string | undefined {
  if (typeof raw === 'number') return String(raw);
  return typeof raw === 'string' && raw !== '' ? raw : undefined;
}
