/** Answers of mathematics as people and models write them: LaTeX or plain, and when two of them are the same. */
import { evaluate } from './arithmetic.ts';
import { divide, equal, rational, writeRational, type Rational } from './rational.ts';

export type MathValue =
  | { readonly kind: 'number'; readonly value: Rational }
  /** A point, an interval, a set or a bare list; `open` and `close` are its brackets. */
  | {
      readonly kind: 'list';
      readonly open: string;
      readonly close: string;
      readonly items: readonly MathValue[];
    }
  /** Anything else, compared as it is written. */
  | { readonly kind: 'text'; readonly text: string };

/** What a percent sign does: 50% is a half, or the sign is dropped and it is 50. */
export type Percent = 'hundredth' | 'dropped';

/** In UTF-16 units: a longer text is prose, and is compared as it is. */
const MOST_CHARACTERS = 1000;

/** Reads an answer. Nothing is an error: what is no number and no list is a text. */
export function readMath(written: string, percent: Percent): MathValue {
  if (written.length > MOST_CHARACTERS) return { kind: 'text', text: written };
  return read(tidy(written), percent, 0);
}

const MOST_NESTING = 10;

function read(text: string, percent: Percent, depth: number): MathValue {
  const list = depth < MOST_NESTING ? splitList(text) : undefined;
  if (list !== undefined) {
    return { ...list, kind: 'list', items: list.items.map((item) => read(item, percent, depth + 1)) };
  }
  const value = readNumber(text, percent);
  return value === undefined ? { kind: 'text', text: plainText(text) } : { kind: 'number', value };
}

/** Whether two answers are the same: numbers by exact value, sets in any order, the rest as written. */
export function sameMath(a: MathValue, b: MathValue): boolean {
  if (a.kind === 'number' && b.kind === 'number') return equal(a.value, b.value);
  if (a.kind === 'text' && b.kind === 'text') return a.text === b.text;
  if (a.kind !== 'list' || b.kind !== 'list') return false;
  if (a.open !== b.open || a.close !== b.close || a.items.length !== b.items.length) return false;
  if (a.open !== '{') return a.items.every((item, index) => sameIn(item, b.items[index]));
  const left = [...b.items];
  return a.items.every((item) => {
    const found = left.findIndex((other) => sameMath(item, other));
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}

const sameIn = (a: MathValue, b: MathValue | undefined): boolean => b !== undefined && sameMath(a, b);

/** For a step of a trace, e.g. `1/2` or `(1, 2/3)`. */
export function writeMath(value: MathValue): string {
  if (value.kind === 'number') return writeRational(value.value);
  if (value.kind === 'text') return value.text;
  return `${value.open}${value.items.map(writeMath).join(', ')}${value.close}`;
}

/** What LaTeX adds for the eye alone. */
const LAYOUT =
  /\\(?:(?:left|right|displaystyle|quad|qquad)(?![A-Za-z])|[!,;: ()[\]])|\$|~|\^ ?(?:\\circ(?![A-Za-z])|\{ ?\\circ ?\})|°/g;

const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\\[dtc]frac(?![A-Za-z])/g, '\\frac'],
  [/\\(?:cdot|times)(?![A-Za-z])|×|·/g, '*'],
  [/\\div(?![A-Za-z])|÷/g, '/'],
  [/[−–]/g, '-'],
  [/\\%/g, '%'],
  [/\\\{/g, '⟦'],
  [/\\\}/g, '⟧'],
  [/\{,\}/g, ','],
];

/** One spelling of what has several. Braces that LaTeX prints become ⟦ and ⟧, to be told from those that group. */
function tidy(written: string): string {
  // A dollar sign that is printed goes first, or only its backslash would be left.
  let text = written.replace(/\\\$/g, '').replace(LAYOUT, ' ');
  for (const [spelling, standard] of SPELLINGS) text = text.replace(spelling, standard);
  text = text.trim().replace(/\.$/, '');
  // `x = 5` answers with 5.
  return text.replace(/^[A-Za-z](?:_\w)?\s*=(?!=)/, '').trim();
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')[', '[': '])', '⟦': '⟧' };

