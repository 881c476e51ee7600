/** What the host tells the dataset editor's page, where a test looks at something else. */
import type { JsonObject } from '../../../src/core/json.ts';
import type { LinkedRollout, Opened, RowDetail, Settings } from '../../../src/protocol/dataset.ts';
import { EDITOR_SETTINGS } from '../../support/settings.ts';

/** A dataset of one row, opened to debug rewards. */
export const openedWith = (settings: Partial<Settings> = {}): Opened => ({
  rev: 1,
  name: 'x.jsonl',
  rows: 1,
  readOnly: false,
  mode: 'debug',
  settings: { ...EDITOR_SETTINGS, ...settings },
  mac: false,
});

export const SHOWN_ROW = 7;

/** That row, and what is linked to it; `saved` where it is edited. */
export const detailOf = (
  row: JsonObject,
  rollouts: readonly LinkedRollout[],
  saved?: JsonObject,
): RowDetail => ({
  summary: { id: SHOWN_ROW, position: 0, title: '', boxes: 1, edited: saved !== undefined, state: 'ok' },
  line: 1,
  row,
  ...(saved !== undefined && { saved }),
  image: { kind: 'image', uri: 'x.png', width: 560, height: 560, preview: false },
  problems: [],
  rollouts,
  earlierRollouts: 0,
  siblings: [],
});
