import { html, nothing, type TemplateResult } from 'lit';
import { findJsonError } from '../../src/core/codec/jsonError.ts';
import type { RowDetail } from '../../src/protocol/dataset.ts';
import { icon } from '../ui/icon.ts';

/** Text shown before and after the place at fault; what lies further off is not of use to find it. */
const AROUND = 4000;

/** A row that is no sample, as it stands in the file, with the place that is wrong pointed at. */
export function verbatim({ text = '', summary, problems, image, line }: RowDetail): TemplateResult {
  const fault = summary.state === 'malformed' ? faultOf(text) : undefined;
  const message = fault?.message ?? problems[0]?.message ?? (image.kind === 'problem' ? image.message : '');
  const at = fault?.offset;
  const where = [line > 0 ? `line ${line}` : '', at === undefined ? '' : `column ${at + 1}`].filter(
    (part) => part !== '',
  );
  const start = at === undefined ? 0 : Math.max(0, at - AROUND);
  const end = at === undefined ? text.length : Math.min(text.length, at + AROUND);
  return html`<div class="verbatim">
    <h2>
      ${icon('error')}
      ${summary.state === 'tooLarge' ? 'This row is too large to edit' : 'This row is not a sample'}
    </h2>
    <p role="alert">
      ${capitalised(message)}${where.length === 0 ? nothing : html` <span class="dim">(${where.join(', ')})</span>`}
    </p>
    <pre tabindex="0" aria-label="Text of the row">
${start > 0 ? '…' : nothing}${
        at === undefined
          ? text
          : html`${text.slice(start, at)}<mark>${at < text.length ? text.slice(at, at + 1) : '⏎'}</mark>${text.slice(at + 1, end)}`
      }${end < text.length ? '…' : nothing}</pre>
    <p class="dim">
      It is kept exactly as it
      is.${
        summary.state === 'tooLarge'
          ? ' It can be moved, but not copied or deleted: undoing that would need all of its text in memory. Cut its line with another tool.'
          : ' Open the file as text to mend it; training tools usually drop such rows silently.'
      }
    </p>
  </div>`;
}

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Where the text stops being JSON; undefined for what is JSON, or is cut short here. */
function faultOf(text: string): { readonly message: string; readonly offset: number } | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return findJsonError(text);
  }
}
