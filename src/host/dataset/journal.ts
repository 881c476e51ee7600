import { trimPatch } from '../../core/codec/trimPatch.ts';
import { applyPatches, invert, type Edit, type TextPatch } from '../../core/edit.ts';
import { patchEdit } from '../../core/patchEdit.ts';
import type { RowId } from '../../core/sample.ts';

/** One undo step. Its edit grows while a text session is open. */
export interface Step {
  readonly label: string;
  /** By which the webview that asked for it knows it. */
  readonly name?: string;
  edit: Edit;
}

/** The edits that lead from the file as saved to the rows as they are: what a revert takes back. VS Code owns undo. */
export class Journal {
  private entries: (Step | Edit)[] = [];

  /** What takes all of it back, to be applied as one. */
  get inverse(): Edit {
    return invert({
      kind: 'group',
      edits: this.entries.map((entry) => ('label' in entry ? entry.edit : entry)),
    });
  }

  done(step: Step): void {
    this.entries.push(step);
  }

  /** Edits from a backup: they have no undo step. */
  restored(edits: readonly Edit[]): void {
    this.entries.push(...edits);
  }

  undone(step: Step): void {
    if (this.entries.at(-1) === step) this.entries.pop();
    else this.entries.push(invert(step.edit));
  }

  /** The file now holds them. */
  saved(): void {
    this.entries = [];
  }
}

/** A text edit from its first keystroke to its last: one undo step whose edit grows. */
export class TextSession {
  readonly step: Step;
  private readonly patches: TextPatch[] = [];

  constructor(
    readonly key: string,
    readonly row: RowId,
    /** The row's text before the first keystroke. */
    private readonly before: string,
    label: string,
  ) {
    this.step = { label, edit: { kind: 'patch', row, patches: this.patches } };
  }

  add(patches: readonly TextPatch[]): void {
    this.patches.push(...patches);
  }

  /** Joins the keystrokes into one replacement, which from now on fits no other text. */
  end(): void {
    const after = applyPatches(this.before, this.patches);
    const patch = trimPatch({ at: 0, removed: this.before, inserted: after });
    this.step.edit = patchEdit(this.row, this.before, patch === undefined ? [] : [patch]);
  }
}
