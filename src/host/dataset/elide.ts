import { isObject, type Json, type JsonObject } from '../../core/json.ts';

/** Longest `data:` URI that is sent to a webview as it is, in characters. */
const MAX_DATA_URI = 1000;

/** The row with long `data:` URIs cut short: images reach a webview as files, never through messages. */
export function elideRow(row: JsonObject): JsonObject {
  const elided = elide(row);
  return isObject(elided) ? elided : row;
}

function elide(value: Json): Json {
  if (typeof value === 'string') {
    if (value.length <= MAX_DATA_URI || !/^data:/i.test(value)) return value;
    return `${value.slice(0, 60)}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) return value.map(elide);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, elide(member)]));
}
