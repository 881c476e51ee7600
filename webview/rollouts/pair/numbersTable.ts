import { html, nothing, type TemplateResult } from 'lit';
import type { RolloutDetail } from '../../../src/protocol/rollouts.ts';
import { count, reward, signed, signedCount } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';

type Value = number | null | undefined;

interface Row {
  readonly name: string;
  readonly left: Value;
  readonly right: Value;
  readonly kind: 'reward' | 'signed' | 'count';
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
  const row = (name: string, of: (rollout: RolloutDetail) => Value, kind: Row['kind'] = 'reward'): Row => ({
    name,
    left: of(left),
    right: of(right),
    kind,
  });
  const rows = [
    ...computed.map((name) => row(name, ({ values }) => values[name])),
    ...logged.map((name) => row(`${name} (logged)`, ({ logged: each }) => each[name])),
    row('total', ({ total }) => total),
    row('advantage', ({ advantage }) => advantage, 'signed'),
    row('entropy', ({ entropy }) => entropy),
    row('attention density', ({ attention }) => attention?.density),
    row('characters', ({ completion }) => completion.length, 'count'),
  ];
  return rows.filter((each) => each.left !== undefined || each.right !== undefined);
}

const unique = (records: readonly Readonly<Record<string, unknown>>[]): readonly string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record))),
];

const WRITE: Readonly<Record<Row['kind'], (value: number) => string>> = {
  reward,
  signed: (value) => signed(value),
  count,
};

function rowTemplate({ name, left, right, kind }: Row): TemplateResult {
  const write = (value: Value): string => {
    if (value === undefined) return '–';
    return value === null ? 'failed' : WRITE[kind](value);
  };
  const difference = typeof left === 'number' && typeof right === 'number' ? right - left : undefined;
  const change = kind === 'count' ? signedCount(difference ?? 0) : signed(difference ?? 0);
  // Of numbers that are written alike nobody sees a difference.
  const differs = difference === undefined ? left !== right : /[1-9]/.test(change);
  const direction = !differs || difference === undefined ? undefined : difference > 0 ? 'up' : 'down';
  return html`<div
    class="pair-number ${differs ? 'differs' : ''}"
    role="row"
    aria-label="${name} ${write(left)} and ${write(right)}, ${!differs ? 'the same' : direction === undefined ? 'different' : `difference ${change}`}"
  >
    <span role="rowheader">${name}</span><span role="cell">${write(left)}</span
    ><span role="cell">${write(right)}</span
    ><span role="cell" class=${kind === 'count' ? 'zero' : (direction ?? 'zero')}
      >${direction === undefined ? nothing : html`${icon(`arrow-small-${direction}`)}${change}`}${
        differs ? nothing : html`<span class="dim">the same</span>`
      }</span
    >
  </div>`;
}
