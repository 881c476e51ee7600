import { UNTIMED } from '../../ui/connect.ts';
import { messageOf } from '../../ui/errors.ts';
import { count } from '../../ui/format.ts';
import type { RunsSample } from '../../../src/protocol/rollouts/runs.ts';
import type { Session } from '../session.ts';
import { SAMPLES_AT_ONCE, type RunsListed } from './state.ts';

/** On entering: the columns there are, and what was compared before the tab was hidden. */
export async function loadRuns(session: Session): Promise<void> {
  const { runs } = session.state;
  // Asked on entering, and then with all that comes of the run: once some are known it need not be asked again.
  if (runs.columns.length === 0) {
    const columns = await session.host.call('sliceColumns', null, UNTIMED).catch(() => []);
    runs.columns = columns.map(({ name }) => name);
    session.changed();
  }
  if (
    runs.other !== undefined &&
    runs.made === undefined &&
    runs.problem === undefined &&
    runs.loading === undefined
  )
    await compareRuns(session);
}

/** Asks for the run to compare with, and compares. */
export async function chooseRun(session: Session): Promise<void> {
  const chosen = await session.host.call('chooseRun', null, UNTIMED);
  if (chosen !== null) await compareWith(session, chosen);
}

export async function compareWith(session: Session, other: string | null): Promise<void> {
  session.state.runs.other = other;
  await compareRuns(session);
}

/** Compares anew; what is on its way is given up. */
export async function compareRuns(session: Session): Promise<void> {
  const { runs } = session.state;
  const { other, baseWhere, runWhere, slice } = runs;
  if (other === undefined) return;
  runs.loading?.controller.abort();
  const loading = { controller: new AbortController(), done: 0 };
  runs.loading = loading;
  runs.problem = undefined;
  session.changed();
  try {
    const query = { other, baseWhere, runWhere, slice };
    const report = await session.host.call('runs', query, {
      signal: loading.controller.signal,
      onProgress: (done) => {
        if (typeof done === 'number') loading.done = done;
        session.changed();
      },
    });
    if (runs.loading !== loading) return;
    const { rollouts = 0, unsaved = 0 } = session.state.run ?? {};
    runs.made = { query, report, rollouts, unsaved };
    const { improved = 0, regressed = 0 } = report.differences[0] ?? {};
    session.say(`${count(improved)} samples improved, ${count(regressed)} regressed`);
    await listSamples(session, {
      name: report.names.includes(runs.listed.name) ? runs.listed.name : 'total',
      descending: runs.listed.descending,
    });
  } catch (error) {
    if (runs.loading === loading && !loading.controller.signal.aborted) runs.problem = messageOf(error);
  }
  if (runs.loading !== loading) return;
  runs.loading = undefined;
  session.changed();
}

export function cancelRuns(session: Session): void {
  const { runs } = session.state;
  runs.loading?.controller.abort();
  runs.loading = undefined;
  session.changed();
}

/** Lists other samples, or in another order. */
export async function listSamples(session: Session, listed: RunsListed): Promise<void> {
  const { runs } = session.state;
  runs.listed = listed;
  try {
    const total = await session.host.call('runsList', listed, UNTIMED);
    const samples = await session.host.call('runsSamples', { start: 0, count: SAMPLES_AT_ONCE }, UNTIMED);
    if (runs.listed !== listed) return;
    runs.count = total;
    runs.samples = samples;
    runs.used = 0;
  } catch (error) {
    session.notify('error', messageOf(error));
  }
  session.changed();
}

export async function showMore(session: Session): Promise<void> {
  const { runs } = session.state;
  const { samples, listed } = runs;
  const more = await session.host.call(
    'runsSamples',
    { start: samples.length, count: SAMPLES_AT_ONCE },
    UNTIMED,
  );
  if (runs.listed !== listed || runs.samples !== samples) return;
  runs.samples = [...samples, ...more];
  session.changed();
}

/** Shows both sides of a sample: of one run side by side, of two in editors beside each other. */
export async function openSample(session: Session, sample: RunsSample, place: number): Promise<void> {
  const { state, host } = session;
  const other = state.runs.made?.query.other ?? null;
  state.runs.used = place;
  const { base, run } = sample;
  try {
    if (other === null) state.pair.marked = { group: base.group, at: base.at };
    await session.show(run.group, run.at);
    await session.setView(other === null ? 'pair' : 'group');
    if (other !== null) await host.call('openRolloutOf', { path: other, rollout: base }, UNTIMED);
  } catch (error) {
    session.notify('error', messageOf(error));
  }
}

export async function exportSamples(session: Session): Promise<void> {
  try {
    if (await session.host.call('exportRuns', null, UNTIMED)) session.say('The samples were written');
  } catch (error) {
    session.notify('error', messageOf(error));
  }
}
