/**
 * From what a person means to the values that change in the row. Every function returns the fewest values:
 * what is not meant is not in the list, and an empty list means that nothing changes. A column that holds
 * what the editor does not understand stays as it is; `whyNotEdited` tells why.
 */
import type { ValueEdit } from './edit.ts';
import { isObject, type Json, type JsonPath } from './json.ts';
import { splitQuestion } from './question.ts';
import type { Box, Field, Sample } from './sample.ts';
import { isStructure, whyNotEdited } from './whyNotEdited.ts';

/** Replaces box `index`: only the numbers that differ. */
export function setBox(sample: Sample, index: number, box: Box): ValueEdit[] {
  const { path, raw, shape } = sample.boxes;
  if (!Array.isArray(raw) || index < 0 || index >= sample.boxes.value.length) return [];
  const target = shape === 'flat' ? path : [...path, index];
  const old = shape === 'flat' ? raw : raw[index];
  if (!Array.isArray(old) || old.length !== 4) return [set(target, [...box])];
  return box.flatMap((value, i) => (Object.is(old[i], value) ? [] : [set([...target, i], value)]));
}

/** Adds boxes after the others. A flat list cannot hold a second box and becomes a list of boxes. */
export function addBoxes(sample: Sample, boxes: readonly Box[]): ValueEdit[] {
  if (boxes.length === 0 || whyNotEdited(sample, 'boxes') !== undefined) return [];
  const { path, raw, shape } = sample.boxes;
  const added: Json[] = boxes.map((box) => [...box]);
  if (!Array.isArray(raw)) return [set(path, added)];
  if (shape === 'flat') return [set(path, [[...raw], ...added])];
  return [{ op: 'insert', path, at: raw.length, values: added }];
}

/** Replaces some boxes and adds others after them, as one change. */
export function mergeBoxes(
  sample: Sample,
  replaced: ReadonlyMap<number, Box>,
  added: readonly Box[],
): ValueEdit[] {
  const { path, raw, shape } = sample.boxes;
  const first = replaced.get(0);
  if (shape === 'flat' && Array.isArray(raw) && added.length > 0 && first !== undefined) {
    return [set(path, [[...first], ...added.map((box) => [...box])])];
  }
  return [...[...replaced].flatMap(([index, box]) => setBox(sample, index, box)), ...addBoxes(sample, added)];
}

/** Removes the boxes at `indices`; places that do not exist are ignored. */
export function removeBoxes(sample: Sample, indices: readonly number[]): ValueEdit[] {
  const { path, raw, shape, value } = sample.boxes;
  const chosen = [...new Set(indices)].filter((i) => i >= 0 && i < value.length).sort((a, b) => b - a);
  if (!Array.isArray(raw) || chosen.length === 0) return [];
  if (shape === 'flat') return [set(path, [])];
  const edits: { op: 'remove'; path: JsonPath; at: number; count: number }[] = [];
  for (const index of chosen) {
    const last = edits.at(-1);
    if (last?.at === index + 1) {
      last.at = index;
      last.count++;
    } else edits.push({ op: 'remove', path, at: index, count: 1 });
  }
  return edits;
}

/** Sets a caption or any other plain text. */
export function setText(field: Field<string>, text: string): ValueEdit[] {
  return field.raw === text || isStructure(field.raw) ? [] : [set(field.path, text)];
}

/** Sets the question, keeping the `<image>` marks around it. */
export function setQuestion(sample: Sample, text: string): ValueEdit[] {
  const { question } = sample;
  if (typeof question.raw !== 'string') return setText(question, text);
  const { before, after } = splitQuestion(question.raw);
  return setText(question, before + text + after);
}

/** Sets width or height. */
export function setSize(field: Field<number | undefined>, pixels: number): ValueEdit[] {
  return Object.is(field.raw, pixels) ? [] : [set(field.path, pixels)];
}

/**
 * Sets the possible answers, keeping how they are written: a single text stays a text as long as there is
 * one answer, and an element `{answer, …}` keeps its other keys. Elements that keep their text are left alone.
 */
export function setAnswers(sample: Sample, answers: readonly string[]): ValueEdit[] {
  const { path, raw, value } = sample.answers;
  if (whyNotEdited(sample, 'answers') !== undefined) return [];
  if (!Array.isArray(raw)) return setSingleAnswer(path, raw, value, answers);
  const shared = Math.min(value.length, answers.length);
  let head = 0;
  while (head < shared && value[head] === answers[head]) head++;
  let tail = 0;
  while (tail < shared - head && value.at(-1 - tail) === answers.at(-1 - tail)) tail++;
  const before = value.length - head - tail;
  const after = answers.slice(head, answers.length - tail);
  const edits: ValueEdit[] = after.slice(0, before).flatMap((answer, i) => {
    const index = head + i;
    return answer === value[index] ? [] : [set(answerPath([...path, index], raw[index]), answer)];
  });
  const extra = after.slice(before);
  const place = head + Math.min(before, after.length);
  if (extra.length > 0) {
    const structured = raw.length > 0 && raw.every(isObject);
    const values = extra.map((answer): Json => (structured ? { answer } : answer));
    edits.push({ op: 'insert', path, at: place, values });
  }
  if (before > after.length) edits.push({ op: 'remove', path, at: place, count: before - after.length });
  return edits;
}

function setSingleAnswer(
  path: JsonPath,
  raw: Json | undefined,
  value: readonly string[],
  answers: readonly string[],
): ValueEdit[] {
  if (answers.length === value.length && answers.every((answer, i) => answer === value[i])) return [];
  if (isObject(raw)) {
    if (answers.length < 2) return [set(answerPath(path, raw), answers[0] ?? '')];
    // Its other keys stay with the answer that they were written for.
    const own = Math.max(0, answers.indexOf(value[0] ?? ''));
    return [
      set(
        path,
        answers.map((answer, i): Json => (i === own ? { ...raw, answer } : { answer })),
      ),
    ];
  }
  if (typeof raw !== 'string' || answers.length > 1) return [set(path, [...answers])];
  return [set(path, answers[0] ?? '')];
}

function answerPath(path: JsonPath, element: Json | undefined): JsonPath {
  return isObject(element) && Object.hasOwn(element, 'answer') ? [...path, 'answer'] : path;
}

function set(path: JsonPath, value: Json): ValueEdit {
  return { op: 'set', path, value };
}
