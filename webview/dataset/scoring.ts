/**
 * Rewards of what is on screen, from the core, at once. Each result is kept with what it was computed from,
 * so that a drag computes the bbox reward alone.
 */
import type { Json, JsonObject } from '../../src/core/json.ts';
import { groundTruthOf } from '../../src/core/rewards/groundTruth.ts';
import { REWARDS } from '../../src/core/rewards/registry.ts';
import {
  REWARD_NAMES,
  type GroundTruth,
  type RewardName,
  type RewardResult,
  type Trace,
} from '../../src/core/rewards/reward.ts';
import { Scorer, total } from '../../src/core/rewards/satori.ts';
import type { Box } from '../../src/core/sample.ts';
import type { Current, State } from './state.ts';
import { tested, withPredicted } from './underTest.ts';

export interface Scores extends Readonly<Record<RewardName, RewardResult>> {
  /** Sum of the rewards that have a value; null where none has. */
  readonly total: number | null;
}

interface Held {
  readonly inputs: readonly unknown[];
  readonly result: RewardResult;
}

/** Results by completion and reward. */
const held = new Map<string, Partial<Record<RewardName, Held>>>();
/** A drag of a prediction makes a text with every move. */
const MOST_HELD = 200;

let scorer = new Scorer();
let scorerSpace: unknown;

function scorerOf(state: State): Scorer {
  const coordinates = state.opened?.settings.rewardCoordinates;
  if (coordinates !== undefined && coordinates !== scorerSpace) {
    scorer = new Scorer({ coordinates });
    scorerSpace = coordinates;
    held.clear();
    traces.clear();
  }
  return scorer;
}

function score(text: string, truth: GroundTruth, state: State): Scores {
  const scoring = scorerOf(state);
  if (held.size >= MOST_HELD && !held.has(text)) held.clear();
  const known = held.get(text) ?? {};
  held.set(text, known);
  const one = (name: RewardName): RewardResult => {
    const inputs = inputsOf(name, truth);
    const last = known[name];
    if (last !== undefined && same(last.inputs, inputs)) return last.result;
    const result = scoring.scoreOne(name, text, truth);
    known[name] = { inputs, result };
    return result;
  };
  const results = {
    format: one('format'),
    caption: one('caption'),
    bbox: one('bbox'),
    answer: one('answer'),
  };
  return { ...results, total: total(results) };
}

const inputsOf = (name: RewardName, truth: GroundTruth): readonly unknown[] =>
  REWARDS[name].columns.map((column) => truth[column as keyof GroundTruth]);

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
  return current?.row === undefined ? undefined : score(text, shownTruth(state, current), state);
}

/** The completion under test, with its boxes where they are being dragged to. */
export function testedText(state: State): string | undefined {
  const text = tested(state)?.text;
  const { preview, selection } = state;
  if (text === undefined || preview?.layer !== 'prediction') return text;
  return withPredicted(state, text, preview.boxes, new Set(selection.indices)) ?? text;
}

export function scoreTested(state: State): Scores | undefined {
  const text = testedText(state);
  return text === undefined ? undefined : scoreText(state, text);
}

/** Traces by reward, each with what it was made from: hovering over steps asks for the same one again and again. */
const traces = new Map<RewardName, { readonly inputs: readonly unknown[]; readonly trace: Trace }>();

/** How the completion under test comes to one of its rewards, step by step. */
export function explainTested(state: State, reward: string): Trace | undefined {
  const text = testedText(state);
  const { current } = state;
  const name = REWARD_NAMES.find((known) => known === reward);
  if (name === undefined || text === undefined || current?.row === undefined) return undefined;
  const truth = shownTruth(state, current);
  const scoring = scorerOf(state);
  const inputs = [text, ...inputsOf(name, truth)];
  const known = traces.get(name);
  if (known !== undefined && same(known.inputs, inputs)) return known.trace;
  const trace = scoring.explain(name, text, truth);
  traces.set(name, { inputs, trace });
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
  const saved = state.current?.detail.saved ?? state.current?.detail.row;
  return base === undefined || saved === undefined ? undefined : score(base, truthOf(state, saved), state);
}
