import { html, nothing, type TemplateResult } from 'lit';
import { SIGNAL_LIST } from '../../src/core/rollouts/signals/index.ts';
import type { GroupSort, GroupSummary, ListEntry, StepSummary } from '../../src/protocol/rollouts.ts';
import { iconButton } from '../ui/buttons.ts';
import { count, decimals, plural } from '../ui/format.ts';
import { icon } from '../ui/icon.ts';
import { FilterField } from '../ui/list/filterField.ts';
import { ListBox } from '../ui/list/listBox.ts';
import { sortButton, type Sorts } from '../ui/list/sortButton.ts';
import { openMenu } from '../ui/menu.ts';
import { styles } from '../ui/styles.ts';
import { exportRows } from './exportRows.ts';
import { listState } from './listState.ts';
import type { Session } from './session.ts';

const SORTS: Sorts<GroupSort> = [
  { key: 'file', label: 'Order in Run' },
  { key: 'mean', label: 'Mean Reward' },
  { key: 'spread', label: 'Spread of Rewards' },
];
const MARKS = [
  { name: 'flat', title: 'No Spread' },
  { name: 'failed', title: 'Failed Reward or Rollout' },
  { name: 'ambiguous', title: 'Ambiguous Link' },
  { name: 'unlinked', title: 'Not Linked' },
  { name: 'flagged', title: 'Any Signal' },
] as const;
const FILTER_DELAY = 200;
const FILTER_HELP =
  'Words, or step=10..20, bbox<0.1, total>=3, length>500, is:flat, or a column such as category=perception';

/** The left pane: filter, sort, and the steps with their groups. */
export class ListPane {
  private readonly list: ListBox<ListEntry>;
  private readonly filter: FilterField;

  constructor(
    pane: HTMLElement,
    private readonly session: Session,
  ) {
    this.list = new ListBox(pane, 'Groups', () => {
      session.changed();
    });
    this.filter = new FilterField({
      name: 'Filter rollouts',
      help: FILTER_HELP,
      delay: FILTER_DELAY,
      set: (where) => {
        void session.filter(where);
      },
      leave: () => {
        this.focus();
      },
    });
    this.list.scroller.addEventListener('click', this.click);
    this.list.scroller.addEventListener('keydown', this.key);
    session.reveal = (place) => {
      this.list.reveal(place);
    };
  }

  focus(): void {
    this.list.focus();
  }

  draw(): void {
    const { session } = this;
    const { listed, wanted, query } = session.state;
    this.list.draw({
      count: listed?.entries ?? 0,
      at: (index) => session.entries.at(index),
      isSelected: (entry) => entry.kind === 'group' && entry.id === wanted,
      row: (index, place, entry) => this.rowTemplate(index, place, entry),
      head: html`${this.filter.template(query.where)}
      ${iconButton({ icon: 'filter', name: 'Show only…', press: this.marksMenu })}
      ${sortButton(SORTS, query, (sorting) => void session.list({ ...query, ...sorting }))}${this.problemTemplate()}`,
      foot: this.footTemplate(),
      empty:
        listState(session.state) === 'listed' && query.where !== ''
          ? 'No group holds a rollout that fulfils the filter.'
          : '',
    });
  }

  /** Stands there when there is nothing to say, too: what comes into it is then read out. */
  private problemTemplate(): TemplateResult {
    const { listed } = this.session.state;
    return html`<div class="filter-problem" role="status">
      ${listed?.problem === undefined ? nothing : html`${icon('warning')}<span>${listed.problem}</span>`}
    </div>`;
  }

  private footTemplate(): TemplateResult {
    const { state } = this.session;
    const { run, listed, query } = state;
    const doing = listState(state);
    if (run === undefined) return html``;
    if (doing === 'empty') return html`No rollouts`;
    if (doing === 'looking') return html`<vscode-progress-ring></vscode-progress-ring>Looking…`;
    if (doing === 'reading')
      return html`<vscode-progress-ring></vscode-progress-ring>${plural(run.rollouts, 'rollout')}…`;
    const save = iconButton({
      icon: 'export',
      name: 'Export rows to train on…',
      key: 'X',
      press: () => void exportRows(this.session),
    });
    if (query.where === '')
      return html`${plural(run.groups, 'group')}, ${plural(run.rollouts, 'rollout')}<span class="grow"></span
        >${save}`;
    return html`${count(listed?.groups ?? 0)} of ${plural(run.groups, 'group')}<span class="grow"></span
      >${save}${iconButton({
        icon: 'close',
        name: 'Clear filter',
        press: () => {
          // The button goes with the filter.
          this.focus();
          void this.session.filter('');
        },
      })}`;
  }

  private rowTemplate(index: number, place: unknown, entry: ListEntry | undefined): TemplateResult {
    if (entry === undefined) return html`<div class="row loading" role="presentation" ${place}></div>`;
    return entry.kind === 'step'
      ? html`<div class="row step-row" role="presentation" ${place}>${stepTemplate(entry)}</div>`
      : this.groupTemplate(index, entry, place);
  }

