import { html, nothing, type TemplateResult } from 'lit';
import type { Frame, Raised, RunnerError } from '../../../src/protocol/runner.ts';
import { messageOf } from '../../ui/errors.ts';
import { plural, reward } from '../../ui/format.ts';
import type { Editor } from '../editor.ts';
import { ownAlone, ownNow, type OwnAnswer } from '../own/answers.ts';

/** What an own function's row opens into: all that is known of its last call. */
export function ownDetail(editor: Editor, name: string): TemplateResult {
  const now = ownNow(editor.state, name);
  const alone = ownAlone(editor.state, name);
  if (now === undefined) return html`<div class="trace own-detail dim" role="cell">Running…</div>`;
  const { extras, error } = now.outcome;
  const notes = new Set([...now.outcome.notes, ...(alone?.outcome.notes ?? [])]);
  return html`<div class="trace own-detail" role="cell">
    ${error === undefined ? nothing : traceback(editor, error)}
    <dl class="facts">
      ${howCalled(now, alone)}
      ${Object.entries(extras ?? {}).map(([key, value]) => fact(key, html`${shown(value)}`))}
      ${[...notes].map((note) => fact('note', html`${note}`))} ${caughtFacts(editor, alone)}
    </dl>
  </div>`;
}

function fact(name: string, value: TemplateResult): TemplateResult {
  return html`<div class="fact">
    <dt>${name}</dt>
    <dd dir="auto">${value}</dd>
  </div>`;
}

/** The batch as its trainer hands it over, beside the row by itself. */
function howCalled(now: OwnAnswer, alone: OwnAnswer | undefined): TemplateResult {
  const { result, asked } = now;
  if (result === undefined) return html``;
  const time = html`<span class="dim">${result.milliseconds.toFixed(1)} ms</span>`;
  if (!result.wholeBatch || asked === 1) {
    return fact(result.wholeBatch ? 'as the trainer calls it' : 'row by row', html`${valueOf(now)} ${time}`);
  }
  const { batchError } = result;
  const whole =
    batchError === undefined
      ? html`${valueOf(now)} in ${plural(asked, 'completion')} at once ${time}`
      : html`<span class="bad">${batchError.type}: ${batchError.message}</span> ends the batch of ${asked}
          ${time}`;
  return html`${fact('as the trainer calls it', whole)}
  ${fact('row by row', alone === undefined ? html`…` : html`${valueOf(alone)}${differs(now, alone)}`)}`;
}

function valueOf({ outcome: { reward: value, error } }: OwnAnswer): TemplateResult {
  if (error !== undefined) return html`<span class="bad">${error.type}</span>`;
  return value === null ? html`no reward` : html`${reward(value)}`;
}

function differs(now: OwnAnswer, alone: OwnAnswer): TemplateResult | typeof nothing {
  const [whole, single] = [now.outcome.reward, alone.outcome.reward];
  if (whole === null || single === null || reward(whole) === reward(single)) return nothing;
  return html` <span class="flat">it depends on the other completions</span>`;
}

function caughtFacts(editor: Editor, alone: OwnAnswer | undefined): readonly TemplateResult[] {
  const raised = (alone?.outcome.raised ?? []).filter(({ caught }) => caught);
  return raised.map((each) => fact('raised and caught', caughtFact(editor, each)));
}

function caughtFact(editor: Editor, { type, message, file, line, times }: Raised): TemplateResult {
  const often = times === 1 ? nothing : html` <span class="dim">${times} times</span>`;
  return html`${type}: ${message}${often}<br />${sourceLink(editor, file, line)}`;
}

/** Outermost first, as Python writes it: the place to mend is at the end. */
function traceback(
  editor: Editor,
  { frames = [], file, line }: RunnerError,
): TemplateResult | typeof nothing {
  const places: readonly Frame[] =
    frames.length > 0 || file === undefined || line === undefined ? frames : [{ file, line, function: '' }];
  if (places.length === 0) return nothing;
  return html`<ol class="frames" aria-label="Traceback">
    ${places.map(
      (frame) =>
        html`<li>
          ${sourceLink(editor, frame.file, frame.line)}
          <span class="dim">${frame.function === '' ? nothing : `in ${frame.function}`}</span>
          ${frame.text === undefined ? nothing : html`<code>${frame.text}</code>`}
        </li>`,
    )}
  </ol>`;
}

function sourceLink(editor: Editor, file: string, line: number): TemplateResult {
  const name = `${file.split(/[\\/]/).at(-1) ?? file}, line ${line}`;
  return html`<button
    class="source-link"
    title=${file}
    aria-label="Open ${name}"
    @click=${() => {
      editor.host.call('openSource', { file, line }).catch((error: unknown) => {
        editor.notify('error', `The file could not be opened: ${messageOf(error)}`);
      });
    }}
  >
    ${name}
  </button>`;
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
