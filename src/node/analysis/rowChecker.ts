import type { Row } from '../../core/row.ts';
import type { Sample } from '../../core/sample.ts';
import type { Problem } from '../../core/validate/problem.ts';

/** Finds what is wrong with a row, its image file included. */
export class RowChecker {
  constructor(
    readonly imageFolders: readonly string[],
    readonly followLinks: boolean,
  ) {}

  check(row: Row, _sample: Sample | undefined): Promise<readonly Problem[]> {
    if (row.state === 'ok') return Promise.resolve([]);
    const message = row.message ?? 'the row cannot be read';
    return Promise.resolve([{ row: row.id, line: 0, rule: row.state, severity: 'error', message }]);
  }
}
