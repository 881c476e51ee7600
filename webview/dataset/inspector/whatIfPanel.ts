import { html, nothing, type TemplateResult } from 'lit';
import { describeChange, sampleChange } from '../../../src/core/rollouts/whatIf.ts';
import { textButton } from '../../ui/buttons.ts';
import { plural, signed } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import type { Editor } from '../editor.ts';
import type { GroupScores } from '../groupScores.ts';
import { backToSaved, type WhatIf, type WhatIfGroup, type WhatIfRollout } from '../whatIf.ts';

/** What the edit of the annotation does to the group that is shown, and to all groups of the sample. */
export function whatIfPanel(
  editor: Editor,
  { shown }: GroupScores,
  what: WhatIf | undefined,
): TemplateResult | typeof nothing {
  if (what === undefined) return nothing;
  const own = what.groups.find(({ group }) => group === shown) ?? what.groups[0];
  if (own === undefined) return nothing;
  return html`<section class="what-if" aria-label="What if">
    <p role="status">
      ${icon('git-compare')}<span><b>Against the saved annotation:</b> ${describeChange(own.change)}.</span>
    </p>
    ${what.groups.length > 1 ? allGroups(what.groups) : nothing}
    ${editor.state.opened?.readOnly === true ? nothing : textButton({ label: 'Back to saved', icon: 'discard', press: () => void backToSaved(editor) })}
  </section>`;
}

function allGroups(groups: readonly WhatIfGroup[]): TemplateResult {
  const { reordered, turned, flattened, revived } = sampleChange(groups.map(({ change }) => change));
  const parts = [
    `order changed in ${reordered} of ${plural(groups.length, 'group')}`,
    turned > 0 ? `${plural(turned, 'advantage')} changed sign` : '',
    flattened > 0 ? `${flattened} became flat` : '',
    revived > 0 ? `${revived} no longer flat` : '',
  ];
  return html`<details>
    <summary>All steps: ${parts.filter((part) => part !== '').join('; ')}</summary>
    <table class="group-table" aria-label="What if, by step">
      <thead>
        <tr>
          <th scope="col">step</th>
          <th scope="col" title="Rollouts whose rank changes">order</th>
          <th scope="col" title="Rollouts whose advantage changes sign">signs</th>
          <th scope="col">spread</th>
        </tr>
      </thead>
      <tbody>
        ${groups.map(
          ({ group, change }) =>
            html`<tr>
              <th scope="row">${group.name ?? group.step ?? '–'}</th>
              <td>${change.moved} of ${change.rollouts}</td>
              <td>${change.turned}</td>
              <td>${spread(change)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

function spread({ wasFlat, flat }: WhatIfGroup['change']): string {
  const word = (isFlat: boolean): string => (isFlat ? 'flat' : 'some');
  return wasFlat === flat ? word(flat) : `${word(wasFlat)} → ${word(flat)}`;
}

/** What a rollout was, where any of it is another now. */
export function wasTemplate(
  was: WhatIfRollout | undefined,
  now: { readonly total: number | null | undefined; readonly advantage: number | undefined },
): TemplateResult | typeof nothing {
  const parts = was === undefined ? [] : wasParts(was, now);
  if (parts.length === 0) return nothing;
  return html`<div class="completion-was" aria-hidden="true">
    ${parts.map(
      ({ name, from, to, by }) =>
        html`<span
          >${name} ${from} →
          <b>${to}</b
          >${by === 0 ? nothing : html`<span class=${by > 0 ? 'up' : 'down'}>${by > 0 ? ' ▲' : ' ▼'}</span>`}</span
        >`,
    )}
  </div>`;
}

/** ", total was 3.2000, rank 1, was 2, advantage was −0.42" */
export function wasSpoken(
  was: WhatIfRollout | undefined,
  now: { readonly total: number | null | undefined; readonly advantage: number | undefined },
): string {
  const parts = was === undefined ? [] : wasParts(was, now);
  return parts.map(({ name, from, to }) => `, ${name} was ${from}, is ${to}`).join('');
}

interface Part {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Above 0 where it became better. */
  readonly by: number;
}

function wasParts(
  { wasTotal, wasRank, rank, wasAdvantage }: WhatIfRollout,
  { total, advantage }: { readonly total: number | null | undefined; readonly advantage: number | undefined },
): readonly Part[] {
  const parts: Part[] = [];
  const number = (value: number | null): string => value?.toFixed(2) ?? 'none';
  if (total !== undefined && number(wasTotal) !== number(total))
    parts.push({
      name: 'total',
      from: number(wasTotal),
      to: number(total),
      by: (total ?? 0) - (wasTotal ?? 0),
    });
  if (wasRank !== rank)
    parts.push({
      name: 'rank',
      from: String(wasRank ?? 'none'),
      to: String(rank ?? 'none'),
      by: (wasRank ?? Infinity) - (rank ?? Infinity),
    });
  if (
    advantage !== undefined &&
    wasAdvantage !== undefined &&
    signed(advantage, 2) !== signed(wasAdvantage, 2)
  )
    parts.push({
      name: 'adv.',
      from: signed(wasAdvantage, 2),
      to: signed(advantage, 2),
      by: advantage - wasAdvantage,
    });
  return parts;
}
