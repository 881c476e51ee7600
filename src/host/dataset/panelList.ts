import { isFileOrder, type ListQuery, type SortKey } from '../../core/listQuery.ts';
import type { RowId } from '../../core/sample.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { OpenDataset } from './openDataset.ts';

/**
 * The rows of one panel's list as filtered and sorted. Edits do not reorder it under the person's hands;
 * deleted rows leave it at once.
 */
export class PanelList {
  /** Undefined for all rows in file order. */
  private ids: Uint32Array | undefined;
  private sortKey: SortKey = 'file';

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
    this.ids = isFileOrder(query)
      ? undefined
      : await this.open.analysis.query(query, {
          signal: call.signal,
          onProgress: (done) => {
            call.progress(done);
          },
        });
    this.dropDeleted();
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

  dropDeleted(): void {
    const { dataset } = this.open.document;
    this.ids = this.ids?.filter((id) => dataset.positionOf(id) >= 0);
  }

  /** The rows were read anew and have other ids. */
  reset(): void {
    this.ids = undefined;
  }
}
