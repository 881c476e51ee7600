import { createHash } from 'node:crypto';
import { SIGNAL_LIST } from '../../../../core/rollouts/signals/index.ts';
import type { SqlColumn } from '../../../../core/rollouts/sqlColumns.ts';
import { TRUNCATED } from '../../../../core/rollouts/table.ts';
import { tableAdvantages } from '../../../../core/rollouts/tableAdvantages.ts';
import type { NumbersBlock } from '../../../../protocol/query.ts';
import { AMBIGUOUS } from '../judgements.ts';
import { valueAt } from '../store.ts';
import type { SqlSource } from './source.ts';

/** Rollouts of a block. */
export const NUMBERS_BLOCK = 8192;

const LINKS = ['none', 'linked', 'ambiguous'];

/** Makes the blocks of numbers of a run as it is now. */
export class NumbersReader {
  private readonly values: readonly ((rollout: number) => number)[];
  /** Names of groups in the block that is made. */
  private names = new Map<string, number>();

  constructor(
    private readonly source: SqlSource,
    columns: readonly SqlColumn[],
  ) {
    const { store } = source;
    const own = this.ownColumns(advantagesOf(source));
    this.values = columns
      .filter(({ kept }) => kept === 'numbers')
      .map(({ name, reward }) => {
        if (reward === undefined) return own[name] ?? (() => NaN);
        const { by, name: of } = reward;
        if (by === 'function') return (rollout) => finite(store.functions.number(of, rollout) ?? NaN);
        const column = (by === 'log' ? store.table : store.judgements).rewards.get(of);
        return (rollout) => finite(column?.at(rollout) ?? NaN);
      });
  }

  block(from: number): NumbersBlock {
    this.names = new Map();
    const count = Math.min(NUMBERS_BLOCK, this.source.store.grouping.groupOf.length - from);
    const values = this.values.map((value) => {
      const column = new Float64Array(count);
      for (let i = 0; i < count; i++) column[i] = value(from + i);
      return column;
    });
    const words = {
      group_name: [...this.names.keys()],
      source: this.source.files(),
      link: LINKS,
      signals: SIGNAL_LIST.map(({ name }) => name),
    };
    return { from, count, values, words };
  }

  private ownColumns(advantages: Float64Array): Readonly<Record<string, (rollout: number) => number>> {
    const { store } = this.source;
    const { table, judgements, grouping } = store;
    const group = (rollout: number): number => grouping.groupOf[rollout] ?? NaN;
    return {
      rollout: (rollout) => rollout,
      step: (rollout) => table.step.at(rollout),
      group_id: group,
      group_name: (rollout) => this.nameNumber(table.groupName(rollout) ?? store.names[group(rollout)] ?? ''),
      source: (rollout) => table.place(rollout).file,
      line: (rollout) => table.place(rollout).line,
      length: (rollout) => table.length.at(rollout),
      truncated: (rollout) => ((table.flags.at(rollout) & TRUNCATED) === 0 ? 0 : 1),
      failed: (rollout) => (store.failed(rollout) ? 1 : 0),
      total: (rollout) => store.total(rollout) ?? NaN,
      advantage: (rollout) => advantages[rollout] ?? NaN,
      logged_advantage: (rollout) => finite(table.advantage.at(rollout)),
      link: (rollout) => linkOf(judgements.row.at(rollout)),
      sample_row: (rollout) => {
        const row = judgements.row.at(rollout);
        return row >= 0 ? row : NaN;
      },
      signals: (rollout) => judgements.signals.at(rollout),
    };
  }

  private nameNumber(name: string): number {
    const known = this.names.get(name);
    if (known !== undefined) return known;
    this.names.set(name, this.names.size);
    return this.names.size - 1;
  }
}

/** Differs where a block does. */
export function digestOf({ values, words }: NumbersBlock): string {
  const hash = createHash('sha1');
  for (const column of values) hash.update(column);
  return hash.update(JSON.stringify(words)).digest('base64');
}

const finite = (value: number): number => valueAt(value) ?? NaN;

function linkOf(row: number): number {
  if (row >= 0) return 1;
  return row === AMBIGUOUS ? 2 : 0;
}

/** Of the totals within the groups, as the inspector shows them; NaN in a group without any. */
function advantagesOf({ store, settings }: SqlSource): Float64Array {
  const count = store.grouping.groupOf.length;
  const step = store.table.step.view();
  const scored = store.members.filter((members) => members.some((rollout) => store.isScored(rollout)));
  const others = store.members.filter((members) => !members.some((rollout) => store.isScored(rollout)));
  const totals = Float64Array.from({ length: count }, (_, rollout) => store.total(rollout) ?? NaN);
  const computed = tableAdvantages(
    {
      members: scored,
      rewards: [...store.judgements.rewards.values()].map((column) => column.view()),
      weights: [...store.rewards.values()],
      step,
    },
    count,
    settings.advantage,
  );
  const logged = tableAdvantages(
    { members: others, rewards: [totals], weights: [1], step },
    count,
    settings.advantage,
  );
  const advantages = computed.map((value, rollout) => value + (logged[rollout] ?? 0));
  for (const members of store.members) {
    if (members.some((rollout) => !Number.isNaN(totals[rollout]))) continue;
    for (const rollout of members) advantages[rollout] = NaN;
  }
  return advantages;
}
