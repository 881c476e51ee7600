/** What a run over rollouts looks like that computed nothing: no exception tells it, so it is said in words. */
import { isObject, type Json, type JsonObject } from '../json.ts';

/** Fewer zeros say nothing. */
const FEWEST = 4;
/** How many times larger one of two coordinate spaces is before they cannot be the same. */
const FAR = 3;
const TRUE_BOXES = ['bboxs', 'bboxes', 'bbox', 'boxes'];
const NUMBER = String.raw`\s*(-?\d+(?:\.\d+)?)\s*`;

export class Doubts {
  private rewards = 0;
  private zeros = 0;
  private predicted = 0;
  private truth = 0;

  /** `aboutBoxes`: whether the function's source speaks of boxes. */
  constructor(private readonly aboutBoxes: boolean) {}

  add(completion: string, columns: JsonObject, reward: number | null): void {
    if (reward === null) return;
    this.rewards++;
    if (reward === 0) this.zeros++;
    if (!this.aboutBoxes) return;
    for (const match of completion.matchAll(
      new RegExp(String.raw`\[${new Array(4).fill(NUMBER).join(',')}\]`, 'g'),
    ))
      this.predicted = Math.max(this.predicted, ...match.slice(1).map(Number));
    for (const name of TRUE_BOXES) this.truth = Math.max(this.truth, largest(columns[name]));
  }

  get told(): string | undefined {
    if (this.rewards < FEWEST || this.zeros < this.rewards) return undefined;
    const all = `all ${this.rewards} rewards are 0`;
    const { predicted, truth } = this;
    const apart = predicted > 0 && truth > 0 ? Math.max(predicted / truth, truth / predicted) : 1;
    if (apart < FAR) return all;
    return `${all}, and the boxes look like two coordinate spaces: they reach up to ${predicted} in the completions, and up to ${truth} in the ground truth`;
  }
}

function largest(value: Json | undefined): number {
  if (typeof value === 'number') return Math.abs(value);
  if (Array.isArray(value))
    return value.reduce((most: number, each: Json) => Math.max(most, largest(each)), 0);
  return isObject(value) ? largest(value.bbox) : 0;
}
