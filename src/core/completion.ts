/** A completion as SATORI's rewards read it: three tagged parts, of which the boxes are a Python literal. */
import { parseBoxes, type BoxParse } from './completion/boxes.ts';
import { checkFormat, type FormatCheck } from './completion/format.ts';
import { findTag, type Span } from './completion/tags.ts';

export { parseBoxes, type BoxParse } from './completion/boxes.ts';
export { checkFormat, type FormatCheck } from './completion/format.ts';
export { findTag, type PartName, type Span, type TagName } from './completion/tags.ts';
export { replaceBoxes, writeBoxes, writeCompletion, type CompletionParts } from './completion/write.ts';

export interface ParsedCompletion {
  readonly text: string;
  readonly format: FormatCheck;
  /** What stands inside each tag, unstripped; undefined where the tag or its end is missing. */
  readonly caption: Span | undefined;
  readonly bbox: Span | undefined;
  readonly answer: Span | undefined;
  /** What the text inside `<bbox>` denotes; undefined without that tag. */
  readonly boxes: BoxParse | undefined;
}

export function parseCompletion(text: string): ParsedCompletion {
  const bbox = findTag(text, 'bbox');
  return {
    text,
    format: checkFormat(text),
    caption: findTag(text, 'caption'),
    bbox,
    answer: findTag(text, 'answer'),
    boxes: bbox && parseBoxes(text, bbox.start, bbox.end),
  };
}
