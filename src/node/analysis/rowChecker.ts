import type { ColumnSettings } from '../../core/columns.ts';
import { readSample } from '../../core/readSample.ts';
import type { Row } from '../../core/row.ts';
import type { ImageRef, RowId, Sample } from '../../core/sample.ts';
import { checkRow } from '../../core/validate/checkRow.ts';
import type { Problem } from '../../core/validate/problem.ts';
import type { ImageFacts, ScoringFacts } from '../../core/validate/rule.ts';
import type { Scoring } from '../../core/validate/scoring.ts';
import { factsOfDataUri, factsOfFile } from '../imageFacts.ts';
import { locateImage, type ImageFolders } from '../imageFiles.ts';

/** Images looked at side by side. */
const AT_ONCE = 16;
/** Images remembered: many questions may be about one. */
const REMEMBERED = 65_536;

export interface CheckedRow {
  readonly row: Row;
  readonly sample: Sample | undefined;
  readonly problems: readonly Problem[];
  /** What the ground truth scores in total, null where it cannot be scored; undefined where nobody asked. */
  readonly attainable: number | null | undefined;
}

interface Looked {
  readonly row: Row;
  readonly sample: Sample | undefined;
  readonly image: ImageFacts | undefined;
}

/** Checks rows by themselves, their image files included. Duplicates are another's matter. */
export class RowChecker {
  private readonly images = new Map<string, Promise<ImageFacts>>();

  constructor(
    private readonly folders: ImageFolders,
    private readonly columns: ColumnSettings,
    private readonly scoring: Scoring,
    private readonly lineOf: (row: RowId) => number,
  ) {}

  async check(rows: readonly Row[]): Promise<readonly CheckedRow[]> {
    return (await this.look(rows)).map(({ row, sample, image }) => {
      const scoring = this.scoringOf(row, sample, image);
      const facts = { line: this.lineOf(row.id), sample, image, columns: this.columns, scoring };
      const attainable = this.scoring.asked ? (scoring?.attainable?.total ?? null) : undefined;
      return { row, sample, problems: checkRow(row, facts), attainable };
    });
  }

  /** What the ground truth of each row scores in total, null where it cannot be scored. */
  async attainable(rows: readonly Row[]): Promise<readonly (number | null)[]> {
    return (await this.look(rows)).map(({ row, sample, image }) =>
      row.value === undefined || sample === undefined
        ? null
        : (this.scoring.score(row.value, sample, image)?.total ?? null),
    );
  }

  private scoringOf(
    { value }: Row,
    sample: Sample | undefined,
    image: ImageFacts | undefined,
  ): ScoringFacts | undefined {
    return value === undefined || sample === undefined ? undefined : this.scoring.facts(value, sample, image);
  }

  /** The rows with their samples and what is known of their images. */
  private async look(rows: readonly Row[]): Promise<readonly Looked[]> {
    const samples = rows.map(({ value }) =>
      value === undefined ? undefined : readSample(value, this.columns),
    );
    const images: (ImageFacts | undefined)[] = [];
    for (let from = 0; from < samples.length; from += AT_ONCE) {
      const some = samples.slice(from, from + AT_ONCE);
      images.push(...(await Promise.all(some.map((sample) => this.facts(sample?.image.value)))));
    }
    return rows.map((row, i) => ({ row, sample: samples[i], image: images[i] }));
  }

  /** Undefined for an image on the web, which is not looked at, and where the sample names none. */
  private async facts(ref: ImageRef | undefined): Promise<ImageFacts | undefined> {
    if (ref === undefined || ref.kind === 'http') return undefined;
    if (ref.kind === 'data') return factsOfDataUri(ref.uri);
    const known = this.images.get(ref.path) ?? this.find(ref.path);
    this.images.set(ref.path, known);
    const [oldest] = this.images.keys();
    if (this.images.size > REMEMBERED && oldest !== undefined) this.images.delete(oldest);
    return known;
  }

  private async find(written: string): Promise<ImageFacts> {
    const located = await locateImage(written, this.folders);
    switch (located.kind) {
      case 'file':
        return factsOfFile(located.file);
      case 'missing':
        return { kind: 'missing', message: `there is no image ${written}` };
      case 'outside':
        return {
          kind: 'missing',
          message: `the image ${written} is outside the folders that images are shown from`,
        };
    }
  }
}
