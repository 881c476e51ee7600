/** Reward functions in JavaScript and TypeScript source: what is exported and takes completions, or is `reward`. */
import type { Contract } from '../contract.ts';
import { bracketEnd, lineAt, splitAtCommas, type FoundFunction } from './found.ts';
import { maskScript } from './maskScript.ts';
import { functionAt, NAME, parameterNames, parametersAt, type Declared } from './scriptFunctions.ts';

const ONE_COMPLETION = /^(?:completion|response|text|answer|output|solution)$/;
/** Where a statement begins. */
const START = String.raw`(?:^|[;}\n])[ \t]*`;
/** A key or an index in quotes, whose text is blanked. */
const QUOTED = String.raw`(["'])( *)`;
/** What a value may be annotated with; its type may hold arrows. */
const ANNOTATION = String.raw`(?:[^=;\n]|=>)*?`;

export function discoverScript(text: string): FoundFunction[] {
  const found: FoundFunction[] = [];
  for (const [symbol, declaration] of new Script(text).exported) {
    const [first] = declaration.parameters;
    if (first === undefined) continue;
    if (symbol !== 'reward' && first !== 'completions' && first !== 'completion') continue;
    const contract: Contract = ONE_COMPLETION.test(first) ? 'single' : 'batch';
    found.push({ symbol, contract, line: lineAt(text, declaration.offset) });
  }
  return found.sort((a, b) => a.line - b.line);
}

class Script {
  private readonly masked: string;
  /** The module's own statements alone. */
  private readonly top: string;
  private readonly functions = new Map<string, Declared>();
  /** Where the objects begin that stand in variables. */
  private readonly objects = new Map<string, number>();
  /** By the names that they are exported under. */
  readonly exported = new Map<string, Declared>();

  constructor(private readonly text: string) {
    this.masked = maskScript(text);
    this.top = topLevel(this.masked);
    this.readFunctions();
    this.readVariables();
    this.readExportLists();
    this.readAssignedExports();
  }

  private readFunctions(): void {
    const head = String.raw`(export\s+)?(default\s+)?(?:async\s+)?function\s*\*?\s*(${NAME})?`;
    const all = new RegExp(String.raw`${START}(${head})\s*(?=[(<])`, 'gu');
    for (const match of this.top.matchAll(all)) {
      const [whole, written = '', isExported, isDefault, name = 'default'] = match;
      const open = parametersAt(this.masked, match.index + whole.length);
      const declared = {
        offset: match.index + whole.indexOf(written),
        parameters: parameterNames(this.masked, open),
      };
      this.functions.set(name, declared);
      if (isDefault !== undefined) this.exported.set('default', declared);
      else if (isExported !== undefined) this.exported.set(name, declared);
    }
  }

  private readVariables(): void {
    const all = new RegExp(
      String.raw`${START}((export\s+)?(?:const|let|var)\s+(${NAME})\b${ANNOTATION}=(?![=>])\s*)`,
      'gu',
    );
    for (const match of this.top.matchAll(all)) {
      const [whole, written = '', isExported, name = ''] = match;
      const at = match.index + whole.length;
      if (this.masked[at] === '{') this.objects.set(name, at);
      const value = functionAt(this.masked, at);
      if (value === undefined || this.functions.has(name)) continue;
      const declared = { ...value, offset: match.index + whole.indexOf(written) };
      this.functions.set(name, declared);
      if (isExported !== undefined) this.exported.set(name, declared);
    }
  }

  /** `export { a, b as c }`. */
  private readExportLists(): void {
    const entry = new RegExp(`^(${NAME})(?:\\s+as\\s+(${NAME}))?$`, 'u');
    for (const match of this.top.matchAll(new RegExp(String.raw`${START}export\s*\{`, 'g'))) {
      const open = match.index + match[0].length - 1;
      for (const part of splitAtCommas(this.masked.slice(open + 1, bracketEnd(this.masked, open) - 1))) {
        const [, local, name] = entry.exec(part) ?? [];
        if (local !== undefined) this.export(name ?? local, this.functions.get(local));
      }
    }
  }

