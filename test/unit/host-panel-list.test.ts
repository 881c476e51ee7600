import { describe, expect, it } from 'vitest';
import type { Edit } from '../../src/core/edit.ts';
import type { OpenDataset } from '../../src/host/dataset/openDataset.ts';
import { PanelList } from '../../src/host/dataset/panelList.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';

const CALL: CallContext = { signal: new AbortController().signal, progress: () => undefined };
const SORTED = { text: '', sort: 'question', descending: false } as const;

/** A list over a dataset of rows 0 to 99, whose worker answers `found`, meanwhile `during` happening. */
function listOf(found: readonly number[], during: (list: PanelList) => void = () => undefined) {
  const deleted = new Set<number>();
  const list: PanelList = new PanelList({
    document: { dataset: { positionOf: (id: number) => (deleted.has(id) ? -1 : id) } },
    analysis: {
      query: () => {
        during(list);
        return Promise.resolve(Uint32Array.from(found));
      },
    },
  } as unknown as OpenDataset);
  const remove = (...ids: number[]): void => {
    for (const id of ids) deleted.add(id);
    const edit: Edit = { kind: 'delete', at: 0, rows: ids.map((id) => ({ id, text: '' })) };
    list.documentChanged({ kind: 'group', edits: [edit] });
  };
  return { list, remove };
}

describe('the list of a panel', () => {
  it('loses deleted rows, one or many, and keeps its order', async () => {
    const { list, remove } = listOf([5, 3, 90, 7, 1, 8]);
    await list.query(SORTED, CALL);
    remove(90, 4);
    expect([list.length, list.slice(0, 10)]).toEqual([5, [5, 3, 7, 1, 8]]);
    remove(8, 5);
    expect([list.length, list.slice(0, 10)]).toEqual([3, [3, 7, 1]]);
    remove(...Array.from({ length: 50 }, (_, i) => i + 3));
    expect(list.slice(0, 10)).toEqual([1]);
    expect([list.placeOf(1), list.placeOf(8)]).toEqual([0, -1]);
  });

  it('shows no row that was deleted while the worker looked', async () => {
    const { list, remove } = listOf([5, 3, 7], () => {
      remove(3);
    });
    expect(await list.query(SORTED, CALL)).toBe(2);
    expect(list.slice(0, 10)).toEqual([5, 7]);
  });

  it('keeps a row that a group takes out and puts in again', async () => {
    const { list } = listOf([5, 3]);
    await list.query(SORTED, CALL);
    const rows = [{ id: 3, text: '{}' }];
    list.documentChanged({
      kind: 'group',
      edits: [
        { kind: 'delete', at: 3, rows },
        { kind: 'insert', at: 0, rows },
      ],
    });
    expect(list.slice(0, 10)).toEqual([5, 3]);
  });
});
