import { readSample } from '../readSample.ts';
import type { ColumnSettings } from '../columns.ts';
import type { Row } from '../row.ts';
import type { Sample } from '../sample.ts';
import type { Problem } from './problem.ts';
import type { Finding, ImageFacts, ScoringFacts } from './rule.ts';
import { RULES } from './rules/index.ts';

/** What a row is checked with besides its own content. */
export interface RowFacts {
  /** 1-based line in the file; 0 for a row that was never saved. */
  readonly line: number;
  readonly image?: ImageFacts | undefined;
  /** The row as already read; read here where absent. */
  readonly sample?: Sample | undefined;
  readonly columns?: ColumnSettings;
  readonly scoring?: ScoringFacts | undefined;
}

/** Every problem that a row has by itself. Duplicates are DuplicateRows' matter. */
export function checkRow(row: Row, facts: RowFacts): readonly Problem[] {
  const problem = (rule: string, { severity, message, path }: Finding): Problem => ({
    row: row.id,
    line: facts.line,
    rule,
    severity,
    message,
    ...(path === undefined ? {} : { path }),
  });
  const { value } = row;
  if (row.state === 'tooLarge') {
    return [
      problem('row-too-large', { severity: 'warning', message: row.message ?? 'the row is too large' }),
    ];
  }
  if (value === undefined) {
    const place = row.column === undefined ? '' : ` (character ${row.column})`;
    const message = `${row.message ?? 'the row is malformed'}${place}`;
    return [problem('row-malformed', { severity: 'error', message })];
  }
  const sample = facts.sample ?? readSample(value, facts.columns);
  const input = { row: value, sample, image: facts.image, scoring: facts.scoring };
  return RULES.flatMap((rule) => rule.check(input).map((finding) => problem(rule.name, finding)));
}
