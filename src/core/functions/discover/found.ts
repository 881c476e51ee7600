import type { Contract } from '../contract.ts';

/** A reward function as its source shows it. */
export interface FoundFunction {
  /** The function's or the class's name: what a target's symbol is. */
  readonly symbol: string;
  readonly contract: Contract;
  /** Names under which a class is registered in ms-swift's `orms`. */
  readonly registered?: readonly string[];
  /** 1-based line of the definition. */
  readonly line: number;
}

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** From an opening bracket of masked text to behind the one that closes it; the text's end where none does. */
export function bracketEnd(masked: string, open: number): number {
  let depth = 0;
  for (let at = open; at < masked.length; at++) {
    const character = masked[at] ?? '';
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && --depth === 0) return at + 1;
  }
  return masked.length;
}

/** The parts of masked text between commas outside all brackets. */
export function splitAtCommas(masked: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < masked.length; at++) {
    const character = masked[at] ?? '';
    if ('([{<'.includes(character)) depth++;
    else if (')]}'.includes(character) || (character === '>' && masked[at - 1] !== '=')) depth--;
    else if (character === ',' && depth === 0) {
      parts.push(masked.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, masked.slice(start)].map((part) => part.trim()).filter((part) => part !== '');
}
