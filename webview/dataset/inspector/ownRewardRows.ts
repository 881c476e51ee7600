import { html, nothing, type TemplateResult } from 'lit';
import type { OwnReward } from '../../../src/core/rewards/selection.ts';
import type { Raised } from '../../../src/protocol/runner.ts';
import { reward } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import type { Editor } from '../editor.ts';
import { ownAlone, ownBefore, ownNow, type OwnAnswer } from '../own/answers.ts';
import { chosenOwn } from '../weights.ts';
import { ownDetail } from './ownDetail.ts';
import { labelOf, loggedRewards, rewardLine, valueCells, wordCells, type Range } from './rewardLine.ts';
import { changedFrom } from './rewardRow.ts';

/** A row for each reward function of the person's own, below the built-in ones. */
export function ownRewardRows(editor: Editor): TemplateResult {
  return html`${chosenOwn(editor.state).map((own) => row(editor, own))}`;
}

function row(editor: Editor, { name, weight }: OwnReward): TemplateResult {
  const { state } = editor;
  const now = ownNow(state, name);
  const value = now?.outcome.reward ?? null;
  const changed = changedFrom(value, ownBefore(state, name)?.outcome.reward ?? null);
  // A comparison has to wait for what is compared.
  const logged = now === undefined ? undefined : loggedRewards(state)?.[name];
  const caught = caughtIn(state, name);
  const said = `${saidOf(now)}${caught.length === 0 ? '' : `, caught ${typesOf(caught)}`}`;
  return rewardLine(editor, {
    name,
    weight,
    label: labelOf(name, said, value, changed, logged),
    failed: now?.outcome.error !== undefined,
    title: titleOf(now),
    mark: html`<span class="own-mark" title="A function of your own">${icon('symbol-function')}</span>`,
    cells: html`${
      value === null
        ? wordCells(words(now), logged)
        : valueCells(state, value, changed, rangeOf(value), logged)
    }${notesBelow(now, caught)}`,
    detail: () => ownDetail(editor, name),
  });
}

/** Nobody says what a function can give: its bar goes from 0 to 1, and to the left for penalties. */
const rangeOf = (value: number): Range => (value < 0 ? [-1, 0] : [0, 1]);

/** Exceptions that the function caught itself: what it answered may stand for a failure. */
export function caughtIn(state: Editor['state'], name: string): readonly Raised[] {
  return (ownAlone(state, name)?.outcome.raised ?? []).filter(({ caught }) => caught);
}

const typesOf = (raised: readonly Raised[]): string =>
  [...new Set(raised.map(({ type }) => type))].join(', ');

/** `0.7412`, `error TypeError`, `no reward`, `…` while it is being computed. */
function saidOf(now: OwnAnswer | undefined): string {
  if (now === undefined) return '…';
  const { error, reward: value } = now.outcome;
  if (error !== undefined) return `error ${error.type}`;
  return value === null ? 'no reward' : reward(value);
}

function words(now: OwnAnswer | undefined): TemplateResult {
  if (now === undefined) return html`<span class="reward-words dim" role="cell">…</span>`;
  const { error } = now.outcome;
  if (error === undefined) return html`<span class="reward-words dim" role="cell">no reward</span>`;
  const hint = error.hint === undefined ? nothing : html`<br />${error.hint}`;
  return html`<span class="reward-error" role="cell"
    >${icon('error')} ${error.type}: ${error.message}${hint}</span
  >`;
}

/** What must not stay hidden in a row that is closed. */
function notesBelow(now: OwnAnswer | undefined, caught: readonly Raised[]): TemplateResult {
  const batchError = now?.result?.batchError;
  return html`${
    batchError === undefined
      ? nothing
      : html`<span class="reward-warning" role="cell" title="As the trainer calls it, all at once"
          >${icon('warning')} the group of ${now?.asked} fails: ${batchError.type}</span
        >`
  }${
    caught.length === 0
      ? nothing
      : html`<span class="reward-warning" role="cell"
          >${icon('info')} raised and caught: ${typesOf(caught)}</span
        >`
  }`;
}

function titleOf(now: OwnAnswer | undefined): string {
  if (now === undefined) return 'Running…';
  const { milliseconds, notes } = now.outcome;
  return [`${(now.result?.milliseconds ?? milliseconds).toFixed(1)} ms`, ...notes].join('\n');
}