  private groupTemplate(index: number, entry: GroupSummary, place: unknown): TemplateResult {
    const { state } = this.session;
    const selected = entry.id === state.wanted;
    const title = entry.title === '' ? 'No question' : entry.title;
    return html`<div
      class="row group-row ${selected ? 'selected' : ''}"
      id=${this.list.idOf(index)}
      data-group=${entry.id}
      role="option"
      aria-selected=${selected ? 'true' : 'false'}
      aria-label="Group ${entry.name}: ${title} (${spoken(entry)})"
      aria-setsize=${state.listed?.entries ?? 0}
      aria-posinset=${index + 1}
      title=${title}
      ${place}
    >
      <span class="row-title ${entry.title === '' ? 'dim' : ''}" dir="auto">${title}</span>
      <span class="row-meta"
        ><span class="row-number">${entry.name}</span
        ><span class="mean" title="Mean ± spread of the totals"
          >${decimals(entry.mean, 2)} ± ${decimals(entry.spread, 2)}</span
        ><span class="bars" aria-hidden="true"
          >${entry.totals.map((total) => bar(total, entry, state.run?.fullTotal ?? 0))}</span
        >${marksOf(entry)}</span
      >
    </div>`;
  }

  private readonly click = (event: MouseEvent): void => {
    const row = (event.target as Element).closest<HTMLElement>('.group-row');
    if (row !== null) void this.session.show(Number(row.dataset.group));
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const ways: Record<string, readonly [1 | -1, number]> = {
      ArrowUp: [-1, 1],
      ArrowDown: [1, 1],
      PageUp: [-1, this.list.perPage],
      PageDown: [1, this.list.perPage],
      Home: [-1, Infinity],
      End: [1, Infinity],
    };
    const way = ways[event.key];
    if (way === undefined) return;
    event.preventDefault();
    void this.session.stepGroup(...way);
  };

  private readonly marksMenu = (event: Event): void => {
    const { session } = this;
    const { query } = session.state;
    const item = ({
      name,
      title,
    }: {
      name: string;
      title: string;
    }): Parameters<typeof openMenu>[2][number] => {
      const token = `is:${name}`;
      const on = query.where.split(' ').includes(token);
      return {
        label: title,
        checked: on,
        run: () => {
          const others = query.where.split(' ').filter((part) => part !== token && part !== '');
          void session.filter((on ? others : [...others, token]).join(' '));
        },
      };
    };
    openMenu(event.currentTarget as HTMLElement, 'Show only', [
      ...MARKS.map(item),
      'separator',
      ...SIGNAL_LIST.map(item),
    ]);
  };
}

function stepTemplate({ step, groups, mean, flat }: StepSummary): TemplateResult {
  return html`<span class="step-name">Step ${count(step)}</span>
    <span class="row-meta"
      ><span>${plural(groups, 'group')}</span
      ><span>mean ${decimals(mean, 2)}</span
      >${flat === 0 ? nothing : html`<span class="flat" title="Groups without spread teach nothing">${flat} without spread</span>`}</span
    >`;
}

/**
 * A bar for each rollout, from no reward to every reward in full, so that bars of two groups compare; a group with
 * totals beyond these takes its own.
 */
function bar(total: number | null, { totals }: GroupSummary, full: number): TemplateResult {
  if (total === null) return html`<span class="bar none"></span>`;
  const known = totals.filter((each) => each !== null);
  const [least, most] = [Math.min(0, ...known), Math.max(full, ...known)];
  const part = most === least ? 0 : (total - least) / (most - least);
  return html`<span class="bar" ${styles({ height: `${Math.max(1, Math.round(part * 12))}px` })}></span>`;
}

function marksOf({ flat, failed, signals, link }: GroupSummary): TemplateResult {
  return html`<span class="marks"
    >${flat ? html`<span title="No spread: this group teaches nothing">${icon('dash')}</span>` : nothing}${
      failed > 0
        ? html`<span class="error" title="${plural(failed, 'rollout')} failed">${icon('error')}</span>`
        : nothing
    }${signals.length > 0 ? html`<span class="warning" title=${signals.join(', ')}>${icon('warning')}</span>` : nothing}${
      link === 'ambiguous'
        ? html`<span title="Several rows of the dataset fit">${icon('question')}</span>`
        : nothing
    }</span
  >`;
}

function spoken({ mean, spread, flat, failed, signals, link }: GroupSummary): string {
  return [
    mean === null ? 'no reward' : `mean ${decimals(mean, 2)}, spread ${decimals(spread, 2)}`,
    flat ? 'no spread' : '',
    failed > 0 ? `${failed} failed` : '',
    ...signals.map((signal) => signal.toLowerCase()),
    link === 'ambiguous' ? 'ambiguous link' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
