import type { JsonObject } from '../json.ts';
import { readOptions, type OptionProblem, type OptionSpecs, type OptionValues } from './options.ts';
import type { Reward } from './reward.ts';

/** A reward that anyone can choose by its name, and what can be set about it. */
export interface BuiltIn {
  readonly name: string;
  /** At most five letters, for the head of a narrow column. */
  readonly short: string;
  /** One line: what it gives for what. */
  readonly summary: string;
  /** The paper, file or function that defines it. */
  readonly source: string;
  readonly options: OptionSpecs;
  /** The lowest and the highest value that it can give. */
  readonly range: readonly [least: number, most: number];
  /** The reward as it is without any option set. */
  readonly standard: Reward;
  /** The reward with options set. Throws OptionError. */
  create(options: JsonObject): Reward;
}

/** A value that a reward's options do not allow. */
export class OptionError extends Error {
  constructor(readonly problems: readonly OptionProblem[]) {
    super(problems.map(({ message }) => message).join('; '));
    this.name = 'OptionError';
  }
}

interface Definition<Specs extends OptionSpecs> {
  readonly name: string;
  readonly short: string;
  readonly summary: string;
  readonly source: string;
  readonly options: Specs;
  /** 0 to 1 where it is not given. */
  readonly range?: readonly [least: number, most: number];
  /** What is wrong with values that are right each by itself. */
  check?(values: OptionValues<Specs>): readonly OptionProblem[];
  /** The columns that it reads besides the completion (see columnOf). */
  columns(values: OptionValues<Specs>): readonly string[];
  scorer(values: OptionValues<Specs>): Reward['score'];
}

/** Makes a built-in of its definition. */
export function builtIn<const Specs extends OptionSpecs>(definition: Definition<Specs>): BuiltIn {
  const { name, short, summary, source, options, range = [0, 1] } = definition;
  const create = (given: JsonObject): Reward => {
    const { values, problems } = readOptions(options, given);
    const wrong = problems.length > 0 ? problems : (definition.check?.(values) ?? []);
    if (wrong.length > 0) throw new OptionError(wrong);
    return { name, source, columns: definition.columns(values), score: definition.scorer(values) };
  };
  return { name, short, summary, source, options, range, standard: create({}), create };
}

/** A reward without options as a built-in. */
export function fixed(reward: Reward, about: Pick<BuiltIn, 'short' | 'summary' | 'source'>): BuiltIn {
  const create = (given: JsonObject): Reward => {
    const { problems } = readOptions({}, given);
    if (problems.length > 0) throw new OptionError(problems);
    return reward;
  };
  return { ...about, name: reward.name, options: {}, range: [0, 1], standard: reward, create };
}
