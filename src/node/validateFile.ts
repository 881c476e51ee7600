import path from 'node:path';
import { Scoring, type ScoringOptions } from '../core/validate/scoring.ts';
import type { ColumnSettings } from '../core/columns.ts';
import { Dataset } from '../core/dataset.ts';
import { readSample } from '../core/readSample.ts';
import type { Row } from '../core/row.ts';
import { checkRow } from '../core/validate/checkRow.ts';
import { DuplicateRows } from '../core/validate/duplicateRows.ts';
import type { Problem } from '../core/validate/problem.ts';
import type { ImageFacts } from '../core/validate/rule.ts';
import { ImageInspector } from './imageFacts.ts';
import { openRowSource } from './rowSource.ts';

/** Rows looked at together, and images of them read at once. */
const WINDOW = 256;
const IMAGES_AT_ONCE = 16;

export interface ValidateOptions {
  readonly columns?: ColumnSettings;
  /** Folders that relative image paths count from, besides the file's own. */
  readonly imageRoots?: readonly string[];
  /** The folder that counts as the file's own, where it is not its own. */
  readonly base?: string;
  /** How the samples are to be trained on; where absent, only the annotation itself is checked. */
  readonly scoring?: ScoringOptions;
  readonly signal?: AbortSignal;
}

/** Problems of some rows, in file order, and how many rows have been looked at so far. */
export interface Validated {
  readonly problems: readonly Problem[];
  readonly done: number;
  readonly rows: number;
}

/**
 * Checks every row of a file and its image, a window of rows at a time, so that memory does not grow with
 * the file beyond what telling duplicates takes. Throws `FileError`, or the signal's reason.
 */
export async function* validateFile(
  file: string,
  options: ValidateOptions = {},
): AsyncGenerator<Validated, void> {
  const source = await openRowSource(file, options.signal === undefined ? {} : { signal: options.signal });
  try {
    const dataset = new Dataset(source);
    const bases = [options.base ?? path.dirname(path.resolve(file)), ...(options.imageRoots ?? [])];
    const checks: Checks = {
      dataset,
      inspector: new ImageInspector(bases),
      duplicates: new DuplicateRows(),
      columns: options.columns ?? {},
      scoring: options.scoring === undefined ? undefined : new Scoring(options.scoring),
    };
    for (let start = 0; start < source.rows; start += WINDOW) {
      options.signal?.throwIfAborted();
      const rows = await dataset.window(start, WINDOW);
      const problems = await checkWindow(rows, checks);
      yield { problems, done: start + rows.length, rows: source.rows };
    }
    if (source.problem !== undefined)
      yield { problems: [fileProblem(source)], done: source.rows, rows: source.rows };
  } finally {
    await source.close();
  }
}

/** What rows are checked with. */
interface Checks {
  readonly dataset: Dataset;
  readonly inspector: ImageInspector;
  readonly duplicates: DuplicateRows;
  readonly columns: ColumnSettings;
  readonly scoring: Scoring | undefined;
}

async function checkWindow(
  rows: readonly Row[],
  { dataset, inspector, duplicates, columns, scoring }: Checks,
): Promise<readonly Problem[]> {
  const samples = rows.map(({ value }) => (value === undefined ? undefined : readSample(value, columns)));
  const images: (ImageFacts | undefined)[] = [];
  for (let from = 0; from < samples.length; from += IMAGES_AT_ONCE) {
    const some = samples.slice(from, from + IMAGES_AT_ONCE);
    images.push(...(await Promise.all(some.map((sample) => inspector.facts(sample?.image.value)))));
  }
  return rows.flatMap((row, i) => {
    const line = dataset.lineOf(row.id);
    const sample = samples[i];
    const image = images[i];
    const scored =
      row.value === undefined || sample === undefined ? undefined : scoring?.facts(row.value, sample, image);
    const own = checkRow(row, { line, sample, image, columns, scoring: scored });
    if (row.value === undefined || sample === undefined) return own;
    return [...own, ...duplicates.check({ row: row.id, line }, row.value, sample, columns)];
  });
}

function fileProblem(source: { rows: number; problem?: string; line(index: number): number }): Problem {
  return {
    row: Math.max(0, source.rows - 1),
    line: source.line(Math.max(0, source.rows - 1)),
    rule: 'file-malformed',
    severity: 'error',
    message: source.problem ?? 'the file is malformed',
  };
}
