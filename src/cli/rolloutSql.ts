import type { Json } from '../core/json.ts';
import { UsageError } from './command.ts';
import type { JsonLines } from './output.ts';
import type { ReportOptions } from './rolloutReport.ts';
import { WholeRun } from './wholeRun.ts';

const LIMITS = { rows: 100_000, bytes: 64_000_000 };

/**
 * Prints a line for each row of a query's result; answers what people should know of it. Throws UsageError for what
 * is no query, FileError and UnknownFormatError.
 */
export async function printQuery(
  dump: string,
  options: ReportOptions,
  sql: string,
  output: JsonLines,
): Promise<string> {
  const run = await WholeRun.read(dump, options);
  try {
    const answer = await run.query(sql, LIMITS);
    if (answer.kind !== 'rows') {
      const at = answer.kind === 'problem' ? answer.at : undefined;
      const place = at === undefined ? '' : `line ${at.line}, column ${at.column}: `;
      throw new UsageError(`${place}${answer.message}`);
    }
    const { columns, rows, cut } = answer;
    for (const row of rows) {
      await output.write(
        Object.fromEntries(columns.map(({ name }, i): [string, Json] => [name, row[i] ?? null])),
      );
    }
    await output.flush();
    return `${rows.length} rows${cut === undefined ? '' : `, then there are too many ${cut} to print`}`;
  } finally {
    await run.close();
  }
}
