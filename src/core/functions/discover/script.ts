/** Reward functions in JavaScript and TypeScript source: what is exported and takes completions, or is `reward`. */
import type { Contract } from '../contract.ts';
import { bracketEnd, lineAt, splitAtCommas, type FoundFunction } from './found.ts';
import { maskScript } from './maskScript.ts';

interface Declared {
  readonly offset: number;
  readonly parameters: readonly string[];
}

const NAME = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;
const ONE_COMPLETION = /^(?:completion|response|text|answer|output|solution)$/;

export function discoverScript(text: string): FoundFunction[] {
  const masked = maskScript(text);
  const top = topLevel(masked);
  const declared = declarations(masked, top);
  const found: FoundFunction[] = [];
  for (const [symbol, declaration] of exportsOf(masked, top, declared)) {
    const [first] = declaration.parameters;
    if (first === undefined) continue;
    if (symbol !== 'reward' && first !== 'completions' && first !== 'completion') continue;
    const contract: Contract = ONE_COMPLETION.test(first) ? 'single' : 'batch';
    found.push({ symbol, contract, line: lineAt(text, declaration.offset) });
  }
  return found.sort((a, b) => a.line - b.line);
}

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

function declarations(masked: string, top: string): ReadonlyMap<string, Declared> {
  const found = new Map<string, Declared>();
  const functions = new RegExp(
    String.raw`(?:^|[;}\n])[ \t]*((?:export\s+)?(?:default\s+)?(?:async\s+)?function\s*\*?\s*(${NAME})?)\s*(?=[(<])`,
    'gu',
  );
  for (const match of top.matchAll(functions)) {
    const [whole, head = '', name = 'default'] = match;
    const open = parametersAt(masked, match.index + whole.length);
    found.set(name, {
      offset: match.index + whole.indexOf(head),
      parameters: parameterNames(masked, open),
    });
  }
  const values = new RegExp(
    String.raw`(?:^|[;}\n])[ \t]*((?:export\s+)?(?:const|let|var)\s+(${NAME})|(?:module\.)?exports\.(${NAME})|export\s+default)\b[^=;\n]*?(?:=(?![=>])\s*|(?=\basync\b|\())(?:async\s*)?(?:function\s*\*?\s*(?:${NAME})?\s*)?(?=[(<]|${NAME}\s*=>)`,
    'gu',
  );
  for (const match of top.matchAll(values)) {
    const [whole, head = '', name, property] = match;
    const behind = match.index + whole.length;
    const parameters = arrowParameters(masked, behind);
    const symbol = name ?? property ?? 'default';
    if (parameters !== undefined && !found.has(symbol)) {
      found.set(symbol, { offset: match.index + whole.indexOf(head), parameters });
    }
  }
  return found;
}

function arrowParameters(masked: string, at: number): readonly string[] | undefined {
  const [, only] = new RegExp(`^(${NAME})\\s*=>`, 'u').exec(masked.slice(at, at + 200)) ?? [];
  if (only !== undefined) return [only];
  const open = parametersAt(masked, at);
  return masked[open] === '(' ? parameterNames(masked, open) : undefined;
}

/** The opening parenthesis at `at`, or behind the type parameters there. */
function parametersAt(masked: string, at: number): number {
  let open = at;
  if (masked[open] === '<') {
    let depth = 0;
    for (; open < masked.length; open++) {
      if (masked[open] === '<') depth++;
      else if (masked[open] === '>' && masked[open - 1] !== '=' && --depth === 0) break;
    }
    open++;
  }
  while (/\s/.test(masked[open] ?? '')) open++;
  return open;
}

function parameterNames(masked: string, open: number): readonly string[] {
  if (masked[open] !== '(') return [];
  return splitAtCommas(masked.slice(open + 1, bracketEnd(masked, open) - 1))
    .map((parameter) => new RegExp(`^(?:\\.{3})?(${NAME})`, 'u').exec(parameter)?.[1] ?? '')
    .filter((name) => name !== 'this');
}

