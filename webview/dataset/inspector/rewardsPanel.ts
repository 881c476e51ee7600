import { html, nothing, type TemplateResult } from 'lit';
import { SCRATCH_KINDS } from '../../../src/core/perturb.ts';
import { iconButton } from '../../ui/buttons.ts';
import { reward } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { openMenu } from '../../ui/menu.ts';
import type { Editor } from '../editor.ts';
import { withOwn, withOwnBefore, type AllScores } from '../allScores.ts';
import { scoreBase, scoreTested } from '../scoring.ts';
import { chosen, editScratch, resetScratch, scratchOf, startScratch, tested } from '../underTest.ts';
import { chosenRewards, selectionOf } from '../weights.ts';
import { completionsTable } from './completionsTable.ts';
import { coordinateHintTemplate } from './coordinateHint.ts';
import { fieldId } from './fieldsPanel.ts';
import { ownRewardRows } from './ownRewardRows.ts';
import { delta as deltaOf, linesHead, loggedRewards } from './rewardLine.ts';
import { rewardRow } from './rewardRow.ts';
import { textField } from './textField.ts';

/** The rewards of the completion under test, live, with the completions to choose from below them. */
export function rewardsPanel(editor: Editor): TemplateResult {
  const { state } = editor;
  const now = tested(state);
  const scores = scoreTested(state);
  const before = scoreBase(state);
  if (now === undefined || scores === undefined || before === undefined) {
    return html`<section class="rewards-panel">
      <h2>Rewards</h2>
      <p class="dim pad">A completion needs the size of the image, which is not known for this sample.</p>
    </section>`;
  }
  return html`<section class="rewards-panel" aria-label="Completion under test">
    <h2>
      Rewards <span class="dim">of ${now.text === now.base ? now.origin : `${now.origin}, edited`}</span>
      <span class="grow"></span>
      ${totalTemplate(withOwn(state, scores, chosen(state)), withOwnBefore(state, before))}
    </h2>
    <div
      class="rewards ${loggedRewards(state) === undefined ? '' : 'with-logged'}"
      role="table"
      aria-label="Rewards"
    >
      ${linesHead(state)}
      ${chosenRewards(state).map((each) => {
        const [now, was] = [scores.results[each.name], before.results[each.name]];
        return now === undefined || was === undefined ? nothing : rewardRow(editor, each, now, was);
      })}
      ${ownRewardRows(editor)}
    </div>
    ${selectionNotes(editor)} ${coordinateHintTemplate(editor)} ${completionsTable(editor)}
    ${completionTemplate(editor, now.text)}
  </section>`;
}

/** What is wrong with the setting, where the person misses a reward. */
function selectionNotes({ state }: Editor): TemplateResult | typeof nothing {
  const { problems } = selectionOf(state);
  if (problems.length === 0) return nothing;
  return html`<div class="selection-notes" role="group" aria-label="Rewards setting">
    ${problems.map(({ message }) => html`<p>${icon('warning')} In the settings, ${message}${message.endsWith('?') ? '' : '.'}</p>`)}
  </div>`;
}

function totalTemplate({ total }: AllScores, before: AllScores): TemplateResult {
  if (total === undefined) return html`<span class="total"><span class="dim">total</span> …</span>`;
  const was = before.total ?? null;
  const delta = total === null || was === null ? 0 : total - was;
  return html`<span class="total" title="Weighted sum of the rewards that have a value"
    ><span class="dim">total</span> ${total === null ? '–' : reward(total)}
    ${deltaOf(reward(delta) === reward(0) ? 0 : delta)}</span
  >`;
}

function completionTemplate(editor: Editor, text: string): TemplateResult {
  const { state } = editor;
  const scratch = chosen(state).kind === 'scratch' ? scratchOf(state) : undefined;
  const edited = scratch !== undefined && scratch.text !== scratch.base;
  return html`<div class="completion">
    ${textField({
      label: 'Completion',
      id: fieldId('completion'),
      text,
      key: '4',
      hint: chosen(state).kind === 'scratch' ? 'scratch' : 'typing edits a scratch copy',
      readOnly: false,
      monospace: true,
      typed: (typed) => {
        editScratch(editor, typed);
      },
      left: () => undefined,
    })}
    <div class="completion-tools">
      ${iconButton({
        icon: 'beaker',
        name: 'New scratch',
        press: (event) => {
          openMenu(event.currentTarget as HTMLElement, 'New scratch', [
            ...SCRATCH_KINDS.map(({ kind, label }) => ({
              label,
              run: () => {
                startScratch(editor, kind, label);
              },
            })),
          ]);
        },
      })}
      ${iconButton({
        icon: 'discard',
        name: 'Take back edits of the scratch',
        disabled: !edited,
        press: () => {
          resetScratch(editor);
        },
      })}
    </div>
  </div>`;
}
