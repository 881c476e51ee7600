import type { JsonPath } from './json.ts';

/** The columns of a sample that can be mapped (formats.md §1). */
export type ColumnName = 'image' | 'question' | 'boxes' | 'caption' | 'answers' | 'width' | 'height' | 'id';

/** The `vqaVerify.columns` setting: a dotted path for each column that detection should not choose. */
export type ColumnSettings = Readonly<Partial<Record<ColumnName, string>>>;

export type ColumnPaths = Readonly<Partial<Record<ColumnName, JsonPath>>>;
