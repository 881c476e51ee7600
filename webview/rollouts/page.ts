/** Puts the rollouts editor together: panes, what is drawn in them, and what the host says. */
import { html, nothing, render, type TemplateResult } from 'lit';
import type {
  RolloutPlaceInGroup,
  RolloutsHostEvents,
  RolloutsHostMethods,
  RunState,
} from '../../src/protocol/rollouts.ts';
import { connectPage, UNTIMED, type WebviewApi } from '../ui/connect.ts';
import { messageOf } from '../ui/errors.ts';
import { keepFocus } from '../ui/keepFocus.ts';
import { paneSplitter } from '../ui/splitter.ts';
import { compareFunction } from './compare/actions.ts';
import { COMMANDS } from './commands.ts';
import { inspector } from './inspector.ts';
import { ListPane } from './listPane.ts';
import { banners, cover } from './notices.ts';
import { Session } from './session.ts';
import { withoutLostMark } from './sql/lostMark.ts';
import { forgetRollouts, initialState, shown, type Memory, type State } from './state.ts';
import { runStatus, toolbar } from './toolbar.ts';
import { viewOf } from './views.ts';

const LIMITS = { list: { least: 180, most: 520 }, inspector: { least: 260, most: 720 } } as const;
/** Milliseconds without news from the run before the list is made anew. */
const LIST_PAUSE = 250;

export class Page {
  private readonly session: Session;
  private readonly state: State;
  private readonly list: ListPane;
  private readonly parts = new Map<string, HTMLElement>();
  private listTimer: number | undefined;
  private revealed = '';
  /** The number of the rollout that the host was told of last. */
  private reported: number | undefined;

  constructor(
    private readonly root: HTMLElement,
    api: WebviewApi,
  ) {
    const host = connectPage<Record<string, never>, RolloutsHostMethods, RolloutsHostEvents>(api, {});
    this.state = initialState(api.getState() as Partial<Memory> | undefined);
    this.session = new Session(this.state, host, api);
    this.layOut();
    this.list = new ListPane(this.part('list-pane'), this.session);
    this.session.drawsWith(() => {
      keepFocus(this.parts.values(), this.focusList, this.draw);
    });
    this.session.load = async () => viewOf(this.state.view).load?.(this.session);
    host.on('changed', (run) => {
      this.runChanged(run);
    });
    host.on('settings', (settings) => {
      if (this.state.opened !== undefined) this.state.opened = { ...this.state.opened, settings };
      this.state.picture.heatmaps.clear();
      void this.session.refresh();
    });
    host.on('reveal', (place) => {
      void this.started.then(() => this.reveal(place));
    });
    host.on('compare', ({ name }) => {
      void this.started.then(() => compareFunction(this.session, name));
    });
    host.on('command', ({ name }) => {
      void COMMANDS[name](this.session);
    });
    for (const event of ['focusin', 'focusout'] as const) {
      root.addEventListener(event, () => {
        // Between the old focus and the new one nothing has it.
        setTimeout(this.reportView);
      });
    }
    window.addEventListener('blur', this.reportView);
    window.addEventListener('focus', () => {
      this.focusList();
      this.reportView();
    });
  }

  /** Settles once the first group is shown. */
  private started: Promise<void> = Promise.resolve();

  start(): Promise<void> {
    this.started = this.open();
    return this.started;
  }

  private async open(): Promise<void> {
    const { session, state } = this;
    this.draw();
    try {
      state.opened = await session.host.call('start', null, UNTIMED);
      state.run = state.opened.state;
      await this.showList();
      if (state.opened.show !== undefined) await this.reveal(state.opened.show);
      await session.load();
    } catch (error) {
      state.failure = messageOf(error);
    }
    session.changed();
    this.focusList();
  }

  /** Only while the person is in this page, and nothing else in it has the focus. */
  private readonly focusList = (): void => {
    if (document.hasFocus() && document.activeElement === document.body) this.list.focus();
  };

  /** Shows a rollout, also one whose group is filtered out. */
  private async reveal({ group, at }: RolloutPlaceInGroup): Promise<void> {
    if (viewOf(this.state.view).of !== 'rollout') await this.session.setView('group');
    await this.session.show(group, at);
  }

