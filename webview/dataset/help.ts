import { html, type TemplateResult } from 'lit';
import { iconButton } from '../ui/buttons.ts';
import { shownKey, type MappedCommand } from './keymap.ts';
import type { State } from './state.ts';

type Keys = readonly (readonly [keys: string, what: string])[];

const groups = (
  chord: string,
  key: (command: MappedCommand) => string,
): readonly (readonly [title: string, keys: Keys])[] => [
  [
    'Samples',
    [
      [`${key('nextSample')}  ${key('previousSample')}`, 'Next, previous sample'],
      ['1  2  3  4', 'Question, answers, caption, completion'],
      ['Esc', 'From a field back to the image'],
      ['M', 'Annotate or Debug'],
      ['G', 'Edit truth or prediction'],
    ],
  ],
  [
    'Boxes',
    [
      [key('drawBox'), `Draw: drag, or two clicks (${key('drawBoxSticky')}: several)`],
      ['V', 'Select'],
      ['Tab  Shift+Tab', 'Next, previous box'],
      ['C', 'Next box under the pointer'],
      ['← ↑ → ↓', 'Move by 1 px, with Shift by 10'],
      ['Alt+← ↑ → ↓', 'Move the right or bottom edge'],
      ['Delete', 'Delete boxes, or reject a proposal'],
      [`${chord}+D`, 'Duplicate'],
      [`${chord}+A`, 'Select all'],
      [key('copyBoxesFromPrevious'), 'Copy boxes from the previous sample'],
    ],
  ],
  [
    'View',
    [
      ['Z', 'Zoom to the selected box'],
      ['0  1', 'Fit, actual pixels'],
      ['Wheel', 'Zoom (a setting); Shift+wheel pans'],
      ['Space+drag', 'Pan; so does the middle button'],
      ['H', 'Hide other boxes'],
      ['O', 'Opacity of the boxes'],
    ],
  ],
  [
    'Rewards',
    [
      ['Enter', 'Open or close the steps of a reward'],
      ['←  →', 'Walk its steps; Esc back to the reward'],
    ],
  ],
  [
    'Model',
    [
      ['P', 'Propose boxes and a caption'],
      ['Enter', 'Accept what is preselected (✓) or selected'],
      ['Shift+Enter', 'Accept all'],
      ['Backspace', 'Reject the selected proposal'],
    ],
  ],
];

/** All keys, over the editor. They can be changed in VS Code's keyboard shortcuts under "VQA-Verify". */
export function help(state: State, close: () => void): TemplateResult {
  const chord = state.opened?.mac === true ? '⌘' : 'Ctrl';
  return html`<div
    class="help-shade"
    @click=${(event: Event) => {
      if (event.target === event.currentTarget) close();
    }}
  >
    <div
      class="help"
      role="dialog"
      aria-modal="true"
      aria-label="Keys"
      tabindex="-1"
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <header>
        <h2>Keys</h2>
        ${iconButton({ icon: 'close', name: 'Close', key: 'Esc', press: close })}
      </header>
      <div class="help-groups">
        ${groups(chord, (command) => shownKey(state, command)).map(
          ([title, keys]) =>
            html`<section>
              <h3>${title}</h3>
              <dl>
                ${keys.map(
                  ([key, what]) =>
                    html`<dt>${key.split('  ').map((one) => html`<kbd>${one}</kbd> `)}</dt>
                      <dd>${what}</dd>`,
                )}
              </dl>
            </section>`,
        )}
      </div>
      <p class="dim">
        Keys work while the image or the list has focus. Change them in Keyboard Shortcuts, under
        “VQA-Verify”.
      </p>
    </div>
  </div>`;
}
