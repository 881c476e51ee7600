import { findColumn, type ColumnSettings } from './columns.ts';
import { at, isObject, type Json, type JsonObject, type JsonPath } from './json.ts';

/**
 * A row whose images are named as seen from elsewhere: `rename` is given each path of its image column, not `data:`
 * URIs and addresses. The row itself where none of them changes.
 */
export function renameImages(
  row: JsonObject,
  settings: ColumnSettings,
  rename: (path: string) => string,
): JsonObject {
  const path = findColumn(row, 'image', settings);
  const before = at(row, path);
  const after = renamed(before, rename);
  if (after === undefined || JSON.stringify(after) === JSON.stringify(before)) return row;
  return replaced(row, path, after) as JsonObject;
}

function renamed(value: Json | undefined, rename: (path: string) => string): Json | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return isPath(value) ? rename(value) : value;
  if (Array.isArray(value)) return value.map((each) => renamed(each, rename) ?? null);
  // Hugging Face writes an image as `{bytes, path}`.
  if (isObject(value) && typeof value.path === 'string' && (value.bytes ?? null) === null) {
    return { ...value, path: renamed(value.path, rename) ?? null };
  }
  return value;
}

const isPath = (text: string): boolean => text !== '' && !/^(data:|https?:\/\/)/i.test(text);

function replaced(value: Json, [step, ...rest]: JsonPath, by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((each, i) => (i === step ? replaced(each, rest, by) : each));
  }
  return isObject(value) ? { ...value, [step]: replaced(value[step] ?? null, rest, by) } : value;
}
