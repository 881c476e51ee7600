import { html, nothing, type TemplateResult } from 'lit';
import type { RolloutDetail } from '../../../src/protocol/rollouts.ts';
import { count, reward, signed } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';

interface Row {
  readonly name: string;
  readonly left: number | null | undefined;
  readonly right: number | null | undefined;
  /** As the numbers are written. */
  readonly digits: number;
}

/** Rewards and what else is a number of two rollouts, with the difference from the left to the right. */
export function numbersTable(left: RolloutDetail, right: RolloutDetail): TemplateResult {
  return html`<section class="block">
    <div class="pair-numbers" role="table" aria-label="Rewards side by side">
      <div class="pair-number head" role="row">
        <span role="columnheader">reward</span><span role="columnheader">left</span
        ><span role="columnheader">right</span><span role="columnheader">difference</span>
      </div>
      ${rowsOf(left, right).map(rowTemplate)}
    </div>
  </section>`;
}

function rowsOf(left: RolloutDetail, right: RolloutDetail): readonly Row[] {
  const sides = [left, right];
  const computed = unique(sides.map(({ values }) => values));
  const logged = unique(sides.map(({ logged: each }) => each)).filter((name) => !computed.includes(name));
  const row = (name: string, of: (rollout: RolloutDetail) => number | null | undefined, digits = 4): Row => ({
    name,
    left: of(left),
    right: of(right),
    digits,
  });
  const rows = [
    ...computed.map((name) => row(name, ({ values }) => values[name])),
    ...logged.map((name) => row(`${name} (logged)`, ({ logged: each }) => each[name])),
    row('total', ({ total }) => total),
    row('advantage', ({ advantage }) => advantage),
    row('entropy', ({ entropy }) => entropy),
    row('attention density', ({ attention }) => attention?.density),
    row('characters', ({ completion }) => completion.length, 0),
  ];
  return rows.filter((each) => each.left !== undefined || each.right !== undefined);
}

const unique = (records: readonly Readonly<Record<string, unknown>>[]): readonly string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record))),
];

function rowTemplate({ name, left, right, digits }: Row): TemplateResult {
  const write = (value: number | null | undefined): string => {
    if (value === undefined) return '–';
    if (value === null) return 'failed';
    return digits === 0 ? count(value) : reward(value);
  };
  const known = typeof left === 'number' && typeof right === 'number';
  const difference = known ? right - left : undefined;
  const differs = difference === undefined ? left !== right : Math.abs(difference) >= 0.5 * 10 ** -digits;
  const change = difference === undefined ? (differs ? 'one alone' : '') : signed(difference, digits);
  return html`<div
    class="pair-number ${differs ? 'differs' : ''}"
    role="row"
    aria-label="${name} ${write(left)} and ${write(right)}${differs ? `, difference ${change}` : ', the same'}"
  >
    <span role="rowheader">${name}</span><span role="cell">${write(left)}</span
    ><span role="cell">${write(right)}</span
    ><span
      role="cell"
      class=${difference === undefined || !differs || digits === 0 ? 'zero' : difference > 0 ? 'up' : 'down'}
      >${
        differs
          ? html`${difference === undefined ? nothing : icon(difference > 0 ? 'arrow-small-up' : 'arrow-small-down')}${change}`
          : html`<span class="dim">the same</span>`
      }</span
    >
  </div>`;
}
