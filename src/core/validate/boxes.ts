import type { JsonPath } from '../json.ts';
import type { Box, Sample } from '../sample.ts';

/** Every readable box of a sample, with where it stands and what people call it. */
export function readableBoxes(
  sample: Sample,
): readonly { readonly box: Box; readonly path: JsonPath; readonly name: string }[] {
  const { path, shape, value } = sample.boxes;
  return value.flatMap((box, i) =>
    box === undefined
      ? []
      : [{ box, path: shape === 'flat' ? path : [...path, i], name: `box ${i + 1} [${box.join(', ')}]` }],
  );
}
