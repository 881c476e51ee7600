/** What `JSON.parse` returns. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** Where a value stands inside a row, e.g. `['bboxs', 0, 2]`. Empty: the row itself. */
export type JsonPath = readonly (string | number)[];

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at `path`, or undefined where any step of it is missing. Own properties only. */
export function at(value: Json | undefined, path: JsonPath): Json | undefined {
  let here = value;
  for (const step of path) {
    if (typeof step === 'number' && Array.isArray(here)) here = here[step];
    else if (typeof step === 'string' && isObject(here) && Object.hasOwn(here, step)) here = here[step];
    else return undefined;
  }
  return here;
}
