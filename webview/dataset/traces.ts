/** Which rewards are open to their steps, which step is looked at, and what that paints on the image. */
import type { Trace } from '../../src/core/rewards/reward.ts';
import { onImage, type ImagePaint, type TraceStep } from '../../src/core/rewards/trace.ts';
import type { Editor } from './editor.ts';
import { explainTested } from './scoring.ts';
import type { State } from './state.ts';
import { allRewards } from './weights.ts';

export interface StepRef {
  readonly reward: string;
  readonly index: number;
}

export interface Traces {
  /** Names of the open rewards, the one opened last at the end. */
  readonly open: readonly string[];
  /** The step under the pointer, which goes before the one that has focus. */
  readonly hovered: StepRef | undefined;
  readonly focused: StepRef | undefined;
  /** The reward whose row had focus last, to which Tab comes back. */
  readonly reached: string | undefined;
}

export const NO_TRACES: Traces = { open: [], hovered: undefined, focused: undefined, reached: undefined };

/** The one row of the table that Tab comes to. */
export function reachableReward(state: State): string | undefined {
  const names = allRewards(state).map(({ name }) => name);
  const { reached } = state.traces;
  return reached !== undefined && names.includes(reached) ? reached : names[0];
}

export function reachReward(editor: Editor, name: string): void {
  const { state } = editor;
  if (state.traces.reached === name) return;
  state.traces = { ...state.traces, reached: name };
  editor.changed('rewards');
}

export const isOpen = ({ traces }: State, name: string): boolean => traces.open.includes(name);

export function toggleTrace(editor: Editor, name: string, open = !isOpen(editor.state, name)): void {
  const { state } = editor;
  if (open === isOpen(state, name)) return;
  const others = state.traces.open.filter((other) => other !== name);
  const keep = (step: StepRef | undefined): StepRef | undefined => (step?.reward === name ? undefined : step);
  state.traces = {
    ...state.traces,
    open: open ? [...others, name] : others,
    hovered: keep(state.traces.hovered),
    focused: keep(state.traces.focused),
  };
  editor.changed('canvas', 'readouts', 'rewards');
}

/** The pointer or the focus came to a step, or left the steps. */
export function lookAt(editor: Editor, by: 'hovered' | 'focused', step: StepRef | undefined): void {
  const { state } = editor;
  const before = state.traces[by];
  if (before?.reward === step?.reward && before?.index === step?.index) return;
  state.traces = { ...state.traces, [by]: step };
  editor.changed('canvas', 'readouts', 'rewards');
}

/** The steps of an open reward; undefined where it is closed or there is nothing to score. */
export function openTrace(state: State, name: string): Trace | undefined {
  return isOpen(state, name) ? explainTested(state, name) : undefined;
}

/** The step that is looked at: it may be gone since, because what is scored changed. */
export function lookedAt(state: State): { readonly trace: Trace; readonly step: TraceStep } | undefined {
  const ref = state.traces.hovered ?? state.traces.focused;
  const trace = ref && openTrace(state, ref.reward);
  const step = ref && trace?.steps[ref.index];
  return trace === undefined || step === undefined ? undefined : { trace, step };
}

export interface Painted {
  readonly paint: readonly ImagePaint[];
  /** Whether a single step is looked at, which then has the image to itself. */
  readonly alone: boolean;
}

const NOTHING_PAINTED: Painted = { paint: [], alone: false };

/**
 * What is painted on the image: the step that is looked at, else the areas of the reward opened last. A reward that
 * paints nothing there in any of its steps leaves the image alone.
 */
export function imagePaint(state: State): Painted {
  if (state.mode !== 'debug' || state.traces.open.length === 0) return NOTHING_PAINTED;
  const looked = lookedAt(state);
  if (looked?.trace.steps.some((step) => onImage(step).length > 0) === true) {
    return { paint: onImage(looked.step), alone: true };
  }
  for (const name of state.traces.open.toReversed()) {
    const steps = openTrace(state, name)?.steps ?? [];
    const areas = steps.findLast((step) => onImage(step).some((paint) => 'polygons' in paint));
    if (areas !== undefined) return { paint: onImage(areas), alone: false };
  }
  return NOTHING_PAINTED;
}
