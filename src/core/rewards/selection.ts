/** Which rewards a person chose, what each weighs, and what is wrong with how they wrote it. */
import { CONTRACTS, type Contract } from '../functions/contract.ts';
import { isObject, type Json, type JsonObject, type JsonPath } from '../json.ts';
import { nearest, suggestion } from '../nearest.ts';
import { OptionError, type BuiltIn } from './builtIn.ts';
import { BUILT_INS, findBuiltIn } from './builtIns.ts';
import { REWARD_NAMES, type Reward, type RewardResult } from './reward.ts';
import { ScoringError } from './scoringError.ts';

/** Where a reward of the setting comes from: from here, or from a file of the person's own, called as which trainer. */
export const REWARD_KINDS = ['builtin', ...CONTRACTS] as const;
export type RewardKind = (typeof REWARD_KINDS)[number];

/** A built-in that was chosen. */
export interface ChosenReward {
  /** Its own, or the one that the person gave it. */
  readonly name: string;
  /** The name of the built-in. */
  readonly builtIn: string;
  /** Its name in the head of a narrow column. */
  readonly short: string;
  /** What its value is multiplied by in the total. */
  readonly weight: number;
  /** The lowest and the highest value that it can give. */
  readonly range: readonly [least: number, most: number];
  readonly reward: Reward;
}

/** A reward function of the person's own, which a runner has to call. */
export interface OwnReward {
  readonly name: string;
  readonly weight: number;
  /** Found out by the function's shape where it is not given. */
  readonly kind?: Contract;
  readonly path: string;
  readonly symbol?: string;
  readonly options: JsonObject;
}

export interface SelectionProblem {
  /** Of the value inside the setting that is wrong. */
  readonly path: JsonPath;
  /** A whole sentence without a full stop. */
  readonly message: string;
  /** What was most likely meant in its place. */
  readonly nearest?: string;
}

export interface Selection {
  readonly rewards: readonly ChosenReward[];
  readonly own: readonly OwnReward[];
  readonly problems: readonly SelectionProblem[];
}

/** SATORI-R1's four with weight 1: what is scored where nothing is set. */
export const STANDARD_SELECTION: Selection = selectNames(REWARD_NAMES);

/** Built-ins by name, each with weight 1 and no options set. Unknown names are left out. */
export function selectNames(names: readonly string[]): Selection {
  const rewards = names.flatMap((name) => {
    const found = findBuiltIn(name);
    return found === undefined ? [] : choose(found, 1, found.standard);
  });
  return { rewards, own: [], problems: [] };
}

/**
 * Reads the `vqaVerify.rewards` setting: a list of `{name, kind?, path?, symbol?, weight?, options?}`. `symbol` is a
 * function in the file at `path`, or the built-in that is chosen under another name. An entry that cannot be used is left out and becomes a problem. A wrong weight counts as 1, a reward with a wrong option fails
 * on every row; both become problems too. Nothing set, or an empty list, is SATORI-R1's four.
 */
export function readSelection(setting: Json | undefined): Selection {
  if (setting === undefined || setting === null) return STANDARD_SELECTION;
  if (!Array.isArray(setting)) {
    const problems = [{ path: [], message: 'rewards must be a list' }];
    return { ...STANDARD_SELECTION, problems };
  }
  if (setting.length === 0) return STANDARD_SELECTION;
  const reader = new SelectionReader();
  for (const [index, entry] of setting.entries()) reader.read(entry, index);
  return reader;
}

class SelectionReader implements Selection {
  readonly rewards: ChosenReward[] = [];
  readonly own: OwnReward[] = [];
  readonly problems: SelectionProblem[] = [];
  private readonly names = new Set<string>();

