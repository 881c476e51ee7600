/**
 * Commands that act on what a dataset editor shows. Each is `vqaVerify.<name>` in the manifest; the host
 * forwards it to the active editor's webview as the event `command`. A test holds the manifest to this list.
 */
export const EDITOR_COMMANDS = [
  'nextSample',
  'previousSample',
  'drawBox',
  'drawBoxSticky',
  'select',
  'nudgeLeft',
  'nudgeRight',
  'nudgeUp',
  'nudgeDown',
  'nudgeLeft10',
  'nudgeRight10',
  'nudgeUp10',
  'nudgeDown10',
  /** The resize commands move the right or the bottom edge of the selected boxes by 1 px. */
  'resizeLeft',
  'resizeRight',
  'resizeUp',
  'resizeDown',
  'cycleBoxes',
  'deleteSelected',
  'duplicateBoxes',
  'selectAllBoxes',
  'copyBoxesFromPrevious',
  'hideOthers',
  'opacity',
  'zoomToBox',
  'zoomFit',
  'zoomActual',
  'propose',
  'acceptPreselected',
  'acceptAll',
  'openRollout',
  'toggleMode',
  'toggleLayer',
  'focusQuestion',
  'focusAnswers',
  'focusCaption',
  'focusCompletion',
] as const;

export type EditorCommand = (typeof EDITOR_COMMANDS)[number];
