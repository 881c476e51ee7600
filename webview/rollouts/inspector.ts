import { html, nothing, type TemplateResult } from 'lit';
import { groupingNote } from '../../src/core/rollouts/groupingNote.ts';
import { readSample } from '../../src/core/readSample.ts';
import { CONTRADICTED, whyUnlinked } from '../../src/core/rollouts/link.ts';
import { textButton } from '../ui/buttons.ts';
import { decimals, plural, sentence } from '../ui/format.ts';
import { icon } from '../ui/icon.ts';
import { completionView } from './completionView.ts';
import { attentionBlock } from './picture/attention.ts';
import { rewardsTable } from './rewardsTable.ts';
import type { Session } from './session.ts';
import { shown } from './state.ts';

/** The right pane: the rollout's text, rewards and signals, its prompt, and what its group says together. */
export function inspector(session: Session): TemplateResult | typeof nothing {
  const { state } = session;
  if (state.group === undefined || shown(state) === undefined) return nothing;
  return html`${findings(session)}${completionView(session)}${rewardsTable(session)}${attentionBlock(session)}${groupBlock(session)}${prompt(session)}${links(session)}`;
}

function findings({ state }: Session): TemplateResult | typeof nothing {
  const rollout = shown(state);
  if (rollout === undefined) return nothing;
  const { error, findings: found } = rollout;
  if (error === undefined && found.length === 0) return nothing;
  return html`<section class="block" aria-label="Signals">
    <ul class="findings">
      ${
        error === undefined
          ? nothing
          : html`<li class="error">
              ${icon('error')}<span><b>Failed</b> ${error}</span>
            </li>`
      }
      ${found.map(
        ({ title, evidence }) =>
          html`<li class="warning">
            ${icon('warning')}<span><b>${title}</b> ${evidence}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

function groupBlock({ state }: Session): TemplateResult | typeof nothing {
  const { group, run } = state;
  if (group === undefined) return nothing;
  const { summary, majority, passAt, best } = group;
  const assumed = run && groupingNote(run);
  const certain =
    run?.basis === 'named' ? 'as the run names it' : 'by equal prompts; its advantages sum to 0';
  return html`<section class="block" aria-label="Group">
    <h2>Group ${summary.name}</h2>
    <dl class="facts">
      <dt>rollouts</dt>
      <dd>${group.rollouts.length}, ${assumed ?? certain}</dd>
      <dt>mean ± spread</dt>
      <dd>
        ${decimals(summary.mean, 4)} ±
        ${decimals(summary.spread, 4)}${summary.flat ? html` <span class="flat">no spread: it teaches nothing</span>` : nothing}
      </dd>
      ${
        passAt.length === 0
          ? nothing
          : html`<dt>pass@k</dt>
              <dd>${passAt.map(({ k, value }) => `@${k} ${value.toFixed(2)}`).join('   ')}</dd>`
      }
      ${
        majority === undefined
          ? nothing
          : html`<dt>majority</dt>
              <dd>
                ${majority.tied > 1 ? `none, ${majority.tied} answers tie; the first: ` : nothing}“<bdi>${majority.answer}</bdi>”
                ${majority.votes} of
                ${majority.of}${group.sample === undefined ? nothing : majority.right ? ', right' : ', wrong'}
              </dd>`
      }
      ${
        best === undefined
          ? nothing
          : html`<dt>best of ${group.rollouts.length}</dt>
              <dd>rollout ${best + 1}</dd>`
      }
    </dl>
  </section>`;
}

function prompt({ state }: Session): TemplateResult | typeof nothing {
  const { group, opened } = state;
  if (group === undefined) return nothing;
  const sample = group.sample && readSample(group.sample.row, opened?.settings.columns);
  return html`<section class="block" aria-label="Prompt">
    ${
      sample === undefined
        ? nothing
        : html`<h2>
              Sample
              ${group.sample?.unsaved === true ? html`<span class="dim">with unsaved edits</span>` : nothing}
            </h2>
            <dl class="facts">
              <dt>question</dt>
              <dd dir="auto">${sample.question.value}</dd>
              <dt>answers</dt>
              <dd dir="auto">${sample.answers.value.join(' · ')}</dd>
              <dt>caption</dt>
              <dd dir="auto">${sample.caption.value}</dd>
            </dl>`
    }
    ${
      group.turns.length === 0
        ? nothing
        : html`<details class="turns">
            <summary>Prompt, ${plural(group.turns.length, 'turn')}</summary>
            ${group.turns.map(({ role, text }) => html`<div class="turn"><b>${role}</b><span dir="auto">${text}</span></div>`)}
          </details>`
    }
  </section>`;
}

function links(session: Session): TemplateResult | typeof nothing {
  const { state, host } = session;
  const rollout = shown(state);
  const { group, run } = state;
  if (rollout === undefined || group === undefined) return nothing;
  const { link } = group;
  const place = group.sample?.place;
  return html`<section class="block" aria-label="Links">
    ${
      link.kind === 'ambiguous'
        ? html`<p class="warning">
            ${icon('question')} ${sentence(whyUnlinked(link))} It is not guessed which is meant.
          </p>`
        : link.kind === 'linked' && link.contradicted === true
          ? html`<p class="warning">
              ${icon('question')} ${sentence(CONTRADICTED)} It was corrected since, or this rollout answers
              another.
            </p>`
          : link.kind === 'none' && run?.dataset !== undefined
            ? html`<p class="dim">${sentence(whyUnlinked(link))}</p>`
            : nothing
    }
    <div class="actions">
      ${place === undefined ? nothing : textButton({ label: 'Open sample', key: 'E', icon: 'list-selection', press: () => void host.call('openRow', { row: place.row }) })}
      ${textButton({ label: run?.dataset === undefined ? 'Choose dataset…' : 'Other dataset…', icon: 'database', press: () => void host.call('chooseDataset', null, { onProgress: () => undefined }) })}
      ${textButton({ label: 'Over training', key: 'T', icon: 'history', press: () => void session.setView('history') })}
      ${textButton({ label: `Line ${rollout.line}`, icon: 'go-to-file', press: () => void host.call('openSource', { source: rollout.source, line: rollout.line }) })}
    </div>
  </section>`;
}
