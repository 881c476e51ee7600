/** How a row writes its JSON, so that what is added looks like what is there. */
import type { Json } from '../json.ts';
import { containerAt, rootSpan, type Container, type Member } from './structure.ts';

/** White space inside a container: after its opening, between members, before its closing. */
export interface Spacing {
  readonly lead: string;
  /** With the comma. */
  readonly separator: string;
  readonly tail: string;
}

export interface Style {
  readonly array: Spacing;
  readonly object: Spacing;
  /** With the colon. */
  readonly colon: string;
  /** Whether characters beyond ASCII are written as \uXXXX. */
  readonly ascii: boolean;
}

/** The style of a row as a whole; line breaks between its members are not taken over into new values. */
export function rowStyle(text: string): Style {
  const root = containerAt(text, rootSpan(text).start);
  const colon = (root && colonOf(text, root)) ?? ': ';
  const shown = root && spacingOf(text, root)?.separator;
  const plain = colon === ':' ? ',' : ', ';
  const separator = shown === undefined || /[\r\n]/.test(shown) ? plain : shown;
  const inline = { lead: '', separator, tail: '' };
  return {
    array: inline,
    object: inline,
    colon,
    ascii: !/[^\u0020-\u007e\s]/.test(text) && /\\u(?!00[01])[\da-fA-F]{4}/.test(text),
  };
}

/** The spacing that a container shows; undefined where it has fewer than two members. */
export function spacingOf(text: string, container: Container): Spacing | undefined {
  const { members } = container;
  const [first] = members;
  const last = members.at(-1);
  const before = members.at(-2);
  if (first === undefined || last === undefined || before === undefined) return undefined;
  return {
    lead: text.slice(container.start + 1, beginning(first)),
    separator: text.slice(before.end, beginning(last)),
    tail: text.slice(last.end, container.end - 1),
  };
}

/** Where a member begins: an object's at its key. */
export function beginning(member: Member): number {
  return member.keyStart ?? member.start;
}

function colonOf(text: string, container: Container): string | undefined {
  const [first] = container.members;
  if (first?.keyStart === undefined) return undefined;
  const between = text.slice(first.keyStart, first.start);
  return /:\s*$/.exec(between)?.[0];
}

/** Throws TypeError for a number that JSON cannot write. */
export function writeValue(value: Json, style: Style): string {
  if (typeof value === 'string') return writeString(value, style);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = { ...style, array: style.object };
  if (Array.isArray(value)) {
    return wrap(
      '[',
      value.map((element) => writeValue(element, inner)),
      ']',
      style.array,
    );
  }
  const members = Object.entries(value).map(
    ([key, member]) => writeString(key, style) + style.colon + writeValue(member, inner),
  );
  return wrap('{', members, '}', style.object);
}

export function writeString(text: string, style: Style): string {
  const json = JSON.stringify(text);
  if (!style.ascii) return json;
  return json.replace(
    /[^\u0020-\u007e]/g,
    (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'),
  );
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be written as JSON`);
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}

function wrap(open: string, members: readonly string[], close: string, spacing: Spacing): string {
  if (members.length === 0) return open + close;
  return open + spacing.lead + members.join(spacing.separator) + spacing.tail + close;
}
