import type { ColumnSettings } from '../../core/columns.ts';
import type { Dataset } from '../../core/dataset.ts';
import { readSample } from '../../core/readSample.ts';
import type { RowId, Sample } from '../../core/sample.ts';
import { DuplicateRows } from '../../core/validate/duplicateRows.ts';
import type { Problem } from '../../core/validate/problem.ts';
import { HashColumn } from './hashColumn.ts';

/** Rows looked at again because of one edit; more of the same text wait for the next look at everything. */
const MAX_MATES = 200;

/**
 * Which rows say the same as an earlier one. The first look at all rows goes in file order; after an edit
 * only the rows that share, or shared, a text with it are looked at again.
 */
export class Duplicates {
  private readonly keys = new HashColumn();
  private readonly contents = new HashColumn();

  constructor(
    private readonly dataset: Dataset,
    private readonly columns: ColumnSettings,
  ) {}

  /** Takes note of what a row says now; undefined for one that is deleted or says nothing readable. */
  note(row: RowId, sample: Sample | undefined): void {
    this.keys.set(row, sample?.key);
    const told = sample?.image.value !== undefined && sample.question.value !== '';
    this.contents.set(row, told ? JSON.stringify([sample.image.value, sample.question.value]) : undefined);
  }

  /** Other rows with the same key: what names one of them by it names them all. */
  sharingKey(row: RowId): readonly RowId[] {
    return this.keys.same(row).filter((other) => this.dataset.positionOf(other) >= 0);
  }

  /** Rows that share their id, or image and question, with one of these. */
  mates(rows: readonly RowId[]): readonly RowId[] {
    const found = new Set(rows.flatMap((row) => [...this.keys.same(row), ...this.contents.same(row)]));
    return [...found].filter((row) => this.dataset.positionOf(row) >= 0).slice(0, MAX_MATES);
  }

  /** Problems of one row as a duplicate, from what was noted of the others. */
  async check(row: RowId): Promise<readonly Problem[]> {
    const position = this.dataset.positionOf(row);
    const earlier = [this.keys.same(row), this.contents.same(row)].flatMap((same) => {
      const places = same.map((id) => this.dataset.positionOf(id)).filter((at) => at >= 0 && at < position);
      return places.length === 0 ? [] : [Math.min(...places)];
    });
    if (earlier.length === 0) return [];
    const first = [...new Set(earlier)].sort((a, b) => a - b);
    const ids = first.map((at) => this.dataset.idAt(at) ?? row);
    const rows = new DuplicateRows();
    let problems: readonly Problem[] = [];
    for (const { id, value } of await this.dataset.rows([...ids, row])) {
      if (value === undefined) continue;
      const told = { row: id, line: this.dataset.lineOf(id) };
      problems = rows.check(told, value, readSample(value, this.columns), this.columns);
    }
    return problems;
  }
}
