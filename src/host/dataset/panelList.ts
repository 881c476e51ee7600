import { isFileOrder, type ListQuery, type SortKey } from '../../core/listQuery.ts';
import { deletedBy, type Edit } from '../../core/edit.ts';
import type { RowId } from '../../core/sample.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { OpenDataset } from './openDataset.ts';

/** Up to so many rows are taken out one by one. */
const FEW = 16;

/**
 * The rows of one panel's list as filtered and sorted. Edits do not reorder it under the person's hands;
 * deleted rows leave it at once.
 */
export class PanelList {
  /** Undefined for all rows in file order. */
  private ids: Uint32Array | undefined;
  private sortKey: SortKey = 'file';
  /** Rows deleted since the last question: its answer may still list them. */
  private deleted = new Set<RowId>();

  constructor(private readonly open: OpenDataset) {}

  get length(): number {
    return this.ids?.length ?? this.open.document.dataset.length;
  }

  /** What the list is sorted by. */
  get sort(): SortKey {
    return this.sortKey;
  }

  async query(query: ListQuery, call: CallContext): Promise<number> {
    this.sortKey = query.sort;
    if (isFileOrder(query)) {
      this.ids = undefined;
      return this.length;
    }
    const deleted = new Set<RowId>();
    this.deleted = deleted;
    this.ids = await this.open.analysis.query(query, {
      signal: call.signal,
      onProgress: (done) => {
        call.progress(done);
      },
    });
    this.drop(deleted);
    return this.length;
  }

  slice(start: number, count: number): readonly RowId[] {
    if (this.ids !== undefined) return [...this.ids.subarray(start, start + count)];
    const runs = this.open.document.dataset.order.slice(start, start + count);
    return runs.flatMap((run) => Array.from({ length: run.count }, (_, i) => run.id + i));
  }

  /** -1 where the row is filtered out. */
  placeOf(id: RowId): number {
    return this.ids === undefined ? this.open.document.dataset.positionOf(id) : this.ids.indexOf(id);
  }

  /** The rows changed, by `edit` or because they were read anew. */
  documentChanged(edit: Edit | undefined): void {
    if (edit === undefined) {
      // Their ids are others.
      this.ids = undefined;
      return;
    }
    const { dataset } = this.open.document;
    const gone = new Set(deletedBy(edit).filter((id) => dataset.positionOf(id) < 0));
    for (const id of gone) this.deleted.add(id);
    this.drop(gone);
  }

  /** Of a list that may hold a million rows: each deletion is one pass over plain memory. */
  private drop(gone: ReadonlySet<RowId>): void {
    const { ids } = this;
    if (ids === undefined || gone.size === 0) return;
    if (gone.size > FEW) {
      this.ids = ids.filter((id) => !gone.has(id));
      return;
    }
    let { length } = ids;
    for (const id of gone) {
      const place = ids.indexOf(id);
      if (place < 0 || place >= length) continue;
      ids.copyWithin(place, place + 1, length);
      length--;
    }
    this.ids = ids.subarray(0, length);
  }
}
