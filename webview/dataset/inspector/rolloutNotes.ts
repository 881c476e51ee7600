import { html, nothing, type TemplateResult } from 'lit';
import { count, plural } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import type { State } from '../state.ts';

/** What there is to know of the linked rollouts besides their scores. */
export function rolloutNotes({ current, opened }: State): TemplateResult | typeof nothing {
  const { rollouts = [], earlierRollouts = 0 } = current?.detail ?? {};
  const others = Math.max(0, ...rollouts.map(({ ambiguous = 0 }) => ambiguous));
  const read = opened?.rollouts;
  const bad = read?.bad ?? 0;
  return html`${
    others === 0
      ? nothing
      : note(
          'warning',
          `Ambiguous: these rollouts fit ${plural(others, 'other sample')} as well. Give each sample an id of its own.`,
        )
  }${
    rollouts.some(({ contradicted }) => contradicted === true)
      ? note(
          'warning',
          'The solution that was logged is no answer of this sample, the only one with the same question: it was corrected since, or these rollouts answer another.',
        )
      : nothing
  }${
    earlierRollouts === 0
      ? nothing
      : note(
          'info',
          `The latest ${count(rollouts.length)} rollouts; ${count(earlierRollouts)} earlier ones are in the rollouts editor.`,
        )
  }${read?.reading === true ? note('sync', `Reading rollouts… ${count(read.rollouts)}`) : nothing}${
    bad === 0 ? nothing : note('warning', `${plural(bad, 'record')} of the rollouts cannot be read.`)
  }${(read?.failures ?? []).map(({ path, message }) => note('warning', `${path} holds no rollouts: ${message}.`))}`;
}

function note(kind: 'warning' | 'info' | 'sync', text: string): TemplateResult {
  return html`<p class="rollout-note ${kind}" role="note">${icon(kind)}<span>${text}</span></p>`;
}
