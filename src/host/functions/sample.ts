import type { JsonObject } from '../../core/json.ts';
import type { DatasetPanel } from '../dataset/panel.ts';
import type { Editors } from '../dataset/editors.ts';
import type { RowId } from '../../core/sample.ts';

/** A sample with the completion that its dataset editor has under test. */
export interface SampleUnderTest {
  readonly panel: DatasetPanel;
  readonly id: RowId;
  /** The row as edited. */
  readonly row: JsonObject;
  /** 1-based place in the file, as people see it. */
  readonly number: number;
  /** The group that the completion belongs to, itself included. */
  readonly completions: readonly string[];
  /** Of the completion under test among them. */
  readonly index: number;
}

/** What is under test in the editor that was used last. @throws Error that says what to do */
export async function sampleUnderTest(editors: Editors): Promise<SampleUnderTest> {
  const panel = editors.recent;
  if (panel === undefined)
    throw new Error('Open a dataset and select a sample first: the function runs on it.');
  const tested = await panel.underTest();
  if (tested === null) throw new Error('The selected sample has no completion under test.');
  const { dataset } = panel.open.document;
  const { value } = await dataset.row(tested.row);
  if (value === undefined)
    throw new Error('The selected row is no JSON object, so there is no sample to run on.');
  return {
    panel,
    id: tested.row,
    row: value,
    number: dataset.positionOf(tested.row) + 1,
    completions: tested.completions,
    index: tested.index,
  };
}
