import { findColumn, type ColumnSettings } from '../columns.ts';
import { hashNumber } from '../hash.ts';
import { at, type JsonObject } from '../json.ts';
import type { Sample } from '../sample.ts';
import { FirstRows, type First } from './firstRows.ts';
import type { Problem } from './problem.ts';

/**
 * Finds rows that say again what an earlier row said: the same id, or the same question about the same
 * image. Holds a short hash a row, and its id where it has one; rows must come in file order.
 */
export class DuplicateRows {
  private readonly byId = new Map<string, First>();
  private readonly byContent = new FirstRows();

  check(row: First, value: JsonObject, sample: Sample, columns?: ColumnSettings): readonly Problem[] {
    const idPath = findColumn(value, 'id', columns);
    const id = at(value, idPath);
    const hasId = typeof id === 'number' || (typeof id === 'string' && id !== '');
    const named = hasId ? this.sameId(row, sample) : undefined;
    const asked = this.sameQuestion(row, sample);
    if (named !== undefined) {
      const message = `the id ${sample.key} is that of line ${named.line}, too`;
      // Rows to train on hold several completions of one sample. An id of two samples links rollouts to neither.
      const severity = asked?.row === named.row ? 'warning' : 'error';
      return [{ ...row, rule: 'duplicate-row', severity, message, path: idPath }];
    }
    if (asked === undefined) return [];
    const message = `line ${asked.line} asks the same question about the same image`;
    return [{ ...row, rule: 'duplicate-row', severity: 'warning', message, path: sample.question.path }];
  }

  private sameQuestion(row: First, sample: Sample): First | undefined {
    const image = sample.image.value;
    if (image === undefined || sample.question.value === '') return undefined;
    const first = this.byContent.first(hashNumber(JSON.stringify([image, sample.question.value])), row);
    return first.row === row.row ? undefined : first;
  }

  /** By the id itself: that two rows share one is an error, which no accident of hashing may be. */
  private sameId(row: First, { key }: Sample): First | undefined {
    const known = this.byId.get(key);
    if (known === undefined) this.byId.set(key, { row: row.row, line: row.line });
    return known?.row === row.row ? undefined : known;
  }
}
