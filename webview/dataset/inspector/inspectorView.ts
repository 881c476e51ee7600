import { html, nothing, render, type TemplateResult } from 'lit';
import { count, plural } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { textButton } from '../../ui/buttons.ts';
import type { Editor } from '../editor.ts';
import { followGroups } from '../groups.ts';
import { followOwnRewards } from '../own/follow.ts';
import { moreProblems, toggleProblems, type ListedProblem } from '../problems.ts';
import { select, selectTarget } from '../samples.ts';
import { tellScored } from '../tellScored.ts';
import { fieldsPanel } from './fieldsPanel.ts';
import { proposalPanel } from './proposalPanel.ts';
import { rewardsPanel } from './rewardsPanel.ts';

/** The right pane: the sample's texts, what the completion under test scores, and where else to look. */
export class InspectorView {
  constructor(
    pane: HTMLElement,
    private readonly editor: Editor,
  ) {
    const top = document.createElement('div');
    const rewards = document.createElement('div');
    const rest = document.createElement('div');
    const body = document.createElement('div');
    body.className = 'inspector-body';
    top.className = 'inspector-top';
    body.append(top, rewards, rest);
    pane.append(body);
    editor.drawsWith('inspector', () => {
      const shown = editor.state.current?.sample !== undefined;
      render(shown ? html`${proposalPanel(editor)}${fieldsPanel(editor)}` : nothing, top);
      render(html`${this.siblings()}${this.problems()}`, rest);
    });
    editor.drawsWith('rewards', () => {
      const { state } = editor;
      const shown = state.mode === 'debug' && state.current?.sample !== undefined;
      render(shown ? rewardsPanel(editor) : nothing, rewards);
      followOwnRewards(editor);
      tellScored(editor);
      followGroups(editor);
    });
  }

  private siblings(): TemplateResult | typeof nothing {
    const siblings = this.editor.state.current?.detail.siblings ?? [];
    if (siblings.length === 0) return nothing;
    return html`<section class="siblings" aria-labelledby="siblings-title">
      <h2 id="siblings-title">
        Same image <span class="dim">${plural(siblings.length, 'other sample')}</span>
      </h2>
      <ul class="links">
        ${siblings.map(
          ({ id, position, title }) =>
            html`<li>
              <button class="link-row" title=${title} @click=${() => void select(this.editor, id)}>
                <span class="row-number">${count(position + 1)}</span
                ><span class="link-text" dir="auto">${title === '' ? 'No question' : title}</span>
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  private problems(): TemplateResult | typeof nothing {
    const { problems, opened } = this.editor.state;
    if (opened === undefined) return nothing;
    return html`<section class="problems" aria-label="Problems of the file">
      <button
        class="section-toggle"
        aria-expanded=${problems.open ? 'true' : 'false'}
        @click=${() => {
          toggleProblems(this.editor);
        }}
      >
        ${icon(problems.open ? 'chevron-down' : 'chevron-right')}
        <span>Problems in this file</span>
        <span class="count">${problems.complete || problems.total > 0 ? count(problems.total) : '…'}</span>
      </button>
      ${problems.open ? this.problemList() : nothing}
    </section>`;
  }

  private problemList(): TemplateResult {
    const { total, complete, shown } = this.editor.state.problems;
    if (total === 0) {
      return html`<p class="dim pad">
        ${complete ? 'No problems were found.' : 'The file is being checked…'}
      </p>`;
    }
    return html`<ul class="links">
        ${shown.map((problem) => this.problemTemplate(problem))}
      </ul>
      ${
        shown.length < total
          ? html`<div class="actions pad">
              ${textButton({
                label: `Show more (${count(total - shown.length)})`,
                press: () => {
                  moreProblems(this.editor);
                },
              })}
            </div>`
          : nothing
      }
      ${complete ? nothing : html`<p class="dim pad">Still checking…</p>`}`;
  }

  private problemTemplate({ severity, message, position, row, path }: ListedProblem): TemplateResult {
    const current = row === this.editor.state.current?.id;
    return html`<li>
      <button
        class="link-row ${current ? 'current' : ''}"
        title=${message}
        @click=${() => void selectTarget(this.editor, { row, ...(path !== undefined && { path }) })}
      >
        <span class="severity ${severity}">${icon(severity)}</span>
        <span class="link-text">${message}</span>
        <span class="row-number">${count(position + 1)}</span>
      </button>
    </li>`;
  }
}
