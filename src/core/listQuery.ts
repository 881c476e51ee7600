/** What the filter box of the sample list finds, and how the list is ordered. */
import type { Row } from './row.ts';
import type { RowId, Sample } from './sample.ts';

export type SortKey = 'file' | 'question' | 'boxes' | 'problems' | 'attainable';

export interface ListQuery {
  /** Words that must all occur, in any order and case; empty for every row. */
  readonly text: string;
  readonly sort: SortKey;
  readonly descending: boolean;
}

/** A row that passed the filter, with what it is ordered by. */
export interface Listed {
  readonly id: RowId;
  readonly by: string | number;
}

/** Whether `query` leaves the rows as they stand in the file. */
export function isFileOrder({ text, sort, descending }: ListQuery): boolean {
  return !hasWords({ text }) && sort === 'file' && !descending;
}

/** Whether the filter leaves out any row. */
export function hasWords({ text }: Pick<ListQuery, 'text'>): boolean {
  return words(text).length > 0;
}

/** Tests a row against the filter's words: its question, answers, caption, image and key, or all of a malformed row. */
export function matcher(text: string): (row: Row, sample: Sample | undefined) => boolean {
  const wanted = words(text);
  return (row, sample) => {
    if (wanted.length === 0) return true;
    const searched = (sample === undefined ? row.text : searchable(sample)).toLowerCase();
    return wanted.every((word) => searched.includes(word));
  };
}

/** Orders rows that stand in file order; equal ones stay in it. */
export function ordered(rows: readonly Listed[], { sort, descending }: ListQuery): RowId[] {
  if (sort === 'file') {
    const ids = rows.map(({ id }) => id);
    return descending ? ids.reverse() : ids;
  }
  const direction = descending ? -1 : 1;
  return [...rows].sort((a, b) => direction * compare(a.by, b.by)).map(({ id }) => id);
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

function words(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

function searchable({ question, answers, caption, image, key }: Sample): string {
  const where =
    image.value?.kind === 'path' ? image.value.path : image.value?.kind === 'http' ? image.value.url : '';
  return [question.value, ...answers.value, caption.value, where, key].join('\n');
}
