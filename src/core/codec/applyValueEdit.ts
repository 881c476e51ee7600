import type { ValueEdit } from '../edit.ts';
import { at, isObject, type Json, type JsonPath } from '../json.ts';
import { formatPath } from '../columns.ts';

/** An edit that a row's text cannot take; nothing was changed. */
export class SpliceError extends Error {
  override name = 'SpliceError';
}

/** Applies an edit to a parsed row, in place, and returns the row: what splicing its text must come to. */
export function applyValueEdit(row: Json, edit: ValueEdit): Json {
  if (edit.op === 'set') {
    if (edit.path.length === 0) return edit.value;
    const key = edit.path.at(-1) ?? '';
    const parent = parentOf(row, edit.path);
    if (Array.isArray(parent) && typeof key === 'number' && key >= 0 && key <= parent.length) {
      parent[key] = edit.value;
    } else if (isObject(parent) && typeof key === 'string') define(parent, key, edit.value);
    else throw new SpliceError(`${formatPath(edit.path)} has no place in this row`);
    return row;
  }
  const list = at(row, edit.path);
  const count = edit.op === 'remove' ? edit.count : 0;
  if (!Array.isArray(list) || edit.at < 0 || count < 0 || edit.at + count > list.length) {
    throw new SpliceError(`${formatPath(edit.path)} has no place ${edit.at} in this row`);
  }
  list.splice(edit.at, count, ...(edit.op === 'insert' ? edit.values : []));
  return row;
}

/** The value that holds the last step of `path`; objects missing on the way are made. */
function parentOf(row: Json, path: JsonPath): Json | undefined {
  let here: Json | undefined = row;
  for (const step of path.slice(0, -1)) {
    if (isObject(here) && typeof step === 'string' && !Object.hasOwn(here, step)) define(here, step, {});
    here = at(here, [step]);
  }
  return here;
}

/** Plain assignment would take the key `__proto__` for the prototype. */
function define(object: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