/** Exported names with the functions they stand for. */
function exportsOf(
  masked: string,
  top: string,
  declared: ReadonlyMap<string, Declared>,
): ReadonlyMap<string, Declared> {
  const found = new Map<string, Declared>();
  const add = (symbol: string, declaration: Declared | undefined): void => {
    if (declaration !== undefined) found.set(symbol, declaration);
  };
  for (const [name, declaration] of declared) {
    const head = top.slice(declaration.offset, declaration.offset + 40);
    if (/^export\s+default\b/.test(head)) add('default', declaration);
    else if (/^(?:export|(?:module\.)?exports\.)/.test(head)) add(name, declaration);
  }
  for (const match of top.matchAll(/(?:^|[;}\n])[ \t]*export\s*\{/g)) {
    const open = match.index + match[0].length - 1;
    for (const part of splitAtCommas(masked.slice(open + 1, bracketEnd(masked, open) - 1))) {
      const [, local, name] = new RegExp(`^(${NAME})(?:\\s+as\\s+(${NAME}))?$`, 'u').exec(part) ?? [];
      if (local !== undefined) add(name ?? local, declared.get(local));
    }
  }
  const values = new RegExp(
    String.raw`(?:^|[;}\n])[ \t]*(?:module\.exports\s*=(?!=)|(?:module\.)?exports\.(${NAME})\s*=(?!=)|export\s+default\b)\s*`,
    'gu',
  );
  for (const match of top.matchAll(values)) {
    const at = match.index + match[0].length;
    const [, name] = match;
    const [, local] = new RegExp(`^(${NAME})[ \\t]*(?:[;\\n]|$)`, 'u').exec(top.slice(at)) ?? [];
    if (local !== undefined) add(name ?? 'default', declared.get(local));
    else if (name === undefined && masked[at] === '{') {
      for (const [symbol, declaration] of membersOf(masked, at, declared)) add(symbol, declaration);
    } else if (name === undefined) add('default', found.get('default') ?? functionAt(masked, at));
  }
  return found;
}

/** The members of an object literal: names of functions, and functions that are written right there. */
function membersOf(
  masked: string,
  open: number,
  declared: ReadonlyMap<string, Declared>,
): readonly (readonly [string, Declared | undefined])[] {
  const inner = topLevel(masked.slice(open + 1, bracketEnd(masked, open) - 1));
  let from = 0;
  return splitAtCommas(inner).map((part) => {
    const start = inner.indexOf(part, from);
    from = start + part.length;
    const offset = open + 1 + start;
    const [method, name = ''] =
      new RegExp(`^(?:async\\s+)?\\*?\\s*(${NAME})\\s*(?=[(<])`, 'u').exec(part) ?? [];
    if (method !== undefined) {
      const parameters = parameterNames(masked, parametersAt(masked, offset + method.length));
      return [name, { offset, parameters }];
    }
    const [head = '', key = ''] = new RegExp(`^(${NAME})\\s*(?::\\s*|$)`, 'u').exec(part) ?? [];
    const value = part.slice(head.length);
    const known = declared.get(value === '' ? key : value);
    if (known !== undefined || value === '') return [key, known];
    const written = functionAt(masked, offset + head.length);
    return [key, written && { ...written, offset }];
  });
}

/** A function expression or an arrow function that begins there. */
function functionAt(masked: string, offset: number): Declared | undefined {
  const [head = '', keyword] =
    new RegExp(`^(?:async\\b\\s*)?(function\\b\\s*\\*?\\s*(?:${NAME})?\\s*)?`, 'u').exec(
      masked.slice(offset, offset + 200),
    ) ?? [];
  const at = offset + head.length;
  const parameters = arrowParameters(masked, at);
  if (parameters === undefined) return undefined;
  const open = parametersAt(masked, at);
  const isArrow = masked[open] !== '(' || /^[^;{}\n]*=>/.test(masked.slice(bracketEnd(masked, open)));
  return keyword !== undefined || isArrow ? { offset, parameters } : undefined;
}