  /** `export default …`, `module.exports = …`, `exports.name = …`, `exports['name'] = …`, `Object.assign(exports, …)`. */
  private readAssignedExports(): void {
    const target = String.raw`(?:module\s*\.\s*)?exports`;
    const whole = String.raw`(?:module\s*\.\s*exports|exports\s*=\s*module\s*\.\s*exports)\s*=(?!=)\s*(?:exports\s*=(?!=)\s*)?`;
    const member = String.raw`${target}(?:\s*\.\s*(${NAME})|\[\s*${QUOTED}["']\s*\])\s*=(?![=>])\s*`;
    const all = new RegExp(
      String.raw`${START}(?:(${whole}|export\s+default\b\s*|Object\s*\.\s*assign\(\s*${target}\s*,\s*)|(${member}))`,
      'gu',
    );
    for (const match of this.top.matchAll(all)) {
      const [written, isWhole, isMember = '', property] = match;
      const at = match.index + written.length;
      const start = at - (isWhole ?? isMember).length;
      if (isWhole === undefined) {
        const quote = /["']/.exec(isMember)?.index ?? 0;
        const name = property ?? this.quotedAt(start + quote);
        this.export(name, this.valueAt(at, start));
        continue;
      }
      for (const [name, declared] of this.objectAt(at)) this.export(name, declared);
      if (!this.exported.has('default')) this.export('default', this.valueAt(at, start));
    }
  }

  private export(name: string, declared: Declared | undefined): void {
    if (declared !== undefined) this.exported.set(name, declared);
  }

  /** The function that stands there: by its name, or written out, whose line is then that of `start`. */
  private valueAt(at: number, start: number): Declared | undefined {
    const name = this.nameAt(at);
    if (name !== undefined) return this.functions.get(name);
    const value = functionAt(this.masked, at);
    return value && { ...value, offset: start };
  }

  /** The name that stands there alone. */
  private nameAt(at: number): string | undefined {
    return new RegExp(`^(${NAME})[ \\t]*(?:[;,)}\\n]|$|(?:as|satisfies)\\s)`, 'u').exec(
      this.masked.slice(at, at + 200),
    )?.[1];
  }

  /** The members of an object that stands there, or in the variable that does. */
  private objectAt(at: number): readonly (readonly [string, Declared | undefined])[] {
    const open = this.masked[at] === '{' ? at : this.objects.get(this.nameAt(at) ?? '');
    return open === undefined ? [] : this.membersOf(open);
  }

  /** Names of functions, functions that are written right there, and the members of objects that are spread. */
  private membersOf(
    open: number,
    spreading: readonly number[] = [],
  ): readonly (readonly [string, Declared | undefined])[] {
    const { masked } = this;
    const inner = topLevel(masked.slice(open + 1, bracketEnd(masked, open) - 1));
    let from = 0;
    return splitAtCommas(inner).flatMap((part): (readonly [string, Declared | undefined])[] => {
      const start = inner.indexOf(part, from);
      from = start + part.length;
      const offset = open + 1 + start;
      const [spread] = /^\.{3}\s*/.exec(part) ?? [];
      if (spread !== undefined) {
        const named = this.objects.get(part.slice(spread.length));
        // An object may be spread into itself, if only while it is being written.
        const around = [...spreading, open];
        return named === undefined || around.includes(named) ? [] : [...this.membersOf(named, around)];
      }
      const [method, name = ''] = METHOD.exec(part) ?? [];
      if (method !== undefined) {
        const parameters = parameterNames(masked, parametersAt(masked, offset + method.length));
        return [[name, { offset, parameters }]];
      }
      const [head = '', plain] = KEY.exec(part) ?? [];
      const key = plain ?? this.quotedAt(offset);
      const value = part.slice(head.length);
      if (value === '') return [[key, this.functions.get(key)]];
      return [[key, this.functions.get(value) ?? this.valueAt(offset + head.length, offset)]];
    });
  }

  /** What stands in the quotes that begin there; it is blanked elsewhere. */
  private quotedAt(at: number): string {
    const quote = this.masked[at] ?? '';
    return this.text.slice(at + 1, this.masked.indexOf(quote, at + 1));
  }
}

const METHOD = new RegExp(`^(?:async\\s+)?\\*?\\s*(${NAME})\\s*(?=[(<])`, 'u');
const KEY = new RegExp(`^(?:(${NAME})|${QUOTED}["'])\\s*(?::\\s*|$)`, 'u');

/** Masked text with what is inside braces blanked, so that only the module's own statements are left. */
function topLevel(masked: string): string {
  let depth = 0;
  let out = '';
  for (const character of masked) {
    if (character === '}') depth = Math.max(0, depth - 1);
    out += depth === 0 || character === '\n' ? character : ' '.repeat(character.length);
    if (character === '{') depth++;
  }
  return out;
}
