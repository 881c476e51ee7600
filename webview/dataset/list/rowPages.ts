import type { RowId } from '../../../src/core/sample.ts';
import type { RowSummary } from '../../../src/protocol/dataset.ts';
import { Pages } from '../../ui/pages.ts';

/** Summaries of the list's rows. */
export class RowPages extends Pages<RowSummary> {
  /** Shows a row's summary as just read, ahead of its page. */
  update(summary: RowSummary): void {
    for (const page of this.pages.values()) {
      const index = page.rows.findIndex(({ id }) => id === summary.id);
      if (index >= 0) page.rows = page.rows.with(index, summary);
    }
  }

  idAt(place: number): RowId | undefined {
    return this.at(place)?.id;
  }
}