  /** The list, and the group that was shown last, or the first. */
  private async showList(): Promise<void> {
    const { session, state } = this;
    if ((state.run?.groups ?? 0) === 0) return;
    await session.list({ ...state.query, where: withoutLostMark(state.query.where, state.run) });
    const { wanted, at } = state;
    if (state.group !== undefined) return;
    state.wanted = undefined;
    const first = wanted ?? (await session.host.call('groupAt', { place: 0, by: 1 }));
    if (first !== null) await session.show(first, at);
  }

  private runChanged(run: RunState): void {
    const { state, session } = this;
    const before = state.run;
    state.run = run;
    session.changed();
    const fewer = run.rollouts < (before?.rollouts ?? 0);
    if (fewer) forgetRollouts(state);
    window.clearTimeout(this.listTimer);
    this.listTimer = window.setTimeout(() => {
      if (state.group === undefined) void this.showList();
      else if (run.groups > 0) {
        const where = withoutLostMark(state.query.where, run);
        void session.list({ ...state.query, where }, true);
        void session.refresh();
        void session.load();
      }
    }, LIST_PAUSE);
  }

  private layOut(): void {
    const element = (tag: string, name: string, parent: HTMLElement): HTMLElement => {
      const made = document.createElement(tag);
      made.className = name;
      parent.append(made);
      this.parts.set(name, made);
      return made;
    };
    element('aside', 'pane list-pane', this.root);
    element('div', 'sash of-list', this.root);
    const middle = element('main', 'canvas-pane', this.root);
    for (const name of ['toolbar', 'banners', 'view', 'readouts', 'cover']) element('div', name, middle);
    element('div', 'sash of-inspector', this.root);
    element('aside', 'pane inspector', this.root);
  }

  private part(name: string): HTMLElement {
    const found = this.parts.get(name) ?? this.parts.get(`pane ${name}`);
    if (found === undefined) throw new Error(`there is no part ${name}`);
    return found;
  }

  private readonly draw = (): void => {
    const { session, state } = this;
    const view = viewOf(state.view);
    this.root.style.setProperty('--list-width', `${state.panes.list}px`);
    this.root.style.setProperty('--inspector-width', `${state.panes.inspector}px`);
    this.root.classList.toggle('no-inspector', view.of !== 'rollout');
    this.list.draw();
    render(this.splitter('list', 'Width of the group list'), this.part('sash of-list'));
    render(this.splitter('inspector', 'Width of the inspector'), this.part('sash of-inspector'));
    render(toolbar(session), this.part('toolbar'));
    render(banners(session), this.part('banners'));
    render(view.draw(session), this.part('view'));
    render(
      html`${runStatus(session)}<span class="grow"></span>${view.legend?.(session) ?? nothing}`,
      this.part('readouts'),
    );
    render(inspector(session), this.part('inspector'));
    render(cover(session), this.part('cover'));
    this.revealSelected();
    if (shown(state)?.index !== this.reported) this.reportView();
  };

  /** Once for each choice: whoever scrolls elsewhere is not called back. */
  private revealSelected(): void {
    const { view, at, group } = this.state;
    const chosen = `${view} ${group?.summary.id ?? ''} ${at}`;
    const card = this.part('view').querySelector('.card.selected');
    if (chosen === this.revealed || card === null) return;
    this.revealed = chosen;
    card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  private splitter(pane: 'list' | 'inspector', name: string): TemplateResult {
    const changed = (): void => {
      this.session.changed();
    };
    return paneSplitter(this.state, { pane, name, limits: LIMITS, changed, done: changed });
  }

  /** Tells the host; single keys are commands unless they are typed into a field. */
  private readonly reportView = (): void => {
    const target = document.activeElement;
    const typing = target?.matches('vscode-text-field, input, textarea') === true;
    const rollout = shown(this.state)?.index;
    this.reported = rollout;
    const view = { focus: document.hasFocus() && !typing, ...(rollout !== undefined && { rollout }) };
    void this.session.host.call('view', view).catch(() => undefined);
  };
}
