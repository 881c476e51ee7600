import { findColumn, type ColumnSettings } from '../columns.ts';
import { hashText } from '../hash.ts';
import { at, type JsonObject } from '../json.ts';
import type { RowId, Sample } from '../sample.ts';
import type { Problem } from './problem.ts';

/** A row that came before, as far as duplicates of it are told about. */
interface First {
  readonly row: RowId;
  readonly line: number;
}

/**
 * Finds rows that say again what an earlier row said: the same id, or the same question about the same
 * image. Holds two short hashes a row; rows must come in file order.
 */
export class DuplicateRows {
  private readonly byId = new Map<string, First>();
  private readonly byContent = new Map<string, First>();

  check(row: First, value: JsonObject, sample: Sample, columns?: ColumnSettings): readonly Problem[] {
    const idPath = findColumn(value, 'id', columns);
    const id = at(value, idPath);
    const hasId = typeof id === 'number' || (typeof id === 'string' && id !== '');
    const named = hasId ? this.first(this.byId, sample.key, row) : undefined;
    const asked = this.sameQuestion(row, sample);
    if (named !== undefined) {
      const message = `the id ${sample.key} is that of line ${named.line}, too`;
      return [{ ...row, rule: 'duplicate-row', severity: 'error', message, path: idPath }];
    }
    if (asked === undefined) return [];
    const message = `line ${asked.line} asks the same question about the same image`;
    return [{ ...row, rule: 'duplicate-row', severity: 'warning', message, path: sample.question.path }];
  }

  private sameQuestion(row: First, sample: Sample): First | undefined {
    const image = sample.image.value;
    if (image === undefined || sample.question.value === '') return undefined;
    return this.first(this.byContent, hashText(JSON.stringify([image, sample.question.value])), row);
  }

  /** The row that came first with this key, unless it is this very one. */
  private first(rows: Map<string, First>, key: string, row: First): First | undefined {
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { row: row.row, line: row.line });
    return known?.row === row.row ? undefined : known;
  }
}