  read(entry: Json, index: number): void {
    const report: Report = (path, message, meant) => {
      const problem = { path: [index, ...path], message };
      this.problems.push(meant === undefined ? problem : { ...problem, nearest: meant });
    };
    if (!isObject(entry)) {
      report([], 'a reward must be an object with a name, e.g. {"name": "anls"}');
      return;
    }
    const { name } = entry;
    const kind = entry.kind ?? (entry.path === undefined ? 'builtin' : undefined);
    if (typeof name !== 'string' || name === '') {
      report([], 'the reward has no name');
      return;
    }
    if (this.names.has(name)) {
      const symbol =
        entry.path === undefined && findBuiltIn(name) ? ` and "symbol": ${JSON.stringify(name)}` : '';
      const how = `give it a name of its own${symbol}`;
      report(['name'], `the reward ${name} is listed twice; the second is left out: ${how}`);
      return;
    }
    const known = REWARD_KINDS.find((each) => each === kind);
    if (known === undefined && kind !== undefined) {
      const given = typeof kind === 'string' ? kind : JSON.stringify(kind);
      report(
        ['kind'],
        `there is no kind ${given}${suggestion(given, REWARD_KINDS)}`,
        nearest(given, REWARD_KINDS),
      );
      return;
    }
    const weight = readWeight(entry.weight);
    if (weight === undefined) report(['weight'], `the weight of ${name} must be a number; it counts as 1`);
    if (entry.options !== undefined && !isObject(entry.options)) {
      report(['options'], `the options of ${name} must be an object; they are left out`);
    }
    const common = { name, weight: weight ?? 1 };
    const options = isObject(entry.options) ? entry.options : {};
    this.names.add(name);
    if (known === 'builtin') this.addBuiltIn({ ...common, symbol: entry.symbol }, options, report);
    else this.addOwn({ ...common, options, ...(known && { kind: known }) }, entry, report);
  }

  private addBuiltIn(
    { name, weight, symbol }: { name: string; weight: number; symbol: Json | undefined },
    options: JsonObject,
    report: Report,
  ): void {
    if (symbol !== undefined && typeof symbol !== 'string') {
      report(['symbol'], `the symbol of ${name} must be the name of a reward that comes with VQA-Verify`);
      return;
    }
    const wanted = symbol ?? name;
    const found = findBuiltIn(wanted);
    if (found === undefined) {
      const names = BUILT_INS.map((each) => each.name);
      report(
        [symbol === undefined ? 'name' : 'symbol'],
        `there is no reward ${JSON.stringify(wanted)}${suggestion(wanted, names)}`,
        nearest(wanted, names),
      );
      return;
    }
    if (name !== wanted && findBuiltIn(name) !== undefined) {
      report(['name'], `${name} is a reward that comes with VQA-Verify: give this one a name of its own`);
      return;
    }
    const chosen = choose(found, weight, create(found, options, report));
    this.rewards.push(name === wanted ? chosen : { ...chosen, name, short: name });
  }

  private addOwn(own: Omit<OwnReward, 'path' | 'symbol'>, entry: JsonObject, report: Report): void {
    const { path, symbol } = entry;
    if (typeof path !== 'string' || path === '') {
      report([], `the reward ${own.name} needs the path of its file`);
      return;
    }
    if (symbol !== undefined && typeof symbol !== 'string') {
      report(['symbol'], `the symbol of ${own.name} must be the name of a function or class`);
      return;
    }
    this.own.push({ ...own, path, ...(symbol === undefined ? {} : { symbol }) });
  }
}

type Report = (path: JsonPath, message: string, meant?: string) => void;

function choose({ name, short, range }: BuiltIn, weight: number, reward: Reward): ChosenReward {
  return { name, builtIn: name, short, weight, range, reward };
}

/** The reward as it was asked for; one whose options are wrong scores nothing, and says why. */
function create(builtIn: BuiltIn, options: JsonObject, report: Report): Reward {
  try {
    return builtIn.create(options);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    for (const { option, message } of error.problems) {
      report(['options', option], `${builtIn.name}: ${message}`);
    }
    return {
      ...builtIn.standard,
      score: () => {
        throw new ScoringError('BadOption', error.message);
      },
    };
  }
}

function readWeight(weight: Json | undefined): number | undefined {
  if (weight === undefined) return 1;
  return typeof weight === 'number' ? weight : undefined;
}

/** The setting with other weights, by name; entries that are not named keep theirs, whatever they are. */
export function withWeights(setting: Json | undefined, weights: Readonly<Record<string, number>>): Json {
  const given =
    Array.isArray(setting) && setting.length > 0 ? setting : REWARD_NAMES.map((name) => ({ name }));
  return given.map((entry: Json): Json => {
    if (!isObject(entry) || typeof entry.name !== 'string' || !Object.hasOwn(weights, entry.name))
      return entry;
    return { ...entry, weight: weights[entry.name] ?? 1 };
  });
}

/**
 * Σ wᵢ rᵢ over the rewards that have a value, null where none has: a failed reward is left out of the sum, as in
 * GRPO training.
 */
export function weightedTotal(
  rewards: readonly { readonly name: string; readonly weight: number }[],
  results: Readonly<Record<string, RewardResult | undefined>>,
): number | null {
  let sum: number | null = null;
  for (const { name, weight } of rewards) {
    const value = results[name]?.value ?? null;
    if (value !== null) sum = (sum ?? 0) + weight * value;
  }
  return sum;
}
