import { html, nothing, type TemplateResult } from 'lit';
import {
  ADVANTAGE_PRESETS,
  ADVANTAGE_RULES,
  type AdvantagePreset,
} from '../../../src/core/rollouts/advantage.ts';
import type { GroupReport } from '../../../src/protocol/dataset.ts';
import { iconButton, textButton } from '../../ui/buttons.ts';
import { count, plural, reward } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { openMenu } from '../../ui/menu.ts';
import type { Editor } from '../editor.ts';
import { askGroups, cancelGroups, choosePreset, groupQuestion, isCurrent } from '../groups.ts';
import type { GroupScores, SampleGroup } from '../groupScores.ts';
import { openRollout } from '../openRollout.ts';
import { weighedOwn } from '../weights.ts';

/** Below the completions: what this group teaches, how advantages are computed, and what all groups teach. */
export function groupFoot(editor: Editor, scores: GroupScores): TemplateResult | typeof nothing {
  const { shown, groups } = scores;
  if (shown === undefined || scores.scores.length < 2) return nothing;
  return html`<div class="group-foot">
    <div>${groupText(shown, groups.length > 1)}</div>
    <div class="group-line">
      ${presetButton(editor)}
      <span class="grow"></span>
      ${textButton({ label: 'Open rollout', key: 'E', icon: 'go-to-file', press: () => void openRollout(editor) })}
      ${reportButton(editor)}
    </div>
    ${ownNote(editor)} ${reportTemplate(editor)}
  </div>`;
}

function groupText({ indices, step, statistics }: SampleGroup, several: boolean): TemplateResult {
  const which = several && step !== undefined ? `Step ${step}: ` : '';
  if (statistics === undefined) return html`${which}${plural(indices.length, 'rollout')}: …`;
  const { mean, spread, flat } = statistics;
  return html`${which}${plural(indices.length, 'rollout')}: mean ${reward(mean)}, spread
  ${reward(spread)}${flat ? html` <span class="flat">no spread: this group teaches nothing</span>` : nothing}`;
}

function presetButton(editor: Editor): TemplateResult {
  const { preset } = groupQuestion(editor.state);
  const { label, formula } = ADVANTAGE_RULES[preset];
  return html`<button
    class="menu-button"
    aria-haspopup="menu"
    aria-label="Advantage: ${label}"
    title="Advantage: ${formula}"
    @click=${(event: Event) => {
      openPresets(editor, event.currentTarget as HTMLElement, preset);
    }}
  >
    <span class="menu-button-text">Advantage: ${label}</span>${icon('chevron-down')}
  </button>`;
}

function openPresets(editor: Editor, owner: HTMLElement, preset: AdvantagePreset): void {
  openMenu(
    owner,
    'Advantage',
    ADVANTAGE_PRESETS.map((value) => ({
      label: ADVANTAGE_RULES[value].label,
      checked: value === preset,
      run: () => {
        void choosePreset(editor, value);
      },
    })),
  );
}

function reportButton(editor: Editor): TemplateResult {
  const { state } = editor;
  const { progress, report } = state.groups;
  if (progress !== undefined) {
    return html`<span class="dim" role="status" aria-label="Scoring all rollouts"
        >Scoring all rollouts… ${Math.floor(progress * 100)} %</span
      >
      ${iconButton({
        icon: 'close',
        name: 'Stop scoring all rollouts',
        press: () => {
          cancelGroups(editor);
        },
      })}`;
  }
  if (isCurrent(state)) return html``;
  return textButton({
    label: report === undefined ? 'Score all groups' : 'Score all groups again',
    press: () => void askGroups(editor),
  });
}

/** Why nothing that takes all groups is there by itself: a person's own functions may take hours over them. */
function ownNote({ state }: Editor): TemplateResult | typeof nothing {
  const names = weighedOwn(state);
  if (names.length === 0 || isCurrent(state) || state.groups.progress !== undefined) return nothing;
  const needed = ADVANTAGE_RULES[groupQuestion(state).preset].ofBatch
    ? 'These advantages take the rewards of all rollouts. '
    : '';
  return html`<p class="group-note">
    ${needed}Scoring all groups runs ${names.join(', ')} on every rollout, which may take long.
  </p>`;
}

function reportTemplate({ state }: Editor): TemplateResult | typeof nothing {
  const { report } = state.groups;
  if (report === undefined) return nothing;
  const { groups, flat } = report.counts;
  const outdated = isCurrent(state) ? '' : ' (before the last change)';
  return html`<div class="group-report">
    <p>
      ${count(flat)} of ${plural(groups, 'group')} in the linked rollouts (${share(flat, groups)}) have no
      spread and teach nothing${outdated}.
    </p>
    ${report.failed.map(
      ({ name, rollouts }) =>
        html`<p class="flat">${name} failed on ${plural(rollouts, 'rollout')}, which count without it.</p>`,
    )}
    ${groups === 0 ? nothing : rewardsTable(report)}
  </div>`;
}

function rewardsTable({ rewards, counts: { groups, alone, without } }: GroupReport): TemplateResult {
  return html`<table class="group-table" aria-label="Groups without spread">
    <thead>
      <tr>
        <th scope="col">no spread</th>
        <th scope="col" title="If it were the only reward">alone</th>
        <th scope="col" title="If it were left out">without it</th>
      </tr>
    </thead>
    <tbody>
      ${rewards.map(
        (name, index) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${share(alone[index] ?? 0, groups)}</td>
            <td>${share(without[index] ?? 0, groups)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const share = (part: number, all: number): string =>
  all === 0 ? '–' : `${((part / all) * 100).toFixed(1)} %`;
