import { html, nothing, type TemplateResult } from 'lit';
import { iconButton, textButton } from '../ui/buttons.ts';
import { icon } from '../ui/icon.ts';
import { plural, sentence } from '../ui/format.ts';
import { openMenu } from '../ui/menu.ts';
import { fileName, LISTED } from './badRecords.ts';
import type { Session } from './session.ts';
import { shown } from './state.ts';
import { viewOf } from './views.ts';

/** Above what is shown: why reading ended, what was left out, and what the page has to say. */
export function banners(session: Session): TemplateResult {
  const { notice, run } = session.state;
  const failed = run?.failure !== undefined && run.groups > 0 ? run.failure : undefined;
  const dismiss = (): void => {
    session.state.notice = undefined;
    session.changed();
  };
  return html`${uncertainRewards(session)}${failed === undefined ? nothing : html`<div class="banner error">${icon('error')}<span class="banner-text">${failed}</span></div>`}${leftOut(
    session,
  )}${
    notice === undefined
      ? nothing
      : html`<div class="banner ${notice.kind}">
          ${icon(notice.kind)}<span class="banner-text">${notice.text}</span>
          ${iconButton({ icon: 'close', name: 'Dismiss message', press: dismiss })}
        </div>`
  }`;
}

/** Which logged numbers are rewards, where that had to be found out or cannot be. */
function uncertainRewards({ state, host }: Session): TemplateResult | typeof nothing {
  const note = state.run?.rewardsNote;
  if (note === undefined || (state.run?.groups ?? 0) === 0) return nothing;
  return html`<div class="banner info">
    ${icon('info')}<span class="banner-text" title=${sentence(note)}>${sentence(note)}</span>
    ${textButton({ label: 'Name the rewards', press: () => void host.call('mapColumns', null) })}
  </div>`;
}

/** The files of a folder that hold no rollouts, each with the reason. */
function leftOut({ state, host }: Session): TemplateResult | typeof nothing {
  const skipped = state.run?.skipped ?? [];
  const [first] = skipped;
  if (first === undefined || (state.run?.groups ?? 0) === 0) return nothing;
  const list = (event: Event): void => {
    const items = skipped.slice(0, LISTED).map(({ path, message }) => ({
      label: `${fileName(path)}: ${message}`,
      run: () => void host.call('openSource', { source: path, line: 1 }),
    }));
    openMenu(event.currentTarget as HTMLElement, 'Files left out', items);
  };
  const many = skipped.length > 1;
  return html`<div class="banner info">
    ${icon('info')}<span class="banner-text" title="${first.path}: ${first.message}"
      >${plural(skipped.length, 'file')} of the folder ${many ? 'are' : 'is'} left out:
      ${fileName(first.path)}, ${first.message}</span
    >
    ${many ? iconButton({ icon: 'list-unordered', name: 'Files left out', press: list }) : nothing}
  </div>`;
}

/** What stands in the place of everything while there is no rollout to show. */
export function cover({ state, host }: Session): TemplateResult | typeof nothing {
  const { failure, run } = state;
  const reason = failure ?? run?.failure;
  if (reason !== undefined && (run?.groups ?? 0) === 0) {
    return html`<div class="cover-text" role="alert">
      ${icon('error')}
      <h2>These rollouts cannot be read</h2>
      <p>${reason.endsWith('.') ? reason : sentence(reason)}</p>
      ${
        run?.unknownFormat === true
          ? textButton({ label: 'Map the columns', press: () => void host.call('mapColumns', null) })
          : nothing
      }
    </div>`;
  }
  if (run !== undefined && !run.reading && run.groups === 0) {
    return html`<div class="cover-text">
      ${icon('history')}
      <h2>No rollouts yet</h2>
      <p>They show up here as soon as the run has written the first in full.</p>
    </div>`;
  }
  if (shown(state) !== undefined || viewOf(state.view).of !== 'rollout') return nothing;
  return html`<div class="cover-text">
    <vscode-progress-ring></vscode-progress-ring>
    <p>Reading…</p>
  </div>`;
}
