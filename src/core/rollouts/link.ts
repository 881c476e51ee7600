/**
 * Which row of a dataset a rollout answers: by an explicit key, else by its image, else by the question inside its
 * prompt, narrowed by the solution, which may also contradict. What is not certain is told as such and never chosen from.
 */
import type { ColumnSettings } from '../columns.ts';
import type { JsonObject } from '../json.ts';
import { readSample } from '../readSample.ts';
import { splitQuestion } from '../question.ts';
import { QuestionFinder } from './questionFinder.ts';
import type { Rollout } from './rollout.ts';
import { Solution } from './solution.ts';

export type Link =
  | {
      readonly kind: 'linked';
      readonly row: number;
      readonly by: LinkBasis;
      /**
       * The row is the only one that asks the question, but the logged solution is no answer of it: it was corrected
       * since, or the rollout answers a sample that is not there.
       */
      readonly contradicted?: boolean;
    }
  /** Rows that fit equally well: the first MAX_CANDIDATES of the `of` there are. */
  | {
      readonly kind: 'ambiguous';
      readonly rows: readonly number[];
      readonly of: number;
      readonly by: LinkBasis;
      /** Whether the logged solution is the answer of none of them. */
      readonly contradicted?: boolean;
    }
  | { readonly kind: 'none' };

export type LinkBasis = 'key' | 'image' | 'question';

export const MAX_CANDIDATES = 20;

/** What a person has to know of a link that the logged solution contradicts. */
export const CONTRADICTED =
  'the logged solution is no answer of this sample, the only one with the same question';

/** Why a rollout is not linked, as a person reads it. */
export function whyUnlinked(link: Exclude<Link, { readonly kind: 'linked' }>): string {
  if (link.kind === 'none') return 'no row of the dataset fits it';
  const same = `${link.of} rows of the dataset have the same ${link.by}`;
  return link.contradicted === true ? `${same}, and none has the logged solution as an answer` : same;
}

/** What a linker remembers of a row. */
interface Known {
  readonly key: string;
  readonly image: string | undefined;
  readonly question: string;
  readonly answers: readonly string[];
}

export class Linker {
  private readonly rows = new Map<number, Known>();
  private readonly byKey = new Map<string, number[]>();
  /** By the last part of the image's path. */
  private readonly byImage = new Map<string, number[]>();
  private readonly questions = new QuestionFinder();

  constructor(private readonly columns: ColumnSettings = {}) {}

  /** Takes a row in; `row` is whatever names it. */
  add(row: number, value: JsonObject): void {
    const known = this.read(value);
    const { key, image, question } = known;
    this.rows.set(row, known);
    push(this.byKey, key, row);
    if (image !== undefined) push(this.byImage, baseName(image), row);
    this.questions.add(question, row);
  }

  /** Whether a row says what it said when it was taken in, as far as links go by it. */
  isUnchanged(row: number, value: JsonObject): boolean {
    const known = this.rows.get(row);
    return known !== undefined && JSON.stringify(known) === JSON.stringify(this.read(value));
  }

  link(rollout: Pick<Rollout, 'sampleKey' | 'turns' | 'columns'>): Link {
    const keyed = rollout.sampleKey === undefined ? undefined : this.byKey.get(rollout.sampleKey);
    if (keyed !== undefined) return this.settle(keyed, rollout, 'key');
    const images = rollout.turns.flatMap((turn) => turn.images ?? []);
    const pictured = this.ofImages(images);
    if (pictured.length > 0) return this.settle(this.narrowByQuestion(pictured, rollout), rollout, 'image');
    return this.settle(this.withoutOther(images, this.asked(rollout)), rollout, 'question');
  }

  private read(value: JsonObject): Known {
    const { key, image, question, answers } = readSample(value, this.columns);
    return {
      key,
      image: image.value?.kind === 'path' ? image.value.path : undefined,
      question: normalise(question.value),
      answers: answers.value.map(normalise),
    };
  }

  /** A question that is asked of many images is no link to a row with another image than the rollout's. */
  private withoutOther(images: readonly string[], rows: readonly number[]): readonly number[] {
    if (!images.some(isPath)) return rows;
    return rows.filter((row) => this.rows.get(row)?.image === undefined);
  }

  private settle(rows: readonly number[], rollout: Pick<Rollout, 'columns'>, by: LinkBasis): Link {
    const [first] = rows;
    if (first === undefined) return { kind: 'none' };
    // A key and an image name the row, whose answers may have been corrected since; many may ask the same question.
    if (rows.length === 1 && by !== 'question') return { kind: 'linked', row: first, by };
    const solution = new Solution(rollout.columns);
    const answersOf = (row: number): readonly string[] => this.rows.get(row)?.answers ?? [];
    const contradicted = rows.every((row) => solution.contradicts(answersOf(row)));
    if (rows.length === 1) return { kind: 'linked', row: first, by, ...(contradicted && { contradicted }) };
    const fitting = solution.fitting(rows, answersOf);
    const [only, second] = fitting;
    if (only !== undefined && second === undefined) return { kind: 'linked', row: only, by };
    const left = fitting.length > 0 ? fitting : rows;
    return {
      kind: 'ambiguous',
      rows: left.slice(0, MAX_CANDIDATES),
      of: left.length,
      by,
      ...(contradicted && { contradicted }),
    };
  }

  /** Paths are absolute on the machine that trained and relative in the dataset, or the other way round. */
  private ofImages(images: readonly string[]): readonly number[] {
    for (const image of images) {
      const rows = this.byImage.get(baseName(image)) ?? [];
      const same = rows.filter((row) => samePath(this.rows.get(row)?.image ?? '', image));
      if (same.length > 0) return same;
    }
    return [];
  }

  private asked({ turns }: Pick<Rollout, 'turns'>): readonly number[] {
    for (const turn of turns.filter(({ role }) => role === 'user')) {
      const rows = this.questions.find(normalise(turn.text));
      if (rows.length > 0) return rows;
    }
    return [];
  }

  private narrowByQuestion(rows: readonly number[], rollout: Pick<Rollout, 'turns'>): readonly number[] {
    if (rows.length === 1) return rows;
    const asked = new Set(this.asked(rollout));
    const both = rows.filter((row) => asked.has(row));
    return both.length > 0 ? both : rows;
  }
}

/** Without marks of images and with single spaces: templates wrap a question differently. */
function normalise(text: string): string {
  return splitQuestion(text).text.replace(/\s+/g, ' ').trim();
}

/** An image by its bytes, or from the network, is not comparable with a file. */
function isPath(image: string): boolean {
  return !/^(?:data|https?):/i.test(image);
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function samePath(a: string, b: string): boolean {
  const [x, y] = [parts(a), parts(b)];
  const shared = Math.min(x.length, y.length);
  return shared > 0 && x.slice(-shared).join('/') === y.slice(-shared).join('/');
}

function parts(path: string): readonly string[] {
  return path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
}

function push(map: Map<string, number[]>, key: string, row: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [row]);
  else known.push(row);
}
