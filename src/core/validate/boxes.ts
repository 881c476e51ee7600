import type { JsonPath } from '../json.ts';
import type { Box, Sample } from '../sample.ts';

/** A readable box of a sample. Its names are made when asked for: nearly every box is good, and nobody asks. */
export class ReadableBox {
  constructor(
    readonly box: Box,
    private readonly index: number,
    private readonly column: Sample['boxes'],
  ) {}

  /** Where it stands in the row. */
  get path(): JsonPath {
    const { path, shape } = this.column;
    return shape === 'flat' ? path : [...path, this.index];
  }

  /** What people call it. */
  get name(): string {
    return `box ${this.index + 1} [${this.box.join(', ')}]`;
  }
}

export function readableBoxes({ boxes }: Sample): readonly ReadableBox[] {
  const readable: ReadableBox[] = [];
  for (const [index, box] of boxes.value.entries()) {
    if (box !== undefined) readable.push(new ReadableBox(box, index, boxes));
  }
  return readable;
}
