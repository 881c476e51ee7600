import type { JsonObject } from '../json.ts';
import { readOptions, type OptionProblem, type OptionSpecs, type OptionValues } from './options.ts';
import type { Reward } from './reward.ts';

/** A reward that anyone can choose by its name, and what can be set about it. */
export interface BuiltIn {
  readonly name: string;
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
  const { name, summary, source, options, range = [0, 1] } = definition;
  const create = (given: JsonObject): Reward => {
    const { values, problems } = readOptions(options, given);
    const wrong = problems.length > 0 ? problems : (definition.check?.(values) ?? []);
    if (wrong.length > 0) throw new OptionError(wrong);
    return { name, source, columns: definition.columns(values), score: definition.scorer(values) };
  };
  return { name, summary, source, options, range, standard: create({}), create };
}

/** A reward without options as a built-in. */
export function fixed(reward: Reward, summary: string, source: string): BuiltIn {
  const create = (given: JsonObject): Reward => {
    const { problems } = readOptions({}, given);
    if (problems.length > 0) throw new OptionError(problems);
    return reward;
  };
  return { name: reward.name, summary, source, options: {}, range: [0, 1], standard: reward, create };
}
