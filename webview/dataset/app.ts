/** Puts the editor together: panes, views, and what the host says. */
import type { HostEvents } from '../../src/protocol/dataset.ts';
import { messageOf } from '../ui/errors.ts';
import { CanvasView } from './canvas/canvasView.ts';
import { runCommand } from './commands.ts';
import { followStep } from './deciding.ts';
import { Editor } from './editor.ts';
import { flush } from './fields.ts';
import { Frame } from './frame.ts';
import { groupsChanged } from './groups.ts';
import { connectHost, UNTIMED, type Host, type WebviewApi } from './host.ts';
import { initialState } from './initial.ts';
import { InspectorView } from './inspector/inspectorView.ts';
import { keepBrowserFromKeys, keepKeysInFields } from './keys.ts';
import { ListView } from './list/listView.ts';
import { recall, type Memory } from './memory.ts';
import { ownRewardsChanged } from './own/follow.ts';
import { testedCompletion } from './own/questions.ts';
import { loadProblems } from './problems.ts';
import { createRows, revealCurrent, setQuery, type Rows } from './rows.ts';
import { currentOf, reload, select, selectTarget } from './samples.ts';
import { reportView } from './viewState.ts';
import { forgetWeights } from './weights.ts';

export class App {
  private readonly editor: Editor;
  private readonly rows: Rows;
  private readonly frame: Frame;
  private readonly memory: Memory | undefined;

  constructor(root: HTMLElement, api: WebviewApi) {
    this.memory = recall(api.getState());
    const host = connectHost(api, {
      flush: () => flush(this.editor),
      underTest: () => testedCompletion(this.editor.state),
    });
    this.editor = new Editor(initialState(this.memory), host, api, root);
    this.rows = createRows(this.editor);
    this.frame = new Frame(root, this.editor, this.rows);
    const list = new ListView(this.frame.list, this.editor, this.rows);
    this.rows.reveal = (place) => {
      list.reveal(place);
    };
    const canvas = new CanvasView(this.frame.stage, this.editor);
    new InspectorView(this.frame.inspector, this.editor);
    keepKeysInFields(this.editor, () => {
      canvas.focus();
    });
    keepBrowserFromKeys(root);
    this.listen(host);
    const focusChanged = (): void => {
      // Between the old focus and the new one nothing has it: a report from there would switch the keys off
      // for a moment, and one pressed just then would be lost. Microtasks run in that gap; a task does not.
      setTimeout(() => {
        reportView(this.editor);
      });
    };
    for (const event of ['focusin', 'focusout'] as const) root.addEventListener(event, focusChanged);
    window.addEventListener('focus', () => {
      if (document.activeElement === document.body) this.editor.focusImage();
      focusChanged();
    });
    window.addEventListener('blur', focusChanged);
  }

  async start(): Promise<void> {
    const { editor, rows, memory } = this;
    const { state, host } = editor;
    editor.redraw();
    try {
      const opened = await host.call('open', null, UNTIMED);
      state.opened = opened;
      state.rev = opened.rev;
      state.mode = memory?.mode ?? opened.mode;
      state.listed = opened.rows;
      editor.changed();
      // The first sample does not wait for the list.
      await Promise.all([this.openFirst(), this.openList()]);
      await revealCurrent(editor, rows);
    } catch (error) {
      state.failure = messageOf(error);
    }
    reportView(editor);
    editor.changed();
    editor.redraw();
    if (document.activeElement === document.body) editor.focusImage();
    void loadProblems(editor);
  }

  private async openList(): Promise<void> {
    const { query } = this.editor.state;
    if (query.text !== '' || query.sort !== 'file' || query.descending) {
      await setQuery(this.editor, this.rows, query);
    }
  }

  private async openFirst(): Promise<void> {
    const { editor, memory } = this;
    const { state } = editor;
    // A row that is asked for meanwhile, by a diagnostic say, goes before the first and what was shown last.
    const asked = (): boolean => state.wanted !== undefined;
    if (state.opened === undefined || state.opened.rows === 0 || asked()) return;
    if (state.opened.show !== undefined) {
      await selectTarget(editor, state.opened.show);
      return;
    }
    const { selection, view, fitted } = state;
    if (memory?.row !== undefined) {
      const place = await editor.host.call('place', { id: memory.row }).catch(() => -1);
      if (asked()) return;
      if (place >= 0) {
        await select(editor, memory.row);
        state.selection = selection;
        if (view !== undefined) {
          state.view = view;
          // Or else the next change of the stage's size would fit the image again.
          state.fitted = fitted;
        }
        if (memory.proposal !== undefined) state.proposals.set(memory.row, memory.proposal);
        return;
      }
    }
    const [first] = await editor.host.call('rows', { start: 0, count: 1 });
    if (first !== undefined && !asked()) await select(editor, first.id);
  }

  private listen(host: Host): void {
    const { editor, rows } = this;
    const { state } = editor;
    host.on('changed', (change) => {
      this.changed(change);
    });
    host.on('settings', (settings) => {
      if (state.opened === undefined) return;
      const before = state.opened.settings.rewards;
      state.opened = { ...state.opened, settings };
      if (JSON.stringify(before) !== JSON.stringify(settings.rewards)) forgetWeights(state);
      if (state.current !== undefined) state.current = currentOf(state, state.current.detail);
      rows.pages.invalidate(true);
      editor.changed();
      void reload(editor);
    });
    host.on('problemsChanged', ({ total, complete }) => {
      state.problems = { ...state.problems, total, complete };
      rows.pages.invalidate(true);
      editor.changed('list', 'inspector');
      if (state.problems.open) void loadProblems(editor);
      void reload(editor);
    });
    host.on('rolloutsRead', (rollouts) => {
      if (state.opened === undefined) return;
      state.opened = { ...state.opened, rollouts };
      editor.changed('rewards');
    });
    host.on('reveal', (target) => {
      void selectTarget(editor, target).then(() => revealCurrent(editor, rows));
    });
    host.on('command', ({ name }) => {
      runCommand(editor, rows, name);
    });
    host.on('saved', () => {
      rows.pages.invalidate(true);
      editor.changed('list');
      void reload(editor);
    });
    host.on('ownRewardsChanged', () => {
      ownRewardsChanged(editor);
    });
    host.on('flush', () => void flush(editor));
  }

  private changed({ rev, rows: touched, count, step }: HostEvents['changed']): void {
    const { editor, rows } = this;
    const { state } = editor;
    if (state.opened === undefined) return;
    state.rev = Math.max(state.rev, rev);
    const resized = count !== state.opened.rows;
    state.opened = { ...state.opened, rows: count };
    rows.pages.invalidate(true);
    if (step !== undefined) followStep(state, step);
    // New rollouts or columns may be behind it.
    if (touched === 'all') groupsChanged(state);
    if (resized || touched === 'all') void this.reorder(resized);
    if (touched === 'all' || (state.current !== undefined && touched.includes(state.current.id))) {
      void reload(editor);
    }
    editor.changed('list', 'toolbar');
  }

  /** Rows came, went or moved: the list is read anew, and a sample that is gone gives way to its neighbour. */
  private async reorder(resized: boolean): Promise<void> {
    const { editor, rows } = this;
    const { state } = editor;
    if (resized) await setQuery(editor, rows, state.query);
    const shown = state.wanted;
    if (shown === undefined) {
      await this.openFirst();
      return;
    }
    const place = await editor.host.call('place', { id: shown }).catch(() => -1);
    if (place >= 0 || state.query.text !== '') return;
    state.current = undefined;
    state.wanted = undefined;
    editor.changed();
    await this.openFirst();
  }
}
