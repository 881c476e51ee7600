import type { CompareQuery, SideChoice } from '../../../src/protocol/rollouts/compare.ts';
import type { ScoreProgress } from '../../../src/protocol/rollouts/functions.ts';
import type { RunTarget } from '../../../src/protocol/runner.ts';
import { UNTIMED } from '../../ui/connect.ts';
import { isCancelled, messageOf } from '../../ui/errors.ts';
import { plural } from '../../ui/format.ts';
import type { Session } from '../session.ts';
import { beside, calledBefore, firstSides, isKnown, ofFunction } from './sides.ts';
import { ROWS_AT_ONCE, type CompareState, type Tab } from './state.ts';

/** Compares the two sides, or whatever there is to compare, with what the run knows now. */
export async function loadComparison(session: Session): Promise<void> {
  const { compare, run } = session.state;
  if (run === undefined) return;
  if (compare.functions === undefined) void loadFunctions(session);
  // What a page that is restored remembers may be gone.
  if (compare.a !== undefined && !isKnown(compare.a, run)) compare.a = undefined;
  if (compare.b !== undefined && !isKnown(compare.b, run)) compare.b = undefined;
  if (compare.a === undefined && compare.b === undefined) Object.assign(compare, firstSides(run));
  const query = queryOf(session);
  if (query === undefined) {
    session.changed();
    return;
  }
  if (compare.loading) {
    compare.outdated = true;
    return;
  }
  compare.loading = true;
  session.changed();
  const started = performance.now();
  try {
    const view = await session.host.call('compare', query, UNTIMED);
    if (isAsked(session, query)) {
      compare.made = { query, view };
      compare.problem = undefined;
      await fetchRows(session);
    }
  } catch (error) {
    if (isAsked(session, query)) compare.problem = messageOf(error);
  }
  compare.loading = false;
  session.changed();
  if (!compare.outdated) return;
  compare.outdated = false;
  // While results arrive this is asked again and again: the worker has other things to do in between.
  const pause = isAsked(session, query) ? performance.now() - started : 0;
  window.setTimeout(() => void loadComparison(session), pause);
}

/** Asks which functions of the workspace could be called. */
export async function loadFunctions(session: Session): Promise<void> {
  const { compare } = session.state;
  try {
    compare.functions = await session.host.call('functions', null, UNTIMED);
  } catch (error) {
    session.notify('error', messageOf(error));
  }
  session.changed();
}

export function chooseSide(session: Session, which: 'a' | 'b', side: SideChoice): void {
  const { compare } = session.state;
  compare[which] = side;
  reload(session);
}

export function swapSides(session: Session): void {
  const { compare } = session.state;
  [compare.a, compare.b] = [compare.b, compare.a];
  reload(session);
}

/** Text that is no number from 0 up leaves the tolerance as it is. */
export function setTolerance(session: Session, text: string): void {
  const tolerance = Number(text);
  if (text.trim() === '' || !Number.isFinite(tolerance) || tolerance < 0) {
    session.changed();
    return;
  }
  session.state.compare.tolerance = tolerance;
  reload(session);
}

export function showTab(session: Session, tab: Tab): void {
  const { compare } = session.state;
  compare.tab = tab;
  compare.wanted = ROWS_AT_ONCE;
  [compare.rows, compare.groups] = [[], []];
  session.changed();
  void fetchRows(session);
}

export function showMore(session: Session): void {
  session.state.compare.wanted += ROWS_AT_ONCE;
  void fetchRows(session);
}

/** A function that has just been called, beside what was logged. */
export async function compareFunction(session: Session, name: string): Promise<void> {
  const { compare, run } = session.state;
  if (run !== undefined) compare.a = beside(name, run);
  compare.b = ofFunction(name);
  start(compare);
  await session.setView('compare');
}

/** Calls a function with every rollout; its results are a side as soon as the first are there. */
export async function scoreSide(
  session: Session,
  which: 'a' | 'b',
  target: RunTarget,
  head: boolean,
): Promise<void> {
  const { compare } = session.state;
  if (compare.scoring !== undefined) {
    session.notify('info', `${compare.scoring.title} is being scored; cancel it first.`);
    return;
  }
  const controller = new AbortController();
  const title = `${target.symbol ?? target.file.replace(/^.*[\\/]/, '')}${head ? ' as of HEAD' : ''}`;
  const scoring = { title, controller, done: 0, total: 0 };
  compare.scoring = scoring;
  session.changed();
  const onProgress = (progress: unknown): void => {
    Object.assign(scoring, progress as Extract<ScoreProgress, { done: number }>);
    const { run } = session.state;
    const known = run && calledBefore(target, head, run);
    if (known?.running === true) compare[which] = ofFunction(known.name);
    session.changed();
  };
  try {
    const options = { signal: controller.signal, onProgress };
    const scored = await session.host.call('scoreFunction', { target, head }, options);
    compare[which] = ofFunction(scored.name);
    const errors = scored.failed === 0 ? '' : `, ${plural(scored.failed, 'error')}`;
    session.say(`${scored.name} scored ${plural(scored.done, 'rollout')}${errors}`);
  } catch (error) {
    if (isCancelled(error)) session.say('Cancelled');
    else session.notify('error', messageOf(error));
  }
  compare.scoring = undefined;
  reload(session);
}

export async function saveCsv(session: Session): Promise<void> {
  const query = queryOf(session);
  if (query === undefined) return;
  try {
    await session.host.call('saveComparison', query, UNTIMED);
  } catch (error) {
    session.notify('error', messageOf(error));
  }
}

export async function debugBelow(session: Session, target: RunTarget): Promise<void> {
  try {
    await session.host.call('debugBelow', { target }, UNTIMED);
  } catch (error) {
    session.notify('error', messageOf(error));
  }
}

export async function openRollout(session: Session, group: number, at: number, used: number): Promise<void> {
  session.state.compare.used = used;
  await session.setView('group');
  await session.show(group, at);
}

function queryOf({ state }: Session): CompareQuery | undefined {
  const { a, b, tolerance } = state.compare;
  return a === undefined || b === undefined ? undefined : { a, b, tolerance, where: state.query.where };
}

const isAsked = (session: Session, query: CompareQuery): boolean =>
  JSON.stringify(queryOf(session)) === JSON.stringify(query);

function reload(session: Session): void {
  start(session.state.compare);
  void loadComparison(session);
}

/** From the beginning of its lists. */
function start(compare: CompareState): void {
  compare.made = undefined;
  compare.wanted = ROWS_AT_ONCE;
  compare.used = undefined;
  [compare.rows, compare.groups] = [[], []];
}

async function fetchRows(session: Session): Promise<void> {
  const { compare } = session.state;
  const { made, tab, wanted } = compare;
  if (made === undefined) return;
  const part = { query: made.query, start: 0, count: wanted };
  try {
    if (tab === 'changed') {
      const groups = await session.host.call('changedGroups', part, UNTIMED);
      if (isCurrent(compare, made, tab)) compare.groups = groups;
    } else {
      const rows = await session.host.call('comparedRows', { ...part, list: tab }, UNTIMED);
      if (isCurrent(compare, made, tab)) compare.rows = rows;
    }
  } catch (error) {
    compare.problem = messageOf(error);
  }
  session.changed();
}

const isCurrent = (compare: CompareState, made: CompareState['made'], tab: Tab): boolean =>
  compare.made === made && compare.tab === tab;
