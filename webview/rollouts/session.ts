import type {
  GroupQuery,
  ListEntry,
  RolloutsHostEvents,
  RolloutsHostMethods,
} from '../../src/protocol/rollouts.ts';
import type { Connection } from '../../src/protocol/rpc.ts';
import { Announcer } from '../ui/announcer.ts';
import { UNTIMED, type WebviewApi } from '../ui/connect.ts';
import { messageOf } from '../ui/errors.ts';
import { Pages } from '../ui/pages.ts';
import { memoryOf, shown, type State } from './state.ts';
import type { ViewName } from './views.ts';

export type Host = Connection<RolloutsHostMethods, Record<string, never>, RolloutsHostEvents>;

/** What every part of the page works with: the state, the host, and what a person can do. */
export class Session {
  readonly entries: Pages<ListEntry>;
  /** Brings a place of the list into view. */
  reveal: (place: number) => void = () => undefined;
  /** Asks for what the view draws. */
  load: () => Promise<void> = () => Promise.resolve();
  private readonly announcer = new Announcer(document.body);
  private draw: () => void = () => undefined;
  private frame = 0;
  private going = Promise.resolve();
  private showing = Promise.resolve();
  private search: AbortController | undefined;
  private seek = new AbortController();

  constructor(
    readonly state: State,
    readonly host: Host,
    private readonly api: WebviewApi,
  ) {
    this.entries = new Pages(
      (start, count) => host.call('entries', { start, count }, UNTIMED),
      () => {
        this.changed();
      },
    );
  }

  drawsWith(draw: () => void): void {
    this.draw = draw;
  }

