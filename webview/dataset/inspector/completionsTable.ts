import { html, nothing, type TemplateResult } from 'lit';
import { signed } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { styles } from '../../ui/styles.ts';
import { ADVANTAGE_RULES } from '../../../src/core/rollouts/advantage.ts';
import type { Editor } from '../editor.ts';
import { groupFoot } from './groupFoot.ts';
import { groupQuestion } from '../groups.ts';
import { scoreGroups } from '../groupScores.ts';
import { withOwn, type AllScores } from '../allScores.ts';
import { scoreText, type Scores } from '../scoring.ts';
import { chosenOwn, chosenRewards, toggleRanked } from '../weights.ts';
import { whatIf, type WhatIfRollout } from '../whatIf.ts';
import { rolloutNotes } from './rolloutNotes.ts';
import { weightsPanel } from './weightsPanel.ts';
import { wasSpoken, wasTemplate, whatIfPanel } from './whatIfPanel.ts';
import { choose, chosen, proposedCompletion, scratchOf, type Choice } from '../underTest.ts';

interface Row {
  readonly choice: Choice;
  readonly name: string;
  readonly title: string;
  readonly scores: AllScores;
  readonly advantage?: number;
  readonly ambiguous?: boolean;
  /** Against the annotation as saved, where that is another. */
  readonly was?: WhatIfRollout | undefined;
}

/**
 * The completions of this sample, a row each: choosing one puts it under test. Rollouts are one group, whose
 * advantages say what training would learn from it.
 */
export function completionsTable(editor: Editor): TemplateResult | typeof nothing {
  const { state } = editor;
  const rollouts = state.current?.detail.rollouts ?? [];
  const group = scoreGroups(state);
  const what = whatIf(state, group);
  const { label, formula } = ADVANTAGE_RULES[groupQuestion(state).preset];
  const rows: Row[] = [];
  const add = (row: Omit<Row, 'scores'>, scores: AllScores | undefined): void => {
    if (scores !== undefined) rows.push({ ...row, scores });
  };
  const addAlone = (row: Omit<Row, 'scores'>, builtIn: Scores | undefined): void => {
    if (builtIn !== undefined) add(row, withOwn(state, builtIn, row.choice));
  };
  for (const [index, { source, line, step, ambiguous }] of rollouts.entries()) {
    const advantage = group.advantages[index];
    const row: Omit<Row, 'scores'> = {
      choice: { kind: 'rollout', index },
      name: `Rollout ${index + 1}`,
      title: `${source}, line ${line}${step === undefined ? '' : `, step ${step}`}${ambiguous === undefined ? '' : ', ambiguous'}`,
      ambiguous: ambiguous !== undefined,
      was: what?.rollouts[index],
    };
    add(advantage === undefined ? row : { ...row, advantage }, group.scores[index]);
  }
  const proposal = proposedCompletion(state);
  if (proposal !== undefined) {
    const title = 'What the local model proposes';
    addAlone({ choice: { kind: 'proposal' }, name: 'From model', title }, scoreText(state, proposal));
  }
  const scratch = scratchOf(state);
  if (scratch !== undefined) {
    const title = `A scratch copy of: ${scratch.origin}`;
    addAlone({ choice: { kind: 'scratch' }, name: 'Scratch', title }, scoreText(state, scratch.text));
  }
  if (rows.length < 2) return rolloutNotes(state);
  const { ranked } = state.weighing;
  if (ranked) rows.sort(byTotal);
  const now = chosen(state);
  const at = rows.findIndex(({ choice }) => same(choice, now));
  const move = (event: KeyboardEvent): void => {
    const by: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };
    const target = rows[Math.max(0, Math.min(rows.length - 1, at + (by[event.key] ?? NaN)))];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choose(editor, target.choice);
  };
  const rewards = columnsOf(state);
  return html`<div class="completions" ${styles({ '--rewards': String(rewards.length) })}>
    ${rolloutNotes(state)}
    <div class="completions-table">
      <div class="completions-head">
        <span></span>${rewards.map(
          ({ name, short }) => html`<span title=${name} aria-hidden="true">${short}</span>`,
        )}<button
          class="sort"
          aria-label="Rank by total"
          aria-pressed=${ranked ? 'true' : 'false'}
          title=${ranked ? 'In the order of their totals' : 'In the order of the file; press to rank by total'}
          @click=${() => {
            toggleRanked(editor);
          }}
        >
          ${ranked ? icon('arrow-down') : nothing}total</button
        ><span aria-hidden="true" title="Advantage, ${label}: ${formula}">adv.</span>
      </div>
      <div
        class="completions-rows"
        role="listbox"
        aria-label="Completions"
        aria-activedescendant="completion-${at}"
        tabindex="0"
        @keydown=${move}
      >
        ${rows.map((row, index) => rowTemplate(editor, rewards, row, index, index === at))}
      </div>
    </div>
    ${whatIfPanel(editor, group, what)} ${weightsPanel(editor)} ${groupFoot(editor, group)}
  </div>`;
}

interface Column {
  readonly name: string;
  readonly short: string;
}

/** A function of the person's own has no short name: its beginning has to do. */
function columnsOf(state: Editor['state']): readonly Column[] {
  return [...chosenRewards(state), ...chosenOwn(state).map(({ name }) => ({ name, short: name }))];
}

function rowTemplate(
  editor: Editor,
  rewards: readonly Column[],
  row: Row,
  index: number,
  selected: boolean,
): TemplateResult {
  const { scores, advantage } = row;
  const spoken = `${row.name}, total ${totalText(scores.total, 4)}${advantage === undefined ? '' : `, advantage ${advantage.toFixed(2)}`}${row.ambiguous === true ? ', ambiguous' : ''}${wasSpoken(row.was, { total: scores.total, advantage })}`;
  return html`<div
      class="completion-row ${selected ? 'selected' : ''}"
      id="completion-${index}"
      role="option"
      aria-selected=${selected ? 'true' : 'false'}
      aria-label=${spoken}
      title=${row.title}
      @click=${() => {
        choose(editor, row.choice);
      }}
    >
      <span class="completion-name"
        >${row.name}${row.ambiguous === true ? html`<span class="bad">?</span>` : nothing}</span
      >${rewards.map(({ name }) => {
        const result = scores.results[name];
        if (result === undefined) return html`<span class="zero">…</span>`;
        const { value, error } = result;
        if (error?.type === 'NoReward') return html`<span class="zero" title=${error.message}>–</span>`;
        return value === null
          ? html`<span class="bad" title="${error.type}: ${error.message}">err</span>`
          : html`<span class=${value === 0 ? 'zero' : ''}>${value.toFixed(2)}</span>`;
      })}<span class="strong">${totalText(scores.total, 2)}</span
      ><span
        class=${advantage === undefined || Math.abs(advantage) < 0.005 ? 'zero' : advantage > 0 ? 'up' : 'down'}
        >${advantage === undefined ? '' : signed(advantage, 2)}</span
      >
    </div>
    ${wasTemplate(row.was, { total: scores.total, advantage })}`;
}

/** The greatest total first, those without one last. */
function byTotal(a: Row, b: Row): number {
  return (b.scores.total ?? -Infinity) - (a.scores.total ?? -Infinity) || 0;
}

function totalText(total: AllScores['total'], digits: number): string {
  return total === undefined ? '…' : (total?.toFixed(digits) ?? 'none');
}

function same(a: Choice, b: Choice): boolean {
  return a.kind === b.kind && (a.kind !== 'rollout' || b.kind !== 'rollout' || a.index === b.index);
}
