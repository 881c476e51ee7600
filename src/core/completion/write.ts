import type { Box } from '../sample.ts';
import { skipWhitespace, trimEnd } from '../text/whitespace.ts';
import { parseBoxes } from './boxes.ts';
import { findTag, tagged, withTags } from './tags.ts';

export interface CompletionParts {
  readonly caption: string;
  /** In the coordinates that the completion is to be written in. */
  readonly boxes: readonly Box[];
  readonly answer: string;
}

/** A completion in the format that SATORI asks of a model, a line for each of its parts. */
export function writeCompletion(parts: CompletionParts): string {
  return [
    tagged('caption', parts.caption),
    tagged('bbox', writeBoxes(parts.boxes)),
    tagged('answer', parts.answer),
  ].join('\n');
}

/** `[[x1,y1,x2,y2],…]`, each number in its shortest exact form. Throws RangeError for a number that is not finite. */
export function writeBoxes(boxes: readonly Box[], separator: ',' | ', ' = ','): string {
  return `[${boxes.map((box) => writeBox(box, separator)).join(separator)}]`;
}

function writeBox(box: Box, separator: string): string {
  for (const number of box) {
    if (!Number.isFinite(number)) throw new RangeError(`a box holds ${number}`);
  }
  return `[${box.join(separator)}]`;
}

/**
 * `completion` with other boxes: only the literal inside its `<bbox>` changes, and keeps its spacing after commas
 * and, for one box, its flat shape. Where there is no such tag one is put after the caption, else before the
 * answer, else at the end.
 */
export function replaceBoxes(completion: string, boxes: readonly Box[]): string {
  const inner = findTag(completion, 'bbox');
  if (inner === undefined) return insertBoxes(completion, writeBoxes(boxes));
  const start = skipWhitespace(completion, inner.start, inner.end);
  const end = trimEnd(completion, start, inner.end);
  const before = parseBoxes(completion, inner.start, inner.end);
  const separator = /^[^,]*, /.test(completion.slice(start, end)) ? ', ' : ',';
  const [only] = boxes;
  const flat = before.kind === 'boxes' && before.flat && boxes.length === 1 && only !== undefined;
  const literal = flat ? writeBox(only, separator) : writeBoxes(boxes, separator);
  return completion.slice(0, start) + literal + completion.slice(end);
}

function insertBoxes(completion: string, literal: string): string {
  const bbox = tagged('bbox', literal);
  const caption = findTag(completion, 'caption');
  if (caption !== undefined) {
    const { end } = withTags(caption, 'caption');
    return `${completion.slice(0, end)}\n${bbox}${completion.slice(end)}`;
  }
  const answer = findTag(completion, 'answer');
  if (answer !== undefined) {
    const { start } = withTags(answer, 'answer');
    return `${completion.slice(0, start)}${bbox}\n${completion.slice(start)}`;
  }
  return completion === '' ? bbox : `${completion}\n${bbox}`;
}
