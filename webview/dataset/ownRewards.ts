/**
 * Rewards of the person's own functions, which the host's runners compute: asked for a moment after the last change,
 * an older question given up when a newer one comes, and an answer shown only for what it was computed from.
 */
import type { OwnRewardResult, OwnRewardsQuestion } from '../../src/protocol/dataset.ts';
import { messageOf } from '../ui/errors.ts';
import type { Editor } from './editor.ts';
import type { State } from './state.ts';
import { chosen, tested } from './underTest.ts';
import { selectionOf } from './weights.ts';

export interface OwnRewardsState {
  /** What `results` were computed from. */
  readonly key: string;
  readonly results: readonly OwnRewardResult[];
  /** Why there are none. */
  readonly failure?: string;
  /** Grows when the functions themselves have changed. */
  readonly version: number;
}

export const NO_OWN_REWARDS: OwnRewardsState = { key: '', results: [], version: 0 };

/** Milliseconds after the last change. */
const PAUSE = 120;

let asked = '';
let version = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let running: AbortController | undefined;

/** The group that the completion under test stands in: a rollout's, else it stands alone. */
export function ownQuestion(state: State): OwnRewardsQuestion | undefined {
  const now = tested(state);
  const row = state.current?.id;
  if (now === undefined || row === undefined) return undefined;
  const choice = chosen(state);
  const rollouts = state.current?.detail.rollouts ?? [];
  if (choice.kind !== 'rollout' || rollouts.length < 2) return { row, completions: [now.text], index: 0 };
  return { row, completions: rollouts.map(({ completion }) => completion), index: choice.index };
}

/** Everything that a result depends on. */
function keyOf(state: State, question: OwnRewardsQuestion): string {
  const { current, opened, ownRewards } = state;
  return JSON.stringify([question, current?.row, opened?.settings.rewards, ownRewards.version]);
}

/** The results for what is on screen now, or why there are none; undefined while they are still to come. */
export function currentResults(state: State): Pick<OwnRewardsState, 'results' | 'failure'> | undefined {
  const question = ownQuestion(state);
  return question === undefined || state.ownRewards.key !== keyOf(state, question)
    ? undefined
    : state.ownRewards;
}

/** Weighted sum of the functions' rewards; null where none has a value, undefined while they are still to come. */
export function ownTotal(state: State): number | null | undefined {
  const { own } = selectionOf(state);
  if (own.length === 0) return null;
  const values = currentResults(state)?.results.flatMap(({ weight, value }) =>
    value === null ? [] : weight * value,
  );
  if (values === undefined) return undefined;
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

/** Tells the host what is under test, and asks for what is not known yet. To be called whenever the rewards were drawn. */
export function followOwnRewards(editor: Editor): void {
  const { state } = editor;
  tellUnderTest(editor);
  const question =
    state.mode === 'debug' && selectionOf(state).own.length > 0 ? ownQuestion(state) : undefined;
  const key = question === undefined ? '' : keyOf(state, question);
  if (key === asked) return;
  asked = key;
  clearTimeout(timer);
  running?.abort();
  if (question === undefined) return;
  // Of typing the end is waited for; a function that was saved is finished.
  const pause = state.ownRewards.version === version ? PAUSE : 0;
  version = state.ownRewards.version;
  timer = setTimeout(() => {
    void ask(editor, question, key);
  }, pause);
}

let told = '';
let telling: ReturnType<typeof setTimeout> | undefined;

function tellUnderTest(editor: Editor): void {
  const question = ownQuestion(editor.state) ?? null;
  const next = JSON.stringify(question);
  if (next === told) return;
  told = next;
  clearTimeout(telling);
  telling = setTimeout(() => {
    // A host that is gone has no use for it.
    editor.host.call('underTest', question).catch(() => undefined);
  }, PAUSE);
}

export function ownRewardsChanged(editor: Editor): void {
  const { state } = editor;
  state.ownRewards = { ...state.ownRewards, version: state.ownRewards.version + 1 };
  editor.changed('rewards');
}

async function ask(editor: Editor, question: OwnRewardsQuestion, key: string): Promise<void> {
  const { state } = editor;
  const call = new AbortController();
  running = call;
  try {
    const results = await editor.host.call('ownRewards', question, {
      signal: call.signal,
      // Loading a framework may take minutes; the host has limits of its own.
      onProgress: () => undefined,
    });
    if (asked !== key) return;
    state.ownRewards = { key, results, version: state.ownRewards.version };
  } catch (error) {
    if (asked !== key || call.signal.aborted) return;
    state.ownRewards = { ...state.ownRewards, key, results: [], failure: messageOf(error) };
  }
  editor.changed('rewards');
}
