/** What VS Code's keybindings and palette ask of the editor, by the names of the protocol. */
import type { EditorCommand } from '../../src/protocol/commands.ts';
import {
  copyFromPrevious,
  cycle,
  cycleOpacity,
  deleteSelected,
  duplicate,
  nudge,
  resize,
  selectAll,
  toggleHidden,
} from './boxes.ts';
import { zoomActual, zoomFit, zoomSelected } from './canvas/view.ts';
import type { Editor } from './editor.ts';
import { fieldId } from './inspector/fieldsPanel.ts';
import { setTool, toggleLayer, toggleMode } from './modes.ts';
import { acceptAll, acceptPreselected } from './deciding.ts';
import { openRollout } from './openRollout.ts';
import { propose } from './proposals.ts';
import { step, type Rows } from './rows.ts';

type Run = (editor: Editor, rows: Rows) => void;

const move =
  (dx: number, dy: number): Run =>
  (editor) => {
    nudge(editor, dx, dy);
  };
const grow =
  (dx: number, dy: number): Run =>
  (editor) => {
    resize(editor, dx, dy);
  };

const COMMANDS: Readonly<Record<EditorCommand, Run>> = {
  nextSample: (editor, rows) => void step(editor, rows, 1),
  previousSample: (editor, rows) => void step(editor, rows, -1),
  drawBox: (editor) => {
    setTool(editor, 'draw');
  },
  drawBoxSticky: (editor) => {
    setTool(editor, 'drawSticky');
  },
  select: (editor) => {
    setTool(editor, 'select');
  },
  nudgeLeft: move(-1, 0),
  nudgeRight: move(1, 0),
  nudgeUp: move(0, -1),
  nudgeDown: move(0, 1),
  nudgeLeft10: move(-10, 0),
  nudgeRight10: move(10, 0),
  nudgeUp10: move(0, -10),
  nudgeDown10: move(0, 10),
  resizeLeft: grow(-1, 0),
  resizeRight: grow(1, 0),
  resizeUp: grow(0, -1),
  resizeDown: grow(0, 1),
  cycleBoxes: cycle,
  deleteSelected,
  duplicateBoxes: duplicate,
  selectAllBoxes: selectAll,
  copyBoxesFromPrevious: (editor, rows) => void copyFromPrevious(editor, rows),
  hideOthers: toggleHidden,
  opacity: cycleOpacity,
  zoomToBox: zoomSelected,
  zoomFit,
  zoomActual,
  propose: (editor) => void propose(editor),
  acceptPreselected,
  acceptAll,
  openRollout: (editor) => void openRollout(editor),
  toggleMode,
  toggleLayer,
  focusQuestion: (editor) => {
    focusField(editor, 'question');
  },
  focusAnswers: (editor) => {
    focusField(editor, 'answers');
  },
  focusCaption: (editor) => {
    focusField(editor, 'caption');
  },
  focusCompletion: (editor) => {
    if (editor.state.mode === 'debug') focusField(editor, 'completion');
    else editor.announce('The completion is shown in Debug mode');
  },
};

export function runCommand(editor: Editor, rows: Rows, name: string): void {
  if (Object.hasOwn(COMMANDS, name)) COMMANDS[name as EditorCommand](editor, rows);
}

function focusField(editor: Editor, field: Parameters<typeof fieldId>[0]): void {
  const element = editor.root.querySelector<HTMLTextAreaElement>(`#${fieldId(field)}`);
  element?.focus();
  element?.scrollIntoView({ block: 'nearest' });
}
