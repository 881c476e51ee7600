/** The options of a built-in reward as data: what may be set, what it means, and what is taken where it is not set. */
import type { Json, JsonObject } from '../json.ts';
import { suggestion } from '../nearest.ts';

interface Described<Default> {
  readonly default: Default;
  /** A phrase for the settings editor and the docs. */
  readonly summary: string;
}
export interface NumberOption extends Described<number> {
  readonly type: 'number' | 'integer';
  readonly minimum?: number;
  readonly maximum?: number;
}
export interface BooleanOption extends Described<boolean> {
  readonly type: 'boolean';
}
export interface ChoiceOption<Choice extends string = string> extends Described<Choice> {
  readonly type: 'choice';
  readonly choices: readonly Choice[];
}
/** Any text but the empty one, e.g. the name of a column. */
export interface TextOption extends Described<string> {
  readonly type: 'text';
}
/** A list of texts; the empty list stands for nothing chosen. */
export interface TextsOption extends Described<readonly string[]> {
  readonly type: 'texts';
}
export type OptionSpec = NumberOption | BooleanOption | ChoiceOption | TextOption | TextsOption;
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What a reward sees of an option, set or not. */
type ValueOf<Spec extends OptionSpec> = Spec extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : Spec extends NumberOption
    ? number
    : Spec extends BooleanOption
      ? boolean
      : Spec extends TextOption
        ? string
        : readonly string[];
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: ValueOf<Specs[Name]>;
};

/** What is wrong with a value that someone set. */
export interface OptionProblem {
  readonly option: string;
  /** A whole sentence without a full stop, e.g. "threshold must be at least 0, not -1". */
  readonly message: string;
}

/**
 * The values that a reward works with: those given where they are right, else the defaults; and what is wrong with
 * the others.
 */
export function readOptions<Specs extends OptionSpecs>(
  specs: Specs,
  given: JsonObject,
): { readonly values: OptionValues<Specs>; readonly problems: readonly OptionProblem[] } {
  const problems: OptionProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [option, spec] of Object.entries(specs)) {
    values[option] = spec.default;
    const value = Object.hasOwn(given, option) ? given[option] : undefined;
    if (value === undefined) continue;
    const wrong = complaint(spec, value);
    if (wrong === undefined) values[option] = value;
    else problems.push({ option, message: `${option} must be ${wrong}, not ${JSON.stringify(value)}` });
  }
  const names = Object.keys(specs);
  for (const option of Object.keys(given)) {
    if (Object.hasOwn(specs, option)) continue;
    const hint = names.length === 0 ? '; this reward has none' : suggestion(option, names);
    problems.push({ option, message: `there is no option ${option}${hint}` });
  }
  // Every name has a value of its spec's type, which the loop over entries cannot tell the compiler.
  return { values: values as OptionValues<Specs>, problems };
}

/** What the value would have to be, undefined where it is right. */
function complaint(spec: OptionSpec, value: Json): string | undefined {
  switch (spec.type) {
    case 'number':
    case 'integer':
      return numberComplaint(spec, value);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'choice':
      return spec.choices.some((choice) => choice === value)
        ? undefined
        : `one of ${spec.choices.join(', ')}`;
    case 'text':
      return typeof value === 'string' && value !== '' ? undefined : 'a text';
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '')
        ? undefined
        : 'a list of texts';
  }
}

function numberComplaint({ type, minimum, maximum }: NumberOption, value: Json): string | undefined {
  if (typeof value !== 'number') return type === 'integer' ? 'a whole number' : 'a number';
  if (type === 'integer' && !Number.isInteger(value)) return 'a whole number';
  if (minimum !== undefined && value < minimum) return `at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `at most ${maximum}`;
  return undefined;
}
