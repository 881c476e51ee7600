import { messageOf } from '../../ui/errors.ts';
import { UNTIMED } from '../../ui/connect.ts';
import type { Session } from '../session.ts';
import type { Loading } from './state.ts';

/**
 * Asks for what the plots are drawn from. While a run is read this is asked again and again: what is on its way for
 * the same question is waited for, and asked for anew no sooner than after as long again as it took.
 */
export async function loadPlots(session: Session): Promise<void> {
  const { state } = session;
  const { plots } = state;
  const params = { where: state.query.where, slice: plots.slice };
  const query = JSON.stringify(params);
  if (plots.cancelled === query) return;
  plots.cancelled = undefined;
  if (plots.loading?.query === query) {
    plots.loading.stale = true;
    return;
  }
  plots.loading?.controller.abort();
  const loading: Loading = { query, controller: new AbortController(), done: 0, stale: false };
  plots.loading = loading;
  session.changed();
  const started = performance.now();
  try {
    const { signal } = loading.controller;
    const onProgress = (done: unknown): void => {
      if (typeof done === 'number') loading.done = done;
      session.changed();
    };
    const data = await session.host.call('plots', params, { signal, onProgress });
    if (plots.loading !== loading) return;
    plots.data = data;
    plots.columns = await session.host.call('sliceColumns', null, UNTIMED);
  } catch (error) {
    if (plots.loading === loading && !loading.controller.signal.aborted)
      session.notify('error', messageOf(error));
  }
  if (plots.loading !== loading) return;
  plots.loading = undefined;
  session.changed();
  if (loading.stale) {
    window.setTimeout(() => void loadPlots(session), performance.now() - started);
  }
}

/** Gives up what is on its way; what is drawn stays. */
export function cancelPlots(session: Session): void {
  const { plots } = session.state;
  plots.cancelled = plots.loading?.query;
  plots.loading?.controller.abort();
  plots.loading = undefined;
  session.changed();
}

export function sliceBy(session: Session, slice: string | null): void {
  const { plots } = session.state;
  plots.slice = slice;
  plots.solo = undefined;
  void loadPlots(session);
}
