/** What is remembered of every rollout of a dump: numbers only, so that a million of them fit into memory. */
import { hashNumber } from '../hash.ts';
import { assignGroups, type Grouping } from './grouping.ts';
import { bytes, doubles, integers, type Growing } from './growing.ts';
import type { Rollout } from './rollout.ts';

/** Where a rollout can be read again. */
export interface RolloutPlace {
  readonly file: number;
  /** Of its record in the file: bytes, or rows of a table. */
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  /** Which rollout of its record. */
  readonly part: number;
}

/** In a reward's column: the rollout's record has no such reward. A failed reward is NaN. */
export const ABSENT = Infinity;

export const TRUNCATED = 1;
export const FAILED = 2;

/** The rewards of one name, a number for each rollout. */
export type RewardColumn = Growing<Float64Array>;

export class RolloutTable {
  readonly step = doubles();
  readonly advantage = doubles();
  /** Units of the completion's text. */
  readonly length = integers();
  /** TRUNCATED and FAILED, or-ed. */
  readonly flags = bytes();
  readonly rewards = new Map<string, RewardColumn>();
  private readonly prompt = doubles();
  private readonly named = integers();
  private readonly names = new Map<string, number>();
  private readonly nameList: string[] = [];
  /** Rollouts by the hash of their id. */
  private readonly ids = new Map<number, number>();
  private readonly file = integers();
  private readonly offset = doubles();
  private readonly size = doubles();
  private readonly line = doubles();
  private readonly part = integers();
  private lastPrompt = '';
  private lastHash = 0;

  get count(): number {
    return this.step.length;
  }

  /** Takes in a rollout; answers which one it is again where it came before, with its place and advantage alone new. */
  add(rollout: Rollout, place: RolloutPlace): number | undefined {
    const { count } = this;
    const known = this.knownBy(rollout.rolloutId);
    if (known !== undefined) {
      if (rollout.advantage !== undefined || Number.isNaN(this.advantage.at(known)))
        this.move(known, rollout, place);
      return known;
    }
    this.step.push(rollout.step);
    this.advantage.push(rollout.advantage ?? NaN);
    this.length.push(rollout.completion.length);
    this.flags.push(
      (rollout.truncated === true ? TRUNCATED : 0) | (rollout.error === undefined ? 0 : FAILED),
    );
    this.prompt.push(this.promptHash(rollout));
    this.named.push(rollout.group === undefined ? -1 : this.nameNumber(rollout.group));
    this.file.push(place.file);
    this.offset.push(place.offset);
    this.size.push(place.length);
    this.line.push(place.line);
    this.part.push(place.part);
    for (const [name, value] of Object.entries(rollout.logged)) this.reward(name).push(value ?? NaN);
    for (const column of this.rewards.values()) if (column.length === count) column.push(ABSENT);
    return undefined;
  }

  /** The rollout of an id; that of a new one is the next. */
  private knownBy(id: string | undefined): number | undefined {
    if (id === undefined) return undefined;
    const hash = hashNumber(id);
    const known = this.ids.get(hash);
    if (known === undefined) this.ids.set(hash, this.count);
    return known;
  }

  private move(index: number, { advantage = NaN }: Rollout, place: RolloutPlace): void {
    this.advantage.set(index, advantage);
    this.file.set(index, place.file);
    this.offset.set(index, place.offset);
    this.size.set(index, place.length);
    this.line.set(index, place.line);
    this.part.set(index, place.part);
  }

  place(index: number): RolloutPlace {
    return {
      file: this.file.at(index),
      offset: this.offset.at(index),
      length: this.size.at(index),
      line: this.line.at(index),
      part: this.part.at(index),
    };
  }

  /** The rollout at a place; -1 where there is none. */
  find(file: number, line: number, part: number): number {
    for (let index = 0; index < this.count; index++) {
      if (this.line.at(index) === line && this.file.at(index) === file && this.part.at(index) === part)
        return index;
    }
    return -1;
  }

  /** Equal where everything that was asked is: prompt, images, solution. */
  promptOf(index: number): number {
    return this.prompt.at(index);
  }

  /** As the dump names it; undefined where it does not. */
  groupName(index: number): string | undefined {
    return this.nameList[this.named.at(index)];
  }

  group(): Grouping {
    return assignGroups({
      count: this.count,
      step: this.step.view(),
      prompt: this.prompt.view(),
      named: this.named.view(),
      advantage: this.advantage.view(),
    });
  }

  /** The column of a reward, made where there is none yet: rollouts before the first that has it lack it. */
  private reward(name: string): RewardColumn {
    const known = this.rewards.get(name);
    if (known !== undefined) return known;
    const column = doubles();
    // The rollout that is being added counts already, its reward comes next.
    for (let i = 1; i < this.count; i++) column.push(ABSENT);
    this.rewards.set(name, column);
    return column;
  }

  private nameNumber(name: string): number {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    this.names.set(name, this.names.size);
    this.nameList.push(name);
    return this.names.size - 1;
  }

  /** Equal where everything that was asked is. Rollouts of a group follow one another, so most prompts are the last. */
  private promptHash({ turns, columns, sampleKey = '' }: Rollout): number {
    const asked = [sampleKey, ...turns.map(({ text, images }) => text + (images?.join() ?? ''))].join('\n');
    const solution = columns?.solution ?? columns?.gts;
    const prompt = solution === undefined ? asked : `${asked}\n${JSON.stringify(solution)}`;
    if (prompt === this.lastPrompt && this.count > 1) return this.lastHash;
    this.lastPrompt = prompt;
    this.lastHash = hashNumber(prompt);
    return this.lastHash;
  }
}
