/**
 * Asks the host for what the person's own functions say about the sample on screen: a moment after the last change,
 * one question at a time, the completion under test first. A question that nobody waits for any longer is given up.
 */
import { messageOf } from '../../ui/errors.ts';
import type { Editor } from '../editor.ts';
import type { State } from '../state.ts';
import { isOpen } from '../traces.ts';
import { proposedCompletion, scratchOf } from '../underTest.ts';
import { selectionOf } from '../weights.ts';
import { ownNow, type Answer } from './answers.ts';
import {
  aloneBatch,
  baseBatch,
  batchOf,
  questionOf,
  testedBatch,
  testedCompletion,
  type Keyed,
} from './questions.ts';

/** Milliseconds after the last change. */
const PAUSE = 120;
/** Milliseconds of a call; a zero or a one of a slower function is looked into only where its row is opened. */
const QUICK = 250;
/** Milliseconds after a save before it is drawn that there is no answer yet: most functions answer sooner. */
const PATIENCE = 100;
/** Answers kept; a page of text typed makes as many. */
const MOST_ANSWERS = 300;

let running: { readonly key: string; readonly call: AbortController } | undefined;
let timer: { readonly key: string; readonly id: ReturnType<typeof setTimeout> } | undefined;
/** The question about the completion under test whose pause is over. */
let settled = '';
let version = 0;

/** To be called whenever the rewards were drawn. */
export function followOwnRewards(editor: Editor): void {
  tellUnderTest(editor);
  const { state } = editor;
  const wanted = state.preview === undefined ? wantedNow(state) : [];
  const missing = wanted.filter(({ key }) => !state.ownRewards.answers.has(key));
  const [next] = missing;
  if (running !== undefined && missing.some(({ key }) => key === running?.key)) return;
  running?.call.abort();
  running = undefined;
  if (next?.key === timer?.key) return;
  clearTimeout(timer?.id);
  timer = undefined;
  if (next === undefined) return;
  // Of typing the end is waited for; a function that was saved is finished.
  const first = wanted[0]?.key ?? '';
  const askNow = (): void => {
    timer = undefined;
    settled = first;
    version = state.ownRewards.version;
    void ask(editor, next);
  };
  if (first === settled || state.ownRewards.version !== version) askNow();
  else timer = { key: next.key, id: setTimeout(askNow, PAUSE) };
}

/** Every answer that is shown, or goes into a total, the most urgent first. */
function wantedNow(state: State): readonly Keyed[] {
  if (state.mode !== 'debug' || selectionOf(state).own.length === 0) return [];
  const under = testedBatch(state);
  const base = baseBatch(state);
  if (under === undefined || base === undefined) return [];
  const others = [
    ...(state.current?.detail.rollouts ?? []).map((_, index) => batchOf(state, { kind: 'rollout', index })),
    proposedCompletion(state) === undefined ? undefined : batchOf(state, { kind: 'proposal' }),
    scratchOf(state) === undefined ? undefined : batchOf(state, { kind: 'scratch' }),
  ];
  const all = [
    questionOf(state, under, 'edited', { tested: under.index }),
    questionOf(state, base, 'saved'),
    diagnosis(state),
    ...others.map((batch) => batch && questionOf(state, batch, 'edited')),
  ];
  const keys = new Set<string>();
  return all.filter((each): each is Keyed => each !== undefined && keys.size < keys.add(each.key).size);
}

/**
 * The completion under test alone, with every exception: of a function whose row is open, and of one that gave
 * nothing or all there is, since an exception that is caught and turned into a zero, or ground truth that cannot be read
 * and counts as right, looks the same as what was earned.
 */
function diagnosis(state: State): Keyed | undefined {
  const alone = aloneBatch(state);
  const looked = selectionOf(state).own.some(({ name }) => {
    const now = ownNow(state, name);
    if (now === undefined) return false;
    const { reward } = now.outcome;
    const isSuspect = (reward === 0 || reward === 1) && (now.result?.milliseconds ?? 0) < QUICK;
    return isSuspect || isOpen(state, name);
  });
  return looked && alone !== undefined
    ? questionOf(state, alone, 'edited', { tested: 0, diagnose: true })
    : undefined;
}

async function ask(editor: Editor, { key, question }: Keyed): Promise<void> {
  const { state } = editor;
  const call = new AbortController();
  running = { key, call };
  let answer: Answer;
  try {
    // The host must know of every edit that is on screen.
    await editor.queue.drained();
    const results = await editor.host.call('ownRewards', question, {
      signal: call.signal,
      // Loading a framework may take minutes; the host has limits of its own.
      onProgress: () => undefined,
    });
    answer = { results };
  } catch (error) {
    answer = { failure: messageOf(error) };
  }
  if (call.signal.aborted) return;
  running = undefined;
  const kept = [...state.ownRewards.answers].slice(1 - MOST_ANSWERS);
  state.ownRewards = { ...state.ownRewards, answers: new Map([...kept, [key, answer]]) };
  editor.changed('rewards');
}

export function ownRewardsChanged(editor: Editor): void {
  const { state } = editor;
  state.ownRewards = { answers: new Map(), version: state.ownRewards.version + 1 };
  followOwnRewards(editor);
  setTimeout(() => {
    if (state.ownRewards.answers.size === 0) editor.changed('rewards');
  }, PATIENCE);
}

let told = '';
let telling: ReturnType<typeof setTimeout> | undefined;

function tellUnderTest(editor: Editor): void {
  const under = testedCompletion(editor.state);
  const next = JSON.stringify(under);
  if (next === told) return;
  told = next;
  clearTimeout(telling);
  telling = setTimeout(() => {
    // A host that is gone has no use for it.
    editor.host.call('underTest', under).catch(() => undefined);
  }, PAUSE);
}
