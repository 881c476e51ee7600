/** The rewards that score on screen: those of the setting, with weights that the person tries out. */
import {
  readSelection,
  withWeights,
  type ChosenReward,
  type OwnReward,
  type Selection,
} from '../../src/core/rewards/selection.ts';
import { changeSettings } from './coordinateHint.ts';
import type { Editor } from './editor.ts';
import type { State } from './state.ts';

export interface Weighing {
  /** By name, where they differ from the setting's. */
  readonly changed: Readonly<Record<string, number>>;
  /** Whether the sliders are shown. */
  readonly open: boolean;
  /** Whether the completions stand in the order of their totals. */
  readonly ranked: boolean;
}

export const NO_WEIGHING: Weighing = { changed: {}, open: false, ranked: false };

let read: { readonly setting: unknown; readonly selection: Selection } | undefined;

/** What the setting chooses, read once for each setting. */
export function selectionOf({ opened }: State): Selection {
  const setting = opened?.settings.rewards;
  if (read === undefined || read.setting !== setting) read = { setting, selection: readSelection(setting) };
  return read.selection;
}

/** What a selection holds with the weights on screen, made once for each of the two. */
function weighed<Each extends Weighed>(
  of: (selection: Selection) => readonly Each[],
): (state: State) => readonly Each[] {
  let made:
    | { readonly selection: Selection; readonly changed: Weighing['changed']; readonly all: readonly Each[] }
    | undefined;
  return (state) => {
    const selection = selectionOf(state);
    const { changed } = state.weighing;
    if (made?.selection !== selection || made.changed !== changed) {
      const all = of(selection).map((each) => ({ ...each, weight: changed[each.name] ?? each.weight }));
      made = { selection, changed, all };
    }
    return made.all;
  };
}

/** The chosen rewards with the weights on screen, in the order of the setting. */
export const chosenRewards: (state: State) => readonly ChosenReward[] = weighed(({ rewards }) => rewards);

/** The person's own functions with the weights on screen, in the order of the setting. */
export const chosenOwn: (state: State) => readonly OwnReward[] = weighed(({ own }) => own);

/** Names of the person's own functions that count in a total. */
export const weighedOwn = (state: State): readonly string[] =>
  chosenOwn(state).flatMap(({ name, weight }) => (weight === 0 ? [] : [name]));

/** A reward as far as its total goes. */
export interface Weighed {
  readonly name: string;
  readonly weight: number;
}

/** Everything that goes into a total: the built-ins, then the person's own functions. */
export const allRewards = (state: State): readonly Weighed[] => [
  ...chosenRewards(state),
  ...chosenOwn(state),
];

/** The weights that differ from the setting's; none where they were only moved to and fro. */
export function changedWeights(state: State): Readonly<Record<string, number>> {
  const { changed } = state.weighing;
  const { rewards, own } = selectionOf(state);
  const entries = [...rewards, ...own].flatMap(({ name, weight }) => {
    const now = changed[name];
    return now === undefined || now === weight ? [] : [[name, now] as const];
  });
  return Object.fromEntries(entries);
}

export const isReweighed = (state: State): boolean => Object.keys(changedWeights(state)).length > 0;

export function setWeight(editor: Editor, name: string, weight: number): void {
  const { state } = editor;
  state.weighing = { ...state.weighing, changed: { ...state.weighing.changed, [name]: weight } };
  editor.changed('rewards');
}

export function resetWeights(editor: Editor): void {
  const { state } = editor;
  state.weighing = { ...state.weighing, changed: {} };
  editor.announce('Weights as in the settings');
  editor.changed('rewards');
}

/** Writes the weights on screen into the setting, which then comes back with them. */
export async function saveWeights(editor: Editor): Promise<void> {
  const { state } = editor;
  const value = withWeights(state.opened?.settings.rewards, changedWeights(state));
  await changeSettings(editor, [{ name: 'rewards', value }], 'Weights written to the settings');
}

/** Weights that were tried out belong to the setting that they were tried against. */
export function forgetWeights(state: State): void {
  state.weighing = { ...state.weighing, changed: {} };
}

/** Shows the sliders, and with them the completions in the order of their totals. */
export function toggleWeights(editor: Editor): void {
  const { state } = editor;
  const open = !state.weighing.open;
  state.weighing = { ...state.weighing, open, ranked: open || state.weighing.ranked };
  editor.changed('rewards');
}

export function toggleRanked(editor: Editor): void {
  const { state } = editor;
  state.weighing = { ...state.weighing, ranked: !state.weighing.ranked };
  editor.changed('rewards');
}
