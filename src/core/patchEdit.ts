import { applyPatches, type Edit, type TextPatch } from './edit.ts';
import { hashText } from './hash.ts';
import type { RowId } from './sample.ts';

export type PatchEdit = Extract<Edit, { readonly kind: 'patch' }>;

/** Patches of a row whose text is `text`, with the check that they are applied to no other. */
export function patchEdit(row: RowId, text: string, patches: readonly TextPatch[]): PatchEdit {
  return { kind: 'patch', row, patches, check: [hashText(text), hashText(applyPatches(text, patches))] };
}
