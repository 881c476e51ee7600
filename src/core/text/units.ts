/** Text as UTF-16 units in typed arrays, which are read faster than strings and written in place. */

/** A copy of `units` with room for `least` and then some. */
export function grown(units: Uint16Array<ArrayBuffer>, least: number): Uint16Array<ArrayBuffer> {
  const copy = new Uint16Array(Math.max(2 * units.length, least));
  copy.set(units);
  return copy;
}

export function encode(text: string): Uint16Array<ArrayBuffer> {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
  return units;
}

const CHUNK = 8192;

/** `units` from `start` to `end` as a string. */
export function decode(units: Uint16Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += CHUNK) {
    text += String.fromCharCode(...units.subarray(at, Math.min(at + CHUNK, end)));
  }
  return text;
}
