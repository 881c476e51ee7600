import type { Json, JsonObject } from '../../json.ts';
import { isScore, mayBeReward, rewardName, scoreOf } from '../logged.ts';
import { completionText, imagePaths, turnsOf, withImages, withoutAnswer } from '../messages.ts';
import { numberOf, RecordError, stepOf, type Place, type RecordFormat, type Rollout } from '../rollout.ts';

/** Columns that are read by their own meaning, in the spelling of some version. */
const PROMPTS = ['prompt', 'messages', 'prompts'];
const ADVANTAGES = ['advantages', 'advantage'];
const STEPS = ['step', 'gen_step', 'global_step'];
const IMAGES = ['images', 'image'];
const READ = new Set([...PROMPTS, ...ADVANTAGES, ...STEPS, ...IMAGES, 'completion', 'entropy']);

/**
 * `completions.jsonl` of ms-swift's GRPO trainers (swift/trainers/rlhf_trainer/grpo_trainer.py, `log`): a line for
 * every log call, each value a list with an entry for each completion. Steps are texts; 3.2 names the prompt
 * `messages`, 3.7 logs `advantage`, 3.8 `advantages`, Megatron names the step `gen_step`.
 */
export const msSwift: RecordFormat = {
  name: 'ms-swift',
  title: 'ms-swift completions.jsonl',
  matches(record) {
    const columns = Object.values(record);
    return (
      Array.isArray(record.completion) &&
      columns.every((column) => Array.isArray(column)) &&
      [...PROMPTS, ...STEPS].some((name) => Object.hasOwn(record, name))
    );
  },
  read(record, place) {
    const columns = columnsOf(record);
    const completions = columns.get('completion') ?? [];
    for (const [name, values] of columns) {
      if (values.length !== completions.length) {
        throw new RecordError(
          `the column ${name} has ${values.length} entries, but there are ${completions.length} completions`,
        );
      }
    }
    const rewards = beforeAdvantages([...columns]).filter(([name, values]) => isRewardColumn(name, values));
    const rewardNames = new Set(rewards.map(([name]) => name));
    const others = [...columns].filter(([name]) => !READ.has(name) && !rewardNames.has(name));
    return completions.map((completion, i) => readRow(completion, i, { columns, rewards, others }, place));
  },
};

type Column = readonly [name: string, values: readonly Json[]];

interface Table {
  readonly columns: ReadonlyMap<string, readonly Json[]>;
  readonly rewards: readonly Column[];
  readonly others: readonly Column[];
}

function columnsOf(record: JsonObject): Map<string, readonly Json[]> {
  const columns = new Map<string, readonly Json[]>();
  for (const [name, values] of Object.entries(record)) {
    if (!Array.isArray(values)) throw new RecordError(`the column ${name} is no list`);
    // Megatron and some callers log a column that stayed empty.
    if (values.length > 0 || name === 'completion') columns.set(name, values);
  }
  return columns;
}

/** What is logged beside rewards stands behind the advantages. */
function beforeAdvantages(columns: readonly Column[]): readonly Column[] {
  const end = columns.findIndex(([name]) => ADVANTAGES.includes(name));
  return end < 0 ? columns : columns.slice(0, end);
}

/** Reward columns carry the name of a class or function, so they are told by what they hold. */
function isRewardColumn(name: string, values: readonly Json[]): boolean {
  return !READ.has(name) && mayBeReward(name) && values.every(isScore);
}

function readRow(completion: Json, i: number, table: Table, place: Place): Rollout {
  const text = completionText(completion);
  if (text === undefined) throw new RecordError(`completion ${i + 1} is no text`);
  const first = (names: readonly string[]): Json | undefined => {
    const name = names.find((each) => table.columns.has(each));
    return name === undefined ? undefined : table.columns.get(name)?.[i];
  };
  const step = Object.fromEntries(STEPS.map((name) => [name, table.columns.get(name)?.[i] ?? null]));
  const advantage = numberOf(first(ADVANTAGES));
  const entropy = numberOf(table.columns.get('entropy')?.[i]);
  const logged = table.rewards.map(([name, values]) => {
    const value = values[i];
    return [rewardName(name), isScore(value) ? scoreOf(value) : null] as const;
  });
  const others = table.others.map(([name, values]) => [name, values[i] ?? null] as const);
  return {
    source: place.source,
    line: place.line,
    step: stepOf(step, place),
    turns: withImages(turnsOf(promptOf(first(PROMPTS))), imagePaths(first(IMAGES))),
    completion: text,
    logged: Object.fromEntries(logged),
    ...(advantage !== undefined && { advantage }),
    ...(entropy !== undefined && { entropy }),
    ...(others.length > 0 && { columns: Object.fromEntries(others) }),
  };
}

/** Some versions of 3.2 leave the answer at the end of `messages`. */
function promptOf(prompt: Json | undefined): Json | undefined {
  return Array.isArray(prompt) ? [...withoutAnswer(prompt)] : prompt;
}
