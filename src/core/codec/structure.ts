/**
 * Offsets of the values of a JSON text, one container at a time and without building a tree, so that depth
 * costs no stack. The text must be valid JSON.
 */
import { createScanner, type JSONScanner } from 'jsonc-parser';
import type { Json } from '../json.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Member extends Span {
  /** In an object: the key as decoded, and where it begins. */
  readonly key?: string;
  readonly keyStart?: number;
}

/** An object or array and its direct members. */
export interface Container extends Span {
  readonly kind: 'object' | 'array';
  readonly members: readonly Member[];
}

/** The value that the whole text holds, without white space around it. */
export function rootSpan(text: string): Span {
  return new Tokens(text, 0).value();
}

/** The container that begins at `start`; undefined where another kind of value does. */
export function containerAt(text: string, start: number): Container | undefined {
  const kind = text.charAt(start) === '{' ? 'object' : text.charAt(start) === '[' ? 'array' : undefined;
  if (kind === undefined) return undefined;
  const tokens = new Tokens(text, start);
  const members: Member[] = [];
  while (!tokens.next().closes) {
    if (tokens.char === ',') continue;
    if (kind === 'array') {
      members.push(tokens.value());
      continue;
    }
    const { key, start: keyStart } = tokens;
    tokens.next().next();
    members.push({ key, keyStart, ...tokens.value() });
  }
  return { kind, start, end: tokens.end, members };
}

/** The member that `JSON.parse` would give for `step`: of several equal keys, the last. */
export function memberAt(container: Container, step: string | number): Member | undefined {
  if (typeof step === 'number') return container.kind === 'array' ? container.members[step] : undefined;
  for (let i = container.members.length - 1; i >= 0; i--) {
    if (container.members[i]?.key === step) return container.members[i];
  }
  return undefined;
}

export function valueAt(text: string, span: Span): Json {
  return JSON.parse(text.slice(span.start, span.end)) as Json;
}

/** The tokens of a text; white space is passed over. */
class Tokens {
  private readonly scanner: JSONScanner;

  constructor(
    private readonly text: string,
    start: number,
  ) {
    this.scanner = createScanner(text, true);
    this.scanner.setPosition(start);
    this.next();
  }

  next(): this {
    this.scanner.scan();
    if (this.start >= this.text.length) throw new SyntaxError('the text ends inside a value');
    return this;
  }

  /** The token's first character, which tells punctuation from all else. */
  get char(): string {
    return this.text.charAt(this.start);
  }

  get start(): number {
    return this.scanner.getTokenOffset();
  }

  get end(): number {
    return this.start + this.scanner.getTokenLength();
  }

  /** A string token, decoded. */
  get key(): string {
    return this.scanner.getTokenValue();
  }

  get closes(): boolean {
    return this.char === '}' || this.char === ']';
  }

  /** The value that begins with this token; its last token is then the current one. */
  value(): Span {
    const { start } = this;
    let depth = 0;
    for (;;) {
      if (this.char === '{' || this.char === '[') depth++;
      else if (this.closes) depth--;
      if (depth === 0) return { start, end: this.end };
      this.next();
    }
  }
}
