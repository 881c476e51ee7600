import { html, nothing, type TemplateResult } from 'lit';
import { COORDINATE_NAMES } from '../../../src/core/geometry/coordinates.ts';
import { textButton } from '../../ui/buttons.ts';
import { reward } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { changeSettings, coordinateHint, type CoordinateHint, type HintAction } from '../coordinateHint.ts';
import type { Editor } from '../editor.ts';

/** Below the rewards, where the boxes look like those of another space. The place stays, so that what appears is read out. */
export function coordinateHintTemplate(editor: Editor): TemplateResult {
  const hint = coordinateHint(editor.state);
  return html`<div class="hint-place" aria-live="polite">
    ${
      hint === undefined
        ? nothing
        : html`<div class="hint" role="note" aria-label="Coordinates of the boxes">
            <p>
              ${icon('lightbulb')} ${hint.message}
              <span class="dim">Read so, bbox is ${reward(hint.iou)}.</span>
            </p>
            <div class="actions">${hint.actions.map((action) => actionTemplate(editor, hint, action))}</div>
          </div>`
    }
  </div>`;
}

function actionTemplate(editor: Editor, { convention }: CoordinateHint, action: HintAction): TemplateResult {
  return textButton({
    label: action.label,
    press: () => {
      const whose = action.changes.map(({ name }) => (name === 'coordinates' ? 'model' : 'reward'));
      const done = `Coordinates of the ${whose.join(' and the ')}: ${COORDINATE_NAMES[convention]}`;
      void changeSettings(editor, action.changes, done);
    },
  });
}