/** The parts between the outermost commas, of something in brackets or of a bare list; undefined for no list. */
function splitList(
  text: string,
): { readonly open: string; readonly close: string; readonly items: readonly string[] } | undefined {
  const open = text.charAt(0);
  const close = text.charAt(text.length - 1);
  const inBrackets = text.length > 1 && (CLOSING[open]?.includes(close) ?? false) && open !== '';
  if (inBrackets) {
    const items = atCommas(text.slice(1, -1));
    if (items === undefined || (items.length < 2 && open !== '⟦')) return undefined;
    return open === '⟦' ? { open: '{', close: '}', items } : { open, close, items };
  }
  if (THOUSANDS.test(text)) return undefined;
  const items = atCommas(text);
  return items === undefined || items.length < 2 ? undefined : { open: '', close: '', items };
}

/** Undefined where the brackets do not fit: `(1) + (2)` without its outer characters. */
function atCommas(text: string): string[] | undefined {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if ('([{⟦'.includes(character)) depth++;
    else if (')]}⟧'.includes(character)) depth--;
    if (depth < 0) return undefined;
    if (character === ',' && depth === 0) {
      items.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  items.push(text.slice(start).trim());
  return depth === 0 ? items : undefined;
}

const THOUSANDS = /^[-+]?\d{1,3}(?:,\d{3})+(?![,\d])/;
/** A unit after a number: in `\text{…}`, or words after a space. */
const UNIT =
  /\s*\\(?:text|mathrm|mbox|textbf)\s*\{[^{}]*\}(?:\^\{?\d\}?)?\s*$|(?<=[\d)}])\s+[A-Za-z]{2,}(?:\s+[A-Za-z]{2,})*(?:\^\{?\d\}?)?$/;

function readNumber(text: string, percent: Percent): Rational | undefined {
  const bare = text.replace(UNIT, '').trim();
  const isPercent = bare.endsWith('%');
  const number = isPercent ? bare.slice(0, -1).trim() : bare;
  const grouped = THOUSANDS.test(number) ? number.replace(/,(?=\d{3})/g, '') : number;
  const result = evaluate(toExpression(grouped));
  if (result.kind === 'problem') return undefined;
  const hundred = rational(100n);
  return isPercent && percent === 'hundredth' && hundred !== undefined
    ? divide(result.value, hundred)
    : result.value;
}

const SCIENTIFIC = /(\d+(?:\.\d*)?|\.\d+)[eE]([-+]?\d+)/g;
const MIXED = /^([-+]?)\s*(\d+)\s+(\d+\s*\/\s*\d+)$/;
/** `\frac12` and `\sqrt2` take one character each. */
const SHORT_FRACTION = /\\frac\s*(?:\{([^{}]*)\}|(\d))\s*(?:\{([^{}]*)\}|(\d))/;
const SHORT_ROOT = /\\sqrt\s*(?:\{([^{}]*)\}|(\d))/;

/** LaTeX as an expression that `evaluate` reads, from the innermost braces outwards. */
function toExpression(text: string): string {
  let expression = text.replace(SCIENTIFIC, '($1*10^($2))').replace(MIXED, '$1($2+$3)');
  for (;;) {
    const next = expression
      .replace(SHORT_FRACTION, (whole, a?: string, a1?: string, b?: string, b1?: string) => {
        return `⟨((${a ?? a1 ?? whole})/(${b ?? b1 ?? whole}))⟩`;
      })
      .replace(SHORT_ROOT, (whole, a?: string, a1?: string) => `sqrt(${a ?? a1 ?? whole})`)
      .replace(/\^\s*\{([^{}\\]*)\}/, '^($1)');
    if (next === expression) break;
    expression = next;
  }
  // A whole number before a fraction is a mixed number; any other fraction is a bracket.
  return expression.replace(/(\d+)\s*⟨([^⟨⟩]*)⟩/g, '($1+$2)').replace(/[⟨⟩]/g, '');
}

const WRAPPED = /\\(?:text|mathrm|mbox|textbf|mathbf)\s*\{([^{}]*)\}/g;

/** A bracket around one name or number that no function name stands before. */
const NEEDLESS = /(?<![A-Za-z])\(([A-Za-z]+|[\d.]+)\)/g;

/** What is compared letter by letter: fractions and roots in one spelling, no spaces, no case where it is words. */
function plainText(text: string): string {
  const bare = toExpression(text.replace(WRAPPED, '$1')).replace(/\s+/g, '').replace(NEEDLESS, '$1');
  if (/^[\p{L}\p{M}'-]+$/u.test(bare)) return bare.toLowerCase();
  const inside = bare.startsWith('(') && bare.endsWith(')') ? bare.slice(1, -1) : undefined;
  return inside !== undefined && atCommas(inside) !== undefined ? inside : bare;
}
