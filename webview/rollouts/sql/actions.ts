import type { SqlProgress, SqlResult } from '../../../src/protocol/rollouts/sql.ts';
import { UNTIMED } from '../../ui/connect.ts';
import { isCancelled, messageOf } from '../../ui/errors.ts';
import { plural } from '../../ui/format.ts';
import type { Session } from '../session.ts';
import { resultCsv } from './csv.ts';
import { ROWS_AT_ONCE, type Running } from './state.ts';

/** The filter that holds for the rollouts of a result. */
export const MARK = 'is:queried';
const MOST_HISTORY = 50;

export async function loadColumns(session: Session): Promise<void> {
  const { sql } = session.state;
  sql.columns = await session.host.call('sqlColumns', null, UNTIMED);
  session.changed();
}

export async function runQuery(session: Session): Promise<void> {
  const { sql } = session.state;
  const { text } = sql;
  sql.history = [text, ...sql.history.filter((each) => each !== text)].slice(0, MOST_HISTORY);
  // What is wrong with the query before is nothing of this one, even where this one is cancelled.
  if (sql.answered?.answer.kind !== 'rows') sql.answered = undefined;
  await whileRunning(session, async (options) => {
    const answer = await session.host.call('sql', { sql: text }, options);
    sql.answered = { sql: text, answer, shown: ROWS_AT_ONCE };
    session.say(answer.kind === 'rows' ? rowsText(answer) : answer.message);
  });
}

/** Filters the list, and with it the plots, to the rollouts of the result. */
export async function showInList(session: Session): Promise<void> {
  const { sql, query } = session.state;
  const { answered } = sql;
  if (answered === undefined) return;
  await whileRunning(session, async (options) => {
    const marked = await session.host.call('sqlMark', { sql: answered.sql }, options);
    if (marked.kind !== 'marked') {
      session.notify('error', marked.message);
      return;
    }
    const where = MARK;
    await session.list({ ...query, where });
    session.notify('info', `The list shows the groups of ${plural(marked.rollouts, 'rollout')}: ${where}`);
    const place = await session.host.call('next', { from: -1, by: 1, where }, UNTIMED);
    if (place !== null) await session.show(place.group, place.at);
  });
}

export async function openRollout(session: Session, rollout: number): Promise<void> {
  const place = await session.host.call('placeOf', { rollout });
  if (place === null) {
    session.notify('error', `There is no rollout ${rollout}.`);
    return;
  }
  await session.setView('group');
  await session.show(place.group, place.at);
}

export async function saveCsv(session: Session, answer: SqlResult): Promise<void> {
  const content = resultCsv(answer);
  await session.host
    .call('save', { name: 'query.csv', content, base64: false }, UNTIMED)
    .catch((error: unknown) => {
      session.notify('error', messageOf(error));
    });
}

export function cancelQuery(session: Session): void {
  session.state.sql.running?.controller.abort();
}

/** "336 rows", "the first 10,000 rows" */
export function rowsText({ rows, cut }: SqlResult): string {
  const text = plural(rows.length, 'row');
  if (cut === undefined) return text;
  return cut === 'rows'
    ? `the first ${text}, there are more`
    : `the first ${text}, the rest is too large to show`;
}

async function whileRunning(
  session: Session,
  work: (options: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: unknown) => void;
  }) => Promise<void>,
): Promise<void> {
  const { sql } = session.state;
  if (sql.running !== undefined) return;
  const running: Running = { controller: new AbortController(), progress: undefined };
  sql.running = running;
  session.changed();
  const onProgress = (progress: unknown): void => {
    running.progress = progress as SqlProgress;
    session.changed();
  };
  try {
    await work({ signal: running.controller.signal, onProgress });
  } catch (error) {
    if (isCancelled(error)) session.notify('info', 'The query was cancelled.');
    else session.notify('error', messageOf(error));
  }
  sql.running = undefined;
  session.changed();
}
