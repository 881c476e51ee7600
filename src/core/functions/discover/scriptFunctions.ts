/** Functions that are written somewhere in masked JavaScript or TypeScript: where each begins, and its parameters. */
import { bracketEnd, splitAtCommas } from './found.ts';

export interface Declared {
  readonly offset: number;
  /** By name; empty for one that is taken apart. */
  readonly parameters: readonly string[];
}

export const NAME = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;
/** Calls around a function, as of `memo(log((completions) => …))`. */
const MOST_WRAPPERS = 4;

const FUNCTION_HEAD = new RegExp(String.raw`^(?:async\b\s*)?(function\b\s*\*?\s*(?:${NAME})?\s*)?`, 'u');
const ONLY_PARAMETER = new RegExp(String.raw`^(${NAME})\s*=>`, 'u');
const WRAPPER = new RegExp(String.raw`^(?:${NAME}(?:\s*\.\s*${NAME})*\s*)?\(\s*`, 'u');
const PARAMETER = new RegExp(`^(?:\\.{3})?(${NAME})`, 'u');

/** A function expression or an arrow function that begins there, be it in brackets or handed to another function. */
export function functionAt(masked: string, offset: number): Declared | undefined {
  let at = offset;
  for (let depth = 0; depth < MOST_WRAPPERS; depth++) {
    const parameters = parametersOf(masked, at);
    if (parameters !== undefined) return { offset, parameters };
    const [wrapper] = WRAPPER.exec(masked.slice(at, at + 200)) ?? [];
    if (wrapper === undefined) return undefined;
    at += wrapper.length;
  }
  return undefined;
}

function parametersOf(masked: string, offset: number): readonly string[] | undefined {
  const [head = '', keyword] = FUNCTION_HEAD.exec(masked.slice(offset, offset + 200)) ?? [];
  const at = offset + head.length;
  const [, only] = ONLY_PARAMETER.exec(masked.slice(at, at + 200)) ?? [];
  if (only !== undefined) return [only];
  const open = parametersAt(masked, at);
  if (masked[open] !== '(') return undefined;
  const isArrow = /^\s*(?::[^;\n]*?)?=>/.test(masked.slice(bracketEnd(masked, open)));
  return keyword !== undefined || isArrow ? parameterNames(masked, open) : undefined;
}

/** The opening parenthesis at `at`, or behind the type parameters there. */
export function parametersAt(masked: string, at: number): number {
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

export function parameterNames(masked: string, open: number): readonly string[] {
  if (masked[open] !== '(') return [];
  return splitAtCommas(masked.slice(open + 1, bracketEnd(masked, open) - 1))
    .map((parameter) => PARAMETER.exec(parameter)?.[1] ?? '')
    .filter((name) => name !== 'this');
}
