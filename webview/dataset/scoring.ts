/**
 * Rewards of what is on screen, from the core, at once. Each result is kept with what it was computed from,
 * so that a drag computes the bbox reward alone.
 */
import type { Json, JsonObject } from '../../src/core/json.ts';
import { groundTruthOf } from '../../src/core/rewards/groundTruth.ts';
import type { GroundTruth, Reward, RewardResult, Trace } from '../../src/core/rewards/reward.ts';
import { RewardRunner } from '../../src/core/rewards/rewardRunner.ts';
import { columnOf } from '../../src/core/rewards/rowColumns.ts';
import { weightedTotal } from '../../src/core/rewards/selection.ts';
import type { Box } from '../../src/core/sample.ts';
import { CallTimes } from '../../src/core/callTimes.ts';
import type { Current, State } from './state.ts';
import { withPredicted } from './prediction.ts';
import { tested } from './underTest.ts';
import { chosenRewards, selectionOf } from './weights.ts';

export interface Scores {
  /** By the name of the reward. */
  readonly results: Readonly<Record<string, RewardResult>>;
  /** Weighted sum of the rewards that have a value; null where none has. */
  readonly total: number | null;
}

interface Sample {
  readonly truth: GroundTruth;
  readonly row: JsonObject;
}

interface Held {
  readonly inputs: readonly unknown[];
  readonly result: RewardResult;
}

type Results = Map<string, Map<Reward, Held>>;
/** Results by completion and reward, against the truth on screen and as saved: neither drives out the other. */
const held: Readonly<Record<'edited' | 'saved', Results>> = { edited: new Map(), saved: new Map() };
/** A drag of a prediction makes a text with every move; a sample may have 256 rollouts. */
const MOST_HELD = 600;

/** What a call of each reward takes. */
export const times = new CallTimes();

let runner = new RewardRunner();
/** What the runner and everything that is held were made for. */
let madeFor: readonly unknown[] = [];

function runnerOf(state: State): RewardRunner {
  const coordinates = state.opened?.settings.rewardCoordinates;
  const needed = [coordinates, selectionOf(state)];
  if (!same(needed, madeFor)) {
    runner = new RewardRunner(coordinates === undefined ? {} : { coordinates });
    madeFor = needed;
    held.edited.clear();
    held.saved.clear();
    traces.clear();
  }
  return runner;
}

/** What is known of a completion. */
function hold(text: string, truth: keyof typeof held = 'edited'): Map<Reward, Held> {
  const results = held[truth];
  if (results.size >= MOST_HELD && !results.has(text)) results.clear();
  const known = results.get(text) ?? new Map<Reward, Held>();
  results.set(text, known);
  return known;
}

function score(text: string, sample: Sample, state: State, truth: keyof typeof held = 'edited'): Scores {
  const running = runnerOf(state);
  const known = hold(text, truth);
  const results: Record<string, RewardResult> = {};
  const rewards = chosenRewards(state);
  for (const { name, reward } of rewards) {
    const inputs = inputsOf(reward, sample);
    const last = known.get(reward);
    if (last !== undefined && same(last.inputs, inputs)) {
      results[name] = last.result;
      continue;
    }
    const started = performance.now();
    const result = running.run(reward, text, sample);
    times.add(name, performance.now() - started);
    known.set(reward, { inputs, result });
    results[name] = result;
  }
  return { results, total: weightedTotal(rewards, results) };
}

const inputsOf = ({ columns }: Reward, sample: Sample): readonly unknown[] =>
  columns.map((column) => columnOf(sample, column));

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((input, index) => Object.is(input, b[index]));

const truths = new WeakMap<JsonObject, GroundTruth>();

/** What the rewards read of a row. */
function truthOf(state: State, row: JsonObject): GroundTruth {
  const known = truths.get(row);
  if (known !== undefined) return known;
  const truth = groundTruthOf(row, state.opened?.settings.columns);
  truths.set(row, truth);
  return truth;
}

let dragged: { readonly boxes: readonly (Box | undefined)[]; readonly raw: Json } | undefined;

