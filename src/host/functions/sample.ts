import type * as vscode from 'vscode';
import { sampleRow } from '../../node/runner/rows.ts';
import type { RunnerRow } from '../../protocol/runner.ts';
import type { DatasetPanel } from '../dataset/panel.ts';
import type { Editors } from '../dataset/editors.ts';
import type { RolloutsPanel } from '../rollouts/panel.ts';
import type { RolloutsProvider } from '../rollouts/provider.ts';

/** A completion with its sample, as an editor has it under test. */
export interface SampleUnderTest {
  /** As people see it: `sample 12`, `rollout 3 of group 12-3`. */
  readonly name: string;
  /** The group that the completion belongs to, itself included, as functions are called with it. */
  readonly rows: readonly RunnerRow[];
  /** Of the completion under test among them. */
  readonly index: number;
  /** Whose settings say how functions are called. */
  readonly resource: vscode.Uri;
  /** Where its editor stands. */
  readonly column: vscode.ViewColumn | undefined;
  /** Brings the editor to the front with a completion of the group. */
  reveal(row: number): void;
  /** Shows a completion of the group where the editor is in sight. */
  follow(row: number): void;
}

/** What is under test in the dataset or rollouts editor that was used last. @throws Error that says what to do */
export async function sampleUnderTest(
  editors: Editors,
  rollouts: RolloutsProvider | undefined,
): Promise<SampleUnderTest> {
  const [dataset, dump] = [editors.recent, rollouts?.recentPanel];
  const isDump = dataset === undefined || (rollouts?.usedAt ?? -Infinity) > editors.usedAt;
  if (dump !== undefined && isDump) return ofRollouts(dump);
  if (dataset !== undefined) return ofDataset(dataset);
  throw new Error('Open a dataset and select a sample, or open rollouts, first: the function runs on that.');
}

async function ofDataset(panel: DatasetPanel): Promise<SampleUnderTest> {
  const tested = await panel.underTest();
  if (tested === null) throw new Error('The selected sample has no completion under test.');
  const { row: id, completions, index } = tested;
  const { dataset } = panel.open.document;
  const { value } = await dataset.row(id);
  if (value === undefined)
    throw new Error('The selected row is no JSON object, so there is no sample to run on.');
  const target = (row: number): Parameters<DatasetPanel['reveal']>[0] => {
    const completion = completions[row];
    return { row: id, ...(completion !== undefined && { completion }) };
  };
  return {
    name: `sample ${dataset.positionOf(id) + 1}`,
    rows: completions.map((completion) => sampleRow(completion, value)),
    index,
    resource: panel.open.document.uri,
    column: panel.column,
    reveal: (row) => {
      panel.reveal(target(row));
    },
    follow: (row) => {
      panel.send('reveal', target(row));
    },
  };
}

async function ofRollouts(panel: RolloutsPanel): Promise<SampleUnderTest> {
  const { rollout, document } = panel;
  if (rollout === undefined) throw new Error('Select a rollout first: the function runs on it.');
  const { group, rows, index } = await document.run.call('calledGroup', { rollout });
  const place = (row: number): Parameters<RolloutsPanel['show']>[0] => ({
    group,
    at: (rows[row]?.place ?? 1) - 1,
  });
  return {
    name: `rollout ${rows[index]?.place ?? 1} of group ${rows[index]?.group ?? group}`,
    rows: rows.map(({ called }) => called),
    index,
    resource: document.resource,
    column: panel.column,
    reveal: (row) => {
      panel.show(place(row));
    },
    follow: (row) => {
      panel.follow(place(row));
    },
  };
}
