import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../src/core/attention/outline.ts';

const outline = (rows: readonly (readonly number[])[]): string =>
  outlineOf(
    {
      rows: rows.length,
      columns: rows[0]?.length ?? 0,
      bytes: Uint8Array.from(rows.flat()),
      least: 0,
      most: 1,
    },
    128,
  );

describe('the outline of what has half of the most attention', () => {
  it('goes round a block of cells, with each side in one piece', () => {
    expect(
      outline([
        [0, 0, 0, 0],
        [0, 200, 255, 0],
        [0, 128, 130, 127],
      ]),
    ).toBe('M1 1H3M1 3H3M1 1V3M3 1V3');
  });

  it('goes round holes and along the edge of the image', () => {
    expect(
      outline([
        [255, 255, 255],
        [255, 0, 255],
        [255, 255, 255],
      ]),
    ).toBe('M0 0H3M1 1H2M1 2H2M0 3H3M0 0V3M1 1V2M2 1V2M3 0V3');
  });

  it('is nothing where nothing stands out', () => {
    expect(outline([[0, 0]])).toBe('');
  });
});
