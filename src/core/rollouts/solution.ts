/** Right answers that a trainer logged beside a completion, held against the answers of a dataset's row. */
import { isObject, type Json, type JsonObject } from '../json.ts';

/** Columns in which trainers log what is right. */
const COLUMNS = ['solution', 'possible_answers', 'answer', 'answers', 'gts', 'ground_truth'];
/** Longer texts are reasoning that ends in an answer, not the answer, in characters. */
const LONGEST = 100;
const WRAPPED = /<answer>([\s\S]*?)<\/answer>/;

export class Solution {
  /** In every reading: with and without tags around it. */
  private readonly readings: ReadonlySet<string>;
  /** Without tags, signs and case. */
  private readonly bare: ReadonlySet<string>;
  /** Whether every text that was logged reads as an answer: otherwise nothing contradicts it. */
  private readonly isPlain: boolean;

  constructor(columns: JsonObject | undefined) {
    const given = COLUMNS.flatMap((name) => textsIn(columns?.[name]));
    const answers = given.map((text) => WRAPPED.exec(text)?.[1] ?? text);
    this.readings = new Set([...given, ...answers].map(spaced));
    this.bare = new Set(answers.map(lenient));
    this.isPlain = given.length > 0 && answers.every(readsAsAnswer);
  }

  /** Those of the rows whose answers it is: to the letter, else apart from case, signs and spaces. */
  fitting<T>(rows: readonly T[], answersOf: (row: T) => readonly string[]): readonly T[] {
    const exact = rows.filter((row) => answersOf(row).some((answer) => this.readings.has(spaced(answer))));
    if (exact.length > 0) return exact;
    return rows.filter((row) => answersOf(row).some((answer) => this.bare.has(lenient(answer))));
  }

  /**
   * Whether it is an answer, and none of these: neither equal nor part of one, nor one a part of it. A letter may be the
   * name of an option whose text the row holds.
   */
  contradicts(answers: readonly string[]): boolean {
    const known = answers.map(lenient).filter((answer) => answer !== '');
    if (!this.isPlain || known.length === 0) return false;
    const logged = [...this.bare].filter((answer) => answer !== '');
    if (logged.length === 0 || isOption(logged) !== isOption(known)) return false;
    return !logged.some((mine) => known.some((theirs) => holds(mine, theirs) || holds(theirs, mine)));
  }
}

/** Single spaces, and none around. */
const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** As people compare answers: `$\text{Cat}$.` is `cat`, `2.0` is `2`. */
function lenient(text: string): string {
  const plain = text
    .replace(/<\/?answer>/g, ' ')
    .replace(/\\(?:boxed|text|mathrm|textbf)\s*\{([^{}]*)\}/g, ' $1 ')
    .normalize('NFKC')
    .toLowerCase();
  const number = plain.replace(/[\s$,]/g, '').replace(/\.$/, '');
  if (number !== '' && Number.isFinite(Number(number))) return String(Number(number));
  const words = plain.replace(/[^\p{L}\p{N}\p{M}.+\-*/=<>%]+/gu, ' ').replace(/\.(?=\s|$)/g, ' ');
  return spaced(words);
}

function readsAsAnswer(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= LONGEST && !/[\n{}[\]]/.test(trimmed.replace(/\\\w+\s*\{[^{}]*\}/g, ''));
}

const isOption = (answers: readonly string[]): boolean => answers.every((answer) => /^[a-z]$/.test(answer));

/** As whole words. */
const holds = (text: string, part: string): boolean => ` ${text} `.includes(` ${part} `);

function textsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? textsIn(value.answer ?? value.ground_truth) : [];
}
