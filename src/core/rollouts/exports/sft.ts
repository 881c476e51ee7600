import type { JsonObject } from '../../json.ts';
import { promptMessages, trainingRow, type EarnedGroup } from './group.ts';

export interface SftOptions {
  /** Totals below this are left out; without it those of nothing and less. */
  readonly least?: number;
  /** How many completions of a group are taken at most, the best first. */
  readonly most: number;
}

/**
 * Rows for supervised training by rejection sampling: of the completions of a group that the filter leaves the best,
 * no two of them equal, and none that is cut off.
 */
export function sftRows(group: EarnedGroup, { least, most }: SftOptions): readonly JsonObject[] {
  const totals = new Map<string, number>();
  for (const { completion, total, listed, truncated } of group.completions) {
    if (listed && !truncated && total !== null && (least === undefined ? total > 0 : total >= least))
      totals.set(completion, Math.max(total, totals.get(completion) ?? total));
  }
  const best = [...totals].sort(([, a], [, b]) => b - a).slice(0, most);
  const prompt = promptMessages(group);
  return best.map(([content]) => trainingRow(group, [...prompt, { role: 'assistant', content }]));
}