  /** Redraws before the next frame. */
  changed(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
      this.api.setState(memoryOf(this.state));
    });
  }

  notify(kind: 'error' | 'info', text: string): void {
    this.state.notice = { kind, text };
    this.announcer.say(text);
    this.changed();
  }

  /** Tells a screen reader what is not on the screen as text. */
  say(text: string): void {
    this.announcer.say(text);
  }

  /** Filters and sorts the list; the group that is shown stays. */
  async list(query: GroupQuery = this.state.query, quiet = false): Promise<void> {
    const { state } = this;
    this.search?.abort();
    const search = new AbortController();
    this.search = search;
    state.query = query;
    if (!quiet) state.listed = undefined;
    this.changed();
    try {
      const listed = await this.host.call('list', query, { ...UNTIMED, signal: search.signal });
      if (this.search !== search) return;
      state.listed = listed;
      this.entries.invalidate(quiet);
      if (!quiet && state.wanted !== undefined) await this.revealGroup(state.wanted);
    } catch (error) {
      if (this.search === search) {
        // It does not look any more, and what it lists is not what was asked for.
        state.listed ??= { entries: 0, groups: 0, problem: messageOf(error) };
        this.notify('error', messageOf(error));
      }
    }
    this.changed();
  }

  /** Filters by what a person typed or chose: the list, and what else is drawn of the rollouts that fulfil it. */
  async filter(where: string): Promise<void> {
    await Promise.all([this.list({ ...this.state.query, where }), this.load()]);
  }

  /** Shows a group, and one of its rollouts. */
  async show(group: number, at = 0): Promise<void> {
    const { state } = this;
    state.wanted = group;
    if (state.group?.summary.id === group) {
      this.select(at);
      return;
    }
    try {
      const detail = await this.host.call('group', { id: group }, UNTIMED);
      if (state.wanted !== group) return;
      state.group = detail;
      state.step = undefined;
      this.select(at);
      await this.revealGroup(group);
    } catch (error) {
      this.notify('error', messageOf(error));
    }
  }

  /** Reads the group that is shown anew, because more is known of it. */
  async refresh(): Promise<void> {
    const { state } = this;
    const { wanted } = state;
    if (wanted === undefined) return;
    const detail = await this.host.call('group', { id: wanted }, UNTIMED).catch(() => undefined);
    if (detail === undefined || state.wanted !== wanted) return;
    state.group = detail;
    this.changed();
  }

  select(at: number): void {
    const { state } = this;
    const count = state.group?.rollouts.length ?? 0;
    state.at = Math.max(0, Math.min(count - 1, at));
    // Whoever comes back to a long text does not wait for its steps again.
    if (shown(state)?.index !== state.explained) state.explained = undefined;
    // A heatmap may be written after its rollout was logged.
    if (shown(state)?.attention?.problem !== undefined) void this.refresh();
    this.announcer.say(statusText(state));
    this.changed();
  }

  /** To the rollout before or after, also across the group's ends. */
  step(by: 1 | -1): Promise<void> {
    return this.inTurn(async () => {
      // Of the group that is there, not of one that is still being left.
      await this.showing;
      const { state } = this;
      const to = state.at + by;
      if (state.group !== undefined && to >= 0 && to < state.group.rollouts.length) this.select(to);
      else await this.goToGroup(by, by > 0 ? 0 : Infinity);
    });
  }

  /** To the group before or after in the list, or as many places further; Infinity for the first or the last. */
  stepGroup(by: 1 | -1, places = 1): Promise<void> {
    return this.inTurn(() => this.goToGroup(by, 0, places));
  }

  /** Keys come faster than the host answers: each goes on from where the one before leads. */
  private inTurn(go: () => Promise<void>): Promise<void> {
    this.going = this.going.then(go).catch((error: unknown) => {
      this.notify('error', messageOf(error));
    });
    return this.going;
  }

  private async goToGroup(by: 1 | -1, at: number, places = 1): Promise<void> {
    const { wanted, listed } = this.state;
    const from = wanted === undefined ? -1 : await this.host.call('place', { group: wanted });
    const last = Math.max(0, (listed?.entries ?? 0) - 1);
    const place = Math.max(0, Math.min(last, from + by * places));
    let group = await this.host.call('groupAt', { place, by });
    // A long way may end at the name of a step, with no group beyond.
    if (places > 1) group ??= await this.host.call('groupAt', { place, by: by > 0 ? -1 : 1 });
    if (group === null || group === wanted)
      this.notify('info', by > 0 ? 'This is the last group.' : 'This is the first group.');
    // Who goes on before the group is read need not wait for it.
    else this.showing = this.show(group, at);
  }

  /** To the next rollout that fulfils the filter of "next where…". */
  nextWhere(by: 1 | -1): Promise<void> {
    const { signal } = this.seek;
    return this.inTurn(async () => {
      if (signal.aborted) return;
      await this.showing;
      const { state } = this;
      const from = state.group?.rollouts[state.at]?.index ?? -1;
      const found = await this.seekFrom({ from, by, where: state.where }, signal);
      if (found === undefined) return;
      if (found === null)
        this.notify('info', `No ${by > 0 ? 'further' : 'earlier'} rollout fulfils ${state.where}`);
      else {
        state.notice = undefined;
        await this.show(found.group, found.at);
      }
    });
  }

  /** Ends the search of "next where…", with those that wait for it. */
  stopSeeking(): void {
    this.seek.abort();
    this.seek = new AbortController();
  }

  /** Undefined where the search was stopped. A filter on texts may have to read a whole run. */
  private async seekFrom(
    params: Parameters<RolloutsHostMethods['next']>[0],
    signal: AbortSignal,
  ): Promise<ReturnType<RolloutsHostMethods['next']> | undefined> {
    const { state } = this;
    const onProgress = (done: unknown): void => {
      state.sought = Number(done);
      this.changed();
    };
    try {
      return await this.host.call('next', params, { onProgress, signal });
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    } finally {
      state.sought = undefined;
      this.changed();
    }
  }

  async setView(view: ViewName): Promise<void> {
    this.state.view = view;
    this.changed();
    await this.load();
  }

  private async revealGroup(group: number): Promise<void> {
    const place = await this.host.call('place', { group });
    if (place >= 0) this.reveal(place);
  }
}

/** "Rollout 2 of 8, group 12-3" */
export function statusText({ group, at }: State): string {
  if (group === undefined) return 'No group';
  return `Rollout ${at + 1} of ${group.rollouts.length}, group ${group.summary.name}`;
}
