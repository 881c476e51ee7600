/** The filter of rollouts as people type it: `step=10..20 bbox<0.1 is:flat category=perception "red bus"`. */

export type Comparison = '<' | '<=' | '>' | '>=' | '=' | '!=';

export type Condition =
  /** Text of the prompt or the completion, in any case. */
  | { readonly kind: 'word'; readonly text: string }
  /** A number of the rollout or its group, or a column of its sample. */
  | { readonly kind: 'compare'; readonly name: string; readonly by: Comparison; readonly value: string }
  /** A mark or a signal. */
  | { readonly kind: 'is'; readonly name: string };

/** What a condition is tried on. */
export interface Subject {
  /** Undefined for a name that is no number of a rollout; NaN where it has no value. */
  number(name: string): number | undefined;
  is(name: string): boolean;
}

/** What takes reading the rollout and its sample. */
export interface ReadSubject {
  /** Prompt and completion. */
  readonly text: string;
  /** A column of the sample, or of the rollout's own record, as text. */
  column(name: string): string | undefined;
}

const TOKEN = /"([^"]*)"|(\S+)/g;
const COMPARE = /^([^\s<>=!]+)(<=|>=|!=|<|>|=)(.+)$/;

export function parseWhere(text: string): readonly Condition[] {
  return [...joined(text).matchAll(TOKEN)].map(([, quoted, token = '']): Condition => {
    if (quoted !== undefined) return { kind: 'word', text: quoted.toLowerCase() };
    if (token.startsWith('is:')) return { kind: 'is', name: token.slice(3) };
    const [, name, by, value] = COMPARE.exec(token) ?? [];
    if (name !== undefined && value !== undefined) {
      const plain = value.replaceAll(QUOTED_SPACE, ' ').replaceAll(QUOTED_NOTHING, '');
      return { kind: 'compare', name, by: by as Comparison, value: plain };
    }
    return { kind: 'word', text: token.toLowerCase() };
  });
}

/** Whether a condition can be about a column of this name. */
export const canBeNamed = (name: string): boolean => /^[^\s<>=!"]+$/.test(name);

/**
 * The condition as it is typed, that a column has a value or, with `!=`, another; '' stands for none. Undefined for a
 * value that no condition can hold.
 */
export function columnCondition(name: string, by: '=' | '!=', value: string): string | undefined {
  const quoted = value === '' || /\s/.test(value);
  if (quoted ? value.includes('"') : value.startsWith('"')) return undefined;
  return `${name}${by}${quoted ? `"${value}"` : value}`;
}

const QUOTED_SPACE = '\u0000';
const QUOTED_NOTHING = '\u0001';

/** `source="visual genome"` is one token, and `source=""` asks for those without. */
function joined(text: string): string {
  return text.replace(
    /([<>=])"([^"]*)"/g,
    (_, by: string, value: string) =>
      by + (value === '' ? QUOTED_NOTHING : value.replaceAll(' ', QUOTED_SPACE)),
  );
}

/** Whether all conditions on numbers and marks hold; `rest` are those that take reading. */
export function tryNumbers(
  conditions: readonly Condition[],
  subject: Subject,
): { readonly holds: boolean; readonly rest: readonly Condition[] } {
  const rest: Condition[] = [];
  for (const condition of conditions) {
    const number = condition.kind === 'compare' ? subject.number(condition.name) : undefined;
    if (condition.kind === 'is') {
      if (!subject.is(condition.name)) return { holds: false, rest: [] };
    } else if (condition.kind === 'compare' && number !== undefined) {
      if (!compare(number, condition.by, condition.value)) return { holds: false, rest: [] };
    } else rest.push(condition);
  }
  return { holds: true, rest };
}

/** Whether the conditions that take reading hold. */
export function tryText(conditions: readonly Condition[], subject: ReadSubject): boolean {
  return conditions.every((condition) => {
    switch (condition.kind) {
      case 'word':
        return subject.text.toLowerCase().includes(condition.text);
      case 'compare':
        return compareColumn(subject.column(condition.name), condition.by, condition.value);
      case 'is':
        return false;
    }
  });
}

function compareColumn(column: string | undefined, by: Comparison, value: string): boolean {
  if (by === '!=') return !compareColumn(column, '=', value);
  if (column === undefined) return by === '=' && value === '';
  if (by === '=' && column.toLowerCase() === value.toLowerCase()) return true;
  const number = column.trim() === '' ? NaN : Number(column);
  return Number.isFinite(number) && compare(number, by, value);
}

/** `=` also takes a range, `10..20`, with both ends; a number without value fulfils nothing but `=""`. */
function compare(number: number, by: Comparison, value: string): boolean {
  if (value === '') return by === '=' && Number.isNaN(number);
  const [from, to] = value.split('..');
  if (by === '=' && to !== undefined) {
    return (
      number >= (from === '' ? -Infinity : Number(from)) && number <= (to === '' ? Infinity : Number(to))
    );
  }
  const limit = Number(value);
  switch (by) {
    case '<':
      return number < limit;
    case '<=':
      return number <= limit;
    case '>':
      return number > limit;
    case '>=':
      return number >= limit;
    case '=':
      return Math.abs(number - limit) < 5e-5;
    case '!=':
      return Math.abs(number - limit) >= 5e-5;
  }
}
