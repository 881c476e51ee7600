/** How steps write what went in and what came out. */
import type { Json } from '../../json.ts';

/** Four decimals, as rewards are written everywhere; very small numbers keep their size. */
export function decimal(value: number): string {
  const magnitude = Math.abs(value);
  return magnitude === 0 || (magnitude >= 5e-4 && magnitude < 1e9) ? value.toFixed(4) : value.toPrecision(5);
}

/** A coordinate or an area: at most two decimals, whole numbers whole, thousands apart. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return String(value);
  const [whole = '', fraction] = String(Math.round(value * 100) / 100).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `[12, 30, 200, 180]` */
export function writtenBox(box: readonly number[]): string {
  return `[${box.map((value) => (Number.isFinite(value) ? String(Math.round(value * 100) / 100) : String(value))).join(', ')}]`;
}

const MOST_ITEMS = 60;
const MOST_TEXT = 400;

/** The first of many, and how many more there are. */
export function listed(items: readonly string[], separator = ', '): string {
  if (items.length === 0) return 'none';
  const shown = items.slice(0, MOST_ITEMS).join(separator);
  return items.length <= MOST_ITEMS ? shown : `${shown} … and ${items.length - MOST_ITEMS} more`;
}

/** In curly quotes, with what cannot be seen written as escapes, and cut where it is long. */
export function quoted(text: string, most = MOST_TEXT): string {
  const cut = text.length > most ? `${wholeCharacters(text.slice(0, most))}…` : text;
  return `“${cut.replace(INVISIBLE, escaped)}”`;
}

/** Controls, every space but the usual one, and what has no width. */
const INVISIBLE = /[^\P{C}\u{E000}-\u{F8FF}]|[^\P{Z} ]/gu;

function escaped(character: string): string {
  const known: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return known[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

const MOST_LEVELS = 20;

/** As JSON, with an ellipsis for what is nested deeper than anybody reads. */
export function writtenJson(value: Json, levels = MOST_LEVELS): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (levels === 0) return '…';
  if (Array.isArray(value)) return `[${value.map((item) => writtenJson(item, levels - 1)).join(',')}]`;
  const entries = Object.entries(value);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${writtenJson(item, levels - 1)}`).join(',')}}`;
}

function wholeCharacters(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}

/** Where something stands, counted from 1 as people do. */
export const characterAt = (offset: number): string => `character ${plainNumber(offset + 1)}`;

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${plainNumber(count)} ${count === 1 ? one : many}`;
}
