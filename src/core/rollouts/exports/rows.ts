import type { JsonObject } from '../../json.ts';
import { dpoRow, trlDpoRow } from './dpo.ts';
import type { EarnedGroup } from './group.ts';
import { promptRow } from './prompts.ts';
import { sftRows, type SftOptions } from './sft.ts';

export const EXPORT_KINDS = ['prompts', 'sft', 'dpo', 'dpo-trl'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

export interface ExportOptions extends SftOptions {
  readonly kind: ExportKind;
  /** For pairs: how far apart the totals are at least. */
  readonly margin: number;
}

/** The rows of one kind that a group gives. */
export function trainingRows(group: EarnedGroup, options: ExportOptions): readonly JsonObject[] {
  switch (options.kind) {
    case 'prompts':
      return listed(promptRow(group));
    case 'sft':
      return sftRows(group, options);
    case 'dpo':
      return listed(dpoRow(group, options.margin));
    case 'dpo-trl':
      return listed(trlDpoRow(group, options.margin));
  }
}

const listed = (row: JsonObject | undefined): readonly JsonObject[] => (row === undefined ? [] : [row]);
