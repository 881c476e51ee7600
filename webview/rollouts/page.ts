/** Puts the rollouts editor together: panes, what is drawn in them, and what the host says. */
import { html, nothing, render, type TemplateResult } from 'lit';
import type { RolloutsHostEvents, RolloutsHostMethods, RunState } from '../../src/protocol/rollouts.ts';
import { connectPage, UNTIMED, type WebviewApi } from '../ui/connect.ts';
import { iconButton } from '../ui/buttons.ts';
import { messageOf } from '../ui/errors.ts';
import { icon } from '../ui/icon.ts';
import { splitter } from '../ui/splitter.ts';
import { inspector } from './inspector.ts';
import { ListPane } from './listPane.ts';
import { plots } from './plots.ts';
import { Session } from './session.ts';
import { sheet } from './sheet.ts';
import { legend, stage } from './stage.ts';
import { initialState, shown, type Memory, type State } from './state.ts';
import { runStatus, toolbar } from './toolbar.ts';

const LIMITS = { list: { least: 180, most: 520 }, inspector: { least: 260, most: 720 } } as const;
/** Milliseconds without news from the run before the list is made anew. */
const LIST_PAUSE = 250;

export class Page {
  private readonly session: Session;
  private readonly state: State;
  private readonly list: ListPane;
  private readonly parts = new Map<string, HTMLElement>();
  private listTimer: number | undefined;

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
      this.draw();
    });
    host.on('changed', (run) => {
      this.runChanged(run);
    });
    host.on('settings', (settings) => {
      if (this.state.opened !== undefined) this.state.opened = { ...this.state.opened, settings };
      void this.session.refresh();
    });
    host.on('command', ({ name }) => {
      this.command(name);
    });
    for (const event of ['focusin', 'focusout'] as const) {
      root.addEventListener(event, () => {
        // Between the old focus and the new one nothing has it.
        setTimeout(this.reportFocus);
      });
    }
    window.addEventListener('blur', this.reportFocus);
    window.addEventListener('focus', this.reportFocus);
  }

  async start(): Promise<void> {
    const { session, state } = this;
    this.draw();
    try {
      state.opened = await session.host.call('start', null, UNTIMED);
      state.run = state.opened.state;
      await this.showList();
      if (state.view === 'plots') await session.loadPlots();
    } catch (error) {
      state.failure = messageOf(error);
    }
    session.changed();
    this.list.focus();
  }

  /** The list, and the group that was shown last, or the first. */
  private async showList(): Promise<void> {
    const { session, state } = this;
    if ((state.run?.groups ?? 0) === 0) return;
    await session.list();
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
    if (fewer) state.group = undefined;
    window.clearTimeout(this.listTimer);
    this.listTimer = window.setTimeout(() => {
      if (state.group === undefined) void this.showList();
      else if (run.groups > 0) {
        void session.list(state.query, true);
        void session.refresh();
        if (state.view === 'plots') void session.loadPlots();
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
    element('div', 'left', this.root);
    const middle = element('main', 'canvas-pane', this.root);
    for (const name of ['toolbar', 'banners', 'sheet-box', 'stage', 'plots-box', 'readouts', 'cover'])
      element('div', name, middle);
    element('div', 'right', this.root);
    element('aside', 'pane inspector', this.root);
    const large = this.part('stage');
    large.tabIndex = 0;
    large.setAttribute('role', 'application');
    large.setAttribute('aria-label', 'Image');
    new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      this.state.stage = { width, height };
      this.session.changed();
    }).observe(large);
  }

  private part(name: string): HTMLElement {
    const found = this.parts.get(name) ?? this.parts.get(`pane ${name}`);
    if (found === undefined) throw new Error(`there is no part ${name}`);
    return found;
  }

  private draw(): void {
    const { session, state } = this;
    this.root.style.setProperty('--list-width', `${state.panes.list}px`);
    this.root.style.setProperty('--inspector-width', `${state.panes.inspector}px`);
    this.root.classList.toggle('plots-open', state.view === 'plots');
    this.list.draw();
    render(this.splitter('list', 'Width of the group list', 1), this.part('left'));
    render(this.splitter('inspector', 'Width of the inspector', -1), this.part('right'));
    render(toolbar(session), this.part('toolbar'));
    render(this.banners(), this.part('banners'));
    render(state.view === 'group' ? sheet(session) : nothing, this.part('sheet-box'));
    render(state.view === 'group' ? stage(session) : nothing, this.part('stage'));
    render(state.view === 'plots' ? plots(session) : nothing, this.part('plots-box'));
    render(
      html`${runStatus(session)}<span class="grow"></span
        >${state.view === 'group' ? legend(state) : nothing}`,
      this.part('readouts'),
    );
    render(inspector(session), this.part('inspector'));
    render(this.cover(), this.part('cover'));
    this.part('sheet-box')
      .querySelector('.card.selected')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  private splitter(which: 'list' | 'inspector', name: string, direction: 1 | -1): TemplateResult {
    const { state, session } = this;
    return splitter({
      name,
      direction,
      size: state.panes[which],
      ...LIMITS[which],
      resize: (size) => {
        state.panes = { ...state.panes, [which]: size };
        session.changed();
      },
      done: () => {
        session.changed();
      },
    });
  }

  private banners(): TemplateResult | typeof nothing {
    const { notice, run } = this.state;
    const skipped = run?.skipped ?? [];
    const failed = run?.failure !== undefined && run.groups > 0 ? run.failure : undefined;
    const dismiss = (): void => {
      this.state.notice = undefined;
      this.session.changed();
    };
    return html`${failed === undefined ? nothing : html`<div class="banner error">${icon('error')}<span class="banner-text">${failed}</span></div>`}${
      skipped.length === 0
        ? nothing
        : html`<div
            class="banner info"
            title=${skipped.map(({ path, message }) => `${path}: ${message}`).join('\n')}
          >
            ${icon('info')}<span class="banner-text"
              >${skipped.length} files of the folder hold no rollouts.</span
            >
          </div>`
    }${
      notice === undefined
        ? nothing
        : html`<div class="banner ${notice.kind}">
            ${icon(notice.kind)}<span class="banner-text">${notice.text}</span>
            ${iconButton({ icon: 'close', name: 'Dismiss message', press: dismiss })}
          </div>`
    }`;
  }

  /** What stands in the place of everything while there is no rollout to show. */
  private cover(): TemplateResult | typeof nothing {
    const { failure, run } = this.state;
    const reason = failure ?? run?.failure;
    if (reason !== undefined && (run?.groups ?? 0) === 0) {
      return html`<div class="cover-text" role="alert">
        ${icon('error')}
        <h2>These rollouts cannot be read</h2>
        <p>${reason}</p>
      </div>`;
    }
    if (run !== undefined && !run.reading && run.groups === 0) {
      return html`<div class="cover-text">
        ${icon('history')}
        <h2>No rollouts yet</h2>
        <p>
          ${run.unfinished ? 'The first record is being written.' : 'They show up here as soon as the run writes them.'}
        </p>
      </div>`;
    }
    if (shown(this.state) !== undefined || this.state.view === 'plots') return nothing;
    return html`<div class="cover-text">
      <vscode-progress-ring></vscode-progress-ring>
      <p>Reading…</p>
    </div>`;
  }

  private command(name: string): void {
    const { session, state } = this;
    const run: Record<string, () => unknown> = {
      nextRollout: () => session.step(1),
      previousRollout: () => session.step(-1),
      nextGroup: () => session.stepGroup(1),
      previousGroup: () => session.stepGroup(-1),
      nextWhere: () => session.nextWhere(1),
      previousWhere: () => session.nextWhere(-1),
      togglePlots: () => session.setView(state.view === 'plots' ? 'group' : 'plots'),
      openRolloutSample: () => {
        const row = state.group?.sample?.place?.row;
        return row === undefined ? undefined : session.host.call('openRow', { row });
      },
    };
    void run[name]?.();
  }

  /** Single keys are commands unless they are typed into a field. */
  private readonly reportFocus = (): void => {
    const target = document.activeElement;
    const typing = target?.matches('vscode-text-field, input, textarea') === true;
    void this.session.host.call('view', { focus: document.hasFocus() && !typing }).catch(() => undefined);
  };
}
