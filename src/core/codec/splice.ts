import { formatPath } from '../columns.ts';
import { applyPatches, type TextPatch, type ValueEdit } from '../edit.ts';
import { isObject, type Json, type JsonPath } from '../json.ts';
import { applyValueEdit, SpliceError } from './applyValueEdit.ts';
import { sameJson } from './sameJson.ts';
import { containerAt, memberAt, rootSpan, valueAt, type Container, type Span } from './structure.ts';
import {
  beginning,
  rowStyle,
  spacingOf,
  writeString,
  writeValue,
  type Spacing,
  type Style,
} from './style.ts';
import { trimPatch } from './trimPatch.ts';

export { SpliceError };

/**
 * The changes of text that bring `edits` about, one after the other: only the characters of the values that
 * differ, in the row's own style. Of several equal keys the last is edited, the one that `JSON.parse` sees.
 * The result is checked against the edits applied by value. Throws `SpliceError`, then nothing has changed.
 */
export function spliceRow(text: string, edits: readonly ValueEdit[]): readonly TextPatch[] {
  try {
    const style = rowStyle(text);
    const patches: TextPatch[] = [];
    let after = text;
    for (const edit of edits) {
      for (const part of elementary(after, edit)) {
        const patch = trimPatch(patchFor(after, part, style));
        if (patch === undefined) continue;
        patches.push(patch);
        after = applyPatches(after, [patch]);
      }
    }
    verify(text, edits, after);
    return patches;
  } catch (error) {
    if (error instanceof SpliceError) throw error;
    throw new SpliceError(
      `this edit cannot be written: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
}

function verify(before: string, edits: readonly ValueEdit[], after: string): void {
  let intended = JSON.parse(before) as Json;
  for (const edit of edits) intended = applyValueEdit(intended, structured(edit));
  if (!sameJson(JSON.parse(after) as Json, intended)) {
    throw new SpliceError('this edit would change more of the row than was asked for');
  }
}

/** The edit with values of its own, so that applying it cannot change what the caller holds. */
function structured(edit: ValueEdit): ValueEdit {
  if (edit.op === 'set') return { ...edit, value: copy(edit.value) };
  return edit.op === 'insert' ? { ...edit, values: edit.values.map(copy) } : edit;
}

function copy(value: Json): Json {
  if (Array.isArray(value)) return value.map(copy);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copy(member)]));
}

/**
 * Splits setting a whole list or object into its smallest changes, so that the parts that stay keep their
 * text: numbers such as 12.0, spacing, the order of keys.
 */
function elementary(text: string, edit: ValueEdit): readonly ValueEdit[] {
  if (edit.op === 'insert') return edit.values.length === 0 ? [] : [edit];
  if (edit.op === 'remove') return edit.count === 0 ? [] : [edit];
  const span = find(text, edit.path);
  if (span === undefined) return [edit];
  return difference(edit.path, valueAt(text, span), edit.value);
}

function difference(path: JsonPath, old: Json, value: Json): readonly ValueEdit[] {
  if (sameJson(old, value)) return [];
  if (Array.isArray(old) && Array.isArray(value)) {
    const kept = value.slice(0, old.length);
    const edits = kept.flatMap((element, i) => difference([...path, i], old[i] ?? null, element));
    const count = old.length - value.length;
    if (count > 0) return [...edits, { op: 'remove', path, at: value.length, count }];
    return count === 0
      ? edits
      : [...edits, { op: 'insert', path, at: old.length, values: value.slice(old.length) }];
  }
  if (isObject(old) && isObject(value) && Object.keys(old).every((key) => Object.hasOwn(value, key))) {
    return Object.entries(value).flatMap(([key, member]): readonly ValueEdit[] =>
      Object.hasOwn(old, key)
        ? difference([...path, key], old[key] ?? null, member)
        : [{ op: 'set', path: [...path, key], value: member }],
    );
  }
  return [{ op: 'set', path, value }];
}

function find(text: string, path: JsonPath): Span | undefined {
  let span: Span | undefined = rootSpan(text);
  for (const step of path) {
    const container: Container | undefined = containerAt(text, span.start);
    span = container && memberAt(container, step);
    if (span === undefined) return undefined;
  }
  return span;
}

function patchFor(text: string, edit: ValueEdit, style: Style): TextPatch {
  if (edit.op === 'set') {
    const span = find(text, edit.path);
    return span === undefined
      ? create(text, edit.path, edit.value, style)
      : replace(text, span, writeValue(edit.value, styleOf(text, span, style)));
  }
  const list = containerFor(text, edit.path);
  if (list.kind !== 'array') throw new SpliceError(`${formatPath(edit.path)} is no list`);
  return edit.op === 'insert'
    ? insert(text, list, edit.at, edit.values, style)
    : remove(text, list, edit.at, edit.count);
}

/** A value written over another keeps its spacing, where it shows any. */
function styleOf(text: string, span: Span, style: Style): Style {
  const container = containerAt(text, span.start);
  const spacing = container && spacingOf(text, container);
  if (container === undefined || spacing === undefined) return style;
  return { ...style, [container.kind]: spacing };
}

/** Adds what is missing of `path` at the end of the innermost container that is there. */
function create(text: string, path: JsonPath, value: Json, style: Style): TextPatch {
  let known = path.length - 1;
  while (known > 0 && find(text, path.slice(0, known)) === undefined) known--;
  const step = path[known];
  const container = containerFor(text, path.slice(0, known));
  const rest = path.slice(known + 1);
  const added = rest.reduceRight<Json>((inner, key) => ({ [asKey(key, path)]: inner }), value);
  if (container.kind === 'array') {
    if (step !== container.members.length)
      throw new SpliceError(`${formatPath(path)} has no place in this row`);
    return insert(text, container, step, [added], style);
  }
  const member = writeString(asKey(step, path), style) + style.colon + writeValue(added, style);
  return place(text, container, container.members.length, [member], style.object);
}

function asKey(step: string | number | undefined, path: JsonPath): string {
  if (typeof step !== 'string') throw new SpliceError(`${formatPath(path)} has no place in this row`);
  return step;
}

function containerFor(text: string, path: JsonPath): Container {
  const span = find(text, path);
  const container = span && containerAt(text, span.start);
  if (container === undefined) throw new SpliceError(`${formatPath(path)} holds no list or object`);
  return container;
}

/** Inserts elements in the style of their neighbours: new boxes look like the boxes that are there. */
function insert(text: string, list: Container, at: number, values: readonly Json[], style: Style): TextPatch {
  const example = list.members.find((member) => containerAt(text, member.start) !== undefined);
  const inner = example === undefined ? style : styleOf(text, example, style);
  const written = values.map((value) => writeValue(value, inner));
  return place(text, list, at, written, style.array);
}

/** Puts written members before member `at` of a container, or after its last. */
function place(
  text: string,
  container: Container,
  at: number,
  written: readonly string[],
  fallback: Spacing,
): TextPatch {
  const { members } = container;
  if (at < 0 || at > members.length) throw new SpliceError(`there is no place ${at} in this list`);
  const separator = separatorOf(text, container) ?? fallback.separator;
  const joined = written.join(separator);
  const next = members[at];
  if (next !== undefined) return { at: beginning(next), removed: '', inserted: joined + separator };
  const last = members.at(-1);
  if (last !== undefined) return { at: last.end, removed: '', inserted: separator + joined };
  const inside = { start: container.start + 1, end: container.end - 1 };
  return replace(text, inside, joined);
}

function separatorOf(text: string, container: Container): string | undefined {
  const shown = spacingOf(text, container)?.separator;
  const [only] = container.members;
  if (shown !== undefined || only === undefined) return shown;
  // A single member on a line of its own asks for a line of its own for the next one, too.
  const lead = text.slice(container.start + 1, beginning(only));
  return /[\r\n]/.test(lead) ? ',' + lead : undefined;
}

function remove(text: string, list: Container, at: number, count: number): TextPatch {
  const { members } = list;
  const first = members[at];
  const last = members[at + count - 1];
  const next = members[at + count];
  const before = members[at - 1];
  if (first === undefined || last === undefined) throw new SpliceError(`there is no element ${at} to remove`);
  if (next !== undefined) return replace(text, { start: first.start, end: next.start }, '');
  if (before !== undefined) return replace(text, { start: before.end, end: last.end }, '');
  return replace(text, { start: list.start + 1, end: list.end - 1 }, '');
}

function replace(text: string, span: Span, inserted: string): TextPatch {
  return { at: span.start, removed: text.slice(span.start, span.end), inserted };
}
