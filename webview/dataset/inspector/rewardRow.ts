import { html, type TemplateResult } from 'lit';
import type { RewardResult } from '../../../src/core/rewards/reward.ts';
import type { ChosenReward } from '../../../src/core/rewards/selection.ts';
import { reward } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import type { Editor } from '../editor.ts';
import { openTrace } from '../traces.ts';
import { labelOf, loggedRewards, rewardLine, valueCells, wordCells } from './rewardLine.ts';
import { traceView } from './traceView.ts';

/** What a value was, where it is written otherwise now. */
export function changedFrom(now: number | null, before: number | null): number | undefined {
  return now === null || before === null || reward(now) === reward(before) ? undefined : before;
}

/** A reward of the completion under test, which opens into its steps. */
export function rewardRow(
  editor: Editor,
  { name, weight, range }: ChosenReward,
  now: RewardResult,
  before: RewardResult,
): TemplateResult {
  const { state } = editor;
  const logged = loggedRewards(state)?.[name];
  const changed = changedFrom(now.value, before.value);
  const said = now.value === null ? `error ${now.error.type}` : reward(now.value);
  return rewardLine(editor, {
    name,
    weight,
    label: labelOf(name, said, now.value, changed, logged),
    failed: now.value === null,
    title: componentsOf(now),
    cells:
      now.value === null
        ? wordCells(failure(now.error), logged)
        : valueCells(state, now.value, changed, range, logged),
    detail: () => {
      const trace = openTrace(state, name);
      return trace === undefined ? undefined : traceView(editor, name, trace);
    },
  });
}

const componentsOf = ({ components }: RewardResult): string =>
  Object.entries(components ?? {})
    .map(([part, value]) => `${part} ${reward(value)}`)
    .join(', ');

function failure({ type, message }: { readonly type: string; readonly message: string }): TemplateResult {
  return html`<span class="reward-error" role="cell">${icon('error')} ${type}: ${message}</span>`;
}