/** The truth on screen, a drag included. */
function shownTruth(state: State, { row, sample }: Current): GroundTruth {
  const truth = truthOf(state, row ?? {});
  if (state.preview?.layer !== 'truth' || sample === undefined) return truth;
  const { boxes } = state.preview;
  if (dragged?.boxes !== boxes) {
    dragged = { boxes, raw: rawBoxes(sample.boxes.raw, sample.boxes.shape === 'flat', boxes) };
  }
  return { ...truth, bboxs: dragged.raw };
}

/** Moved boxes written as the column writes them; elements that are no boxes stay as they are. */
function rawBoxes(raw: Json | undefined, flat: boolean, boxes: readonly (Box | undefined)[]): Json {
  const [first] = boxes;
  if (flat && first !== undefined) return [...first];
  const list = Array.isArray(raw) ? raw : [];
  return boxes.map((box, index) => (box === undefined ? (list[index] ?? null) : [...box]));
}

/** A completion against the truth on screen; undefined where there is no sample. */
export function scoreText(state: State, text: string): Scores | undefined {
  const { current } = state;
  if (current?.row === undefined) return undefined;
  return score(text, { truth: shownTruth(state, current), row: current.row }, state);
}

let draggedText: { readonly from: readonly unknown[]; readonly text: string } | undefined;

/** The completion under test, with its boxes where they are being dragged to. */
export function testedText(state: State): string | undefined {
  const text = tested(state)?.text;
  const { preview, selection } = state;
  if (text === undefined || preview?.layer !== 'prediction') return text;
  // Written once for each move, however many views ask for it.
  const from = [text, preview, selection];
  if (draggedText === undefined || !same(draggedText.from, from)) {
    const written = withPredicted(state, text, preview.boxes, new Set(selection.indices)) ?? text;
    draggedText = { from, text: written };
  }
  return draggedText.text;
}

export function scoreTested(state: State): Scores | undefined {
  const text = testedText(state);
  return text === undefined ? undefined : scoreText(state, text);
}

/** Traces by reward, each with what it was made from: hovering over steps asks for the same one again and again. */
const traces = new Map<string, { readonly inputs: readonly unknown[]; readonly trace: Trace }>();

/** How the completion under test comes to one of its rewards, step by step. */
export function explainTested(state: State, name: string): Trace | undefined {
  const text = testedText(state);
  const { current } = state;
  const reward = chosenRewards(state).find((chosen) => chosen.name === name)?.reward;
  if (reward === undefined || text === undefined || current?.row === undefined) return undefined;
  const sample = { truth: shownTruth(state, current), row: current.row };
  const running = runnerOf(state);
  const inputs = [text, ...inputsOf(reward, sample)];
  const known = traces.get(name);
  if (known !== undefined && same(known.inputs, inputs)) return known.trace;
  const trace = running.explain(reward, text, sample);
  traces.set(name, { inputs, trace });
  hold(text).set(reward, { inputs: inputs.slice(1), result: trace.result });
  return trace;
}

/** The true caption on screen, empty where it is no text. */
export function shownCaption(state: State): string {
  const { current } = state;
  const caption = current === undefined ? undefined : shownTruth(state, current).image_caption;
  return typeof caption === 'string' ? caption : '';
}

/** What the completion scored before it was edited here, against the annotation as saved. */
export function scoreBase(state: State): Scores | undefined {
  const base = tested(state)?.base;
  return base === undefined ? undefined : scoreSaved(state, base);
}

/** A completion against the annotation as saved. */
export function scoreSaved(state: State, text: string): Scores | undefined {
  const saved = state.current?.detail.saved ?? state.current?.detail.row;
  if (saved === undefined) return undefined;
  return score(text, { truth: truthOf(state, saved), row: saved }, state, 'saved');
}

/** Whether the annotation on screen is another than the saved one. */
export function isEdited({ current, preview }: State): boolean {
  if (current?.row === undefined) return false;
  return preview?.layer === 'truth' || current.row !== (current.detail.saved ?? current.detail.row);
}
