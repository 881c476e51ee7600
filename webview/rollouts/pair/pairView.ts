import { html, nothing, type TemplateResult } from 'lit';
import type { RolloutDetail, ShownGroup } from '../../../src/protocol/rollouts.ts';
import { iconButton, textButton } from '../../ui/buttons.ts';
import { signed } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import type { Session } from '../session.ts';
import { stage } from '../stage.ts';
import { shown } from '../state.ts';
import { isSame, swapPair, toggleMark } from './marking.ts';
import { numbersTable } from './numbersTable.ts';
import { markedRollout } from './state.ts';
import { textsDiff } from './textsDiff.ts';

/** Two rollouts side by side: images, numbers and texts, each with what differs. */
export function pairView(session: Session): TemplateResult | typeof nothing {
  const { state } = session;
  const { pair, group } = state;
  const [left, right] = [markedRollout(pair), shown(state)];
  if (group === undefined || right === undefined) return nothing;
  if (left === undefined || pair.group === undefined) return unmarked(session);
  return html`<div class="pair" role="region" aria-label="Side by side">
    <div class="pair-heads">
      ${head(pair.group, left, 'marked')}
      ${iconButton({ icon: 'arrow-swap', name: 'Swap sides', press: () => void swapPair(session) })}
      ${head(group, right, isSame(session) ? 'the same: go to another' : 'shown')}
    </div>
    <div class="pair-images">
      ${stage(session, {
        name: 'Image of the marked rollout',
        group: pair.group,
        rollout: left,
        room: pair.room,
        resized: (room) => {
          pair.room = room;
          session.changed();
        },
      })}${stage(session, {
        name: 'Image',
        group,
        rollout: right,
        room: state.stage,
        resized: (room) => {
          state.stage = room;
          session.changed();
        },
      })}
    </div>
    <div class="pair-rest">${numbersTable(left, right)}${textsDiff(left.completion, right.completion)}</div>
  </div>`;
}

function head({ summary, rollouts }: ShownGroup, rollout: RolloutDetail, which: string): TemplateResult {
  const at = rollouts.findIndex(({ index }) => index === rollout.index) + 1;
  return html`<h2 class="pair-head">
    Rollout ${at} of ${rollouts.length}, group ${summary.name}
    <span class="dim">step ${summary.step} · advantage ${signed(rollout.advantage, 2)} · ${which}</span>
  </h2>`;
}

function unmarked(session: Session): TemplateResult {
  return html`<div class="cover-text">
    ${icon('split-horizontal')}
    <h2>No rollout is marked</h2>
    <p>
      Mark one with <kbd>M</kbd>, here or in any other group or step. Then go to another: the two stand side
      by side.
    </p>
    ${textButton({
      label: 'Mark this rollout',
      key: 'M',
      press: () => {
        toggleMark(session);
      },
    })}
  </div>`;
}
