import { findColumn, type ColumnName, type ColumnSettings } from '../columns.ts';
import { at, type Json, type JsonObject } from '../json.ts';
import type { GroundTruth } from './reward.ts';

/** The part that each column of the reference plays in a sample. */
const PARTS: Readonly<Record<keyof GroundTruth, ColumnName>> = {
  image_caption: 'caption',
  bboxs: 'boxes',
  width: 'width',
  height: 'height',
  possible_answers: 'answers',
};

/**
 * What the rewards read of a row, as it is: a column under the reference's own name even where it is null, else the
 * one that is mapped or detected.
 */
export function groundTruthOf(row: JsonObject, settings: ColumnSettings = {}): GroundTruth {
  const read = (column: keyof GroundTruth): Json | undefined => {
    const part = PARTS[column];
    if ((settings[part] ?? '') === '' && Object.hasOwn(row, column)) return row[column];
    return at(row, findColumn(row, part, settings));
  };
  return {
    image_caption: read('image_caption'),
    bboxs: read('bboxs'),
    width: read('width'),
    height: read('height'),
    possible_answers: read('possible_answers'),
  };
}
