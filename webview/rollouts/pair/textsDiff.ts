import { html, nothing, type TemplateResult } from 'lit';
import { count } from '../../ui/format.ts';
import { wordDiff, type Run } from '../../ui/wordDiff.ts';

/** Most of a text that is compared, in UTF-16 units. */
const MOST = 20_000;

let last: { readonly texts: readonly [string, string]; readonly runs: readonly Run[] } | undefined;

/** Both completions, word by word: what only the left has is struck out, what only the right has underlined. */
export function textsDiff(left: string, right: string): TemplateResult {
  const runs = diffOf(left, right);
  const side = (kind: 'removed' | 'added'): readonly (TemplateResult | string)[] =>
    runs
      .filter((run) => run.kind === 'same' || run.kind === kind)
      .map(({ kind: of, text }) =>
        of === 'same' ? text : of === 'removed' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`,
      );
  const cut = Math.max(left.length, right.length) > MOST;
  return html`<section class="block" aria-label="Texts side by side">
    <h2>Completions</h2>
    ${
      cut
        ? html`<p class="dim">
            The first ${count(MOST)} characters are compared, of ${count(left.length)} and
            ${count(right.length)}.
          </p>`
        : nothing
    }
    <div class="pair-texts">
      <div class="completion-text diff" role="group" aria-label="Left" dir="auto" tabindex="0">
        <span class="as-written">${side('removed')}</span>
      </div>
      <div class="completion-text diff" role="group" aria-label="Right" dir="auto" tabindex="0">
        <span class="as-written">${side('added')}</span>
      </div>
    </div>
  </section>`;
}

/** Drawn with every frame, worked out once. */
function diffOf(left: string, right: string): readonly Run[] {
  if (last?.texts[0] !== left || last.texts[1] !== right) {
    last = { texts: [left, right], runs: wordDiff(left.slice(0, MOST), right.slice(0, MOST)) };
  }
  return last.runs;
}
