import { endianness } from 'node:os';
import { describe, expect, it } from 'vitest';
import { heatmapOfNpy } from '../../src/core/attention/heatmap.ts';
import { parseNpy } from '../../src/core/attention/npy.ts';
import { npyOf, writeNpy } from '../../scripts/fixtures/npy.ts';

/** 2 × 3, row by row. */
const VALUES = [0, 1, 2, 3, 100, 7];

/** VALUES as elements of each type, in this machine's byte order. */
const ELEMENTS = {
  f4: Float32Array.from(VALUES),
  f8: Float64Array.from(VALUES),
  i1: Int8Array.from(VALUES),
  i2: Int16Array.from(VALUES),
  i4: Int32Array.from(VALUES),
  i8: BigInt64Array.from(VALUES, BigInt),
  u1: Uint8Array.from(VALUES),
  u2: Uint16Array.from(VALUES),
  u4: Uint32Array.from(VALUES),
  u8: BigUint64Array.from(VALUES, BigInt),
};

function inOrder(
  elements: ArrayBufferView & { readonly BYTES_PER_ELEMENT: number },
  big: boolean,
): Uint8Array {
  const size = elements.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(elements.buffer);
  if (big === (endianness() === 'BE')) return bytes;
  return bytes.map((_, i) => bytes[i - (i % size) + size - 1 - (i % size)] ?? 0);
}

describe('a NumPy array', () => {
  for (const [type, elements] of Object.entries(ELEMENTS)) {
    for (const order of elements.BYTES_PER_ELEMENT === 1 ? ['|'] : ['<', '>']) {
      it(`is read with elements ${order}${type}`, () => {
        const data = inOrder(elements, order === '>');
        const map = heatmapOfNpy(writeNpy({ descr: order + type, shape: [2, 3], data }));
        expect([...map.values]).toEqual(VALUES);
        expect(map).toMatchObject({ rows: 2, columns: 3, maps: 1 });
      });
    }
  }

  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x0001, 2 ** -24],
    [0x7bff, 65504],
  ])('reads the half %i as %f', (bits, value) => {
    const little = writeNpy({ descr: '<f2', shape: [1, 1], data: Uint8Array.of(bits & 255, bits >> 8) });
    const big = writeNpy({ descr: '>f2', shape: [1, 1], data: Uint8Array.of(bits >> 8, bits & 255) });
    expect(heatmapOfNpy(little).values[0]).toBe(value);
    expect(heatmapOfNpy(big).values[0]).toBe(value);
  });

  it.each([1, 2, 3])('is read in version %i of the format', (version) => {
    const data = new Uint8Array(Float32Array.from(VALUES).buffer);
    expect([...heatmapOfNpy(writeNpy({ version, shape: [2, 3], data })).values]).toEqual(VALUES);
  });

  it('is the same in C and in Fortran order', () => {
    const [rows, columns, maps] = [2, 3, 4];
    const c = Array.from({ length: maps * rows * columns }, (_, i) => i * i);
    const fortran = c.map((_, i) => {
      const [map, row, column] = [i % maps, Math.floor(i / maps) % rows, Math.floor(i / (maps * rows))];
      return c[(map * rows + row) * columns + column] ?? NaN;
    });
    const write = (values: readonly number[], order: boolean): Uint8Array =>
      writeNpy({
        fortran: order,
        shape: [maps, rows, columns],
        data: new Uint8Array(Float32Array.from(values).buffer),
      });
    expect(heatmapOfNpy(write(fortran, true))).toEqual(heatmapOfNpy(write(c, false)));
  });

  it('is averaged over its leading axis, and says how many maps it is made of', () => {
    const map = heatmapOfNpy(npyOf([2, 1, 2], [0, 2, 4, 6]));
    expect(map).toMatchObject({ rows: 1, columns: 2, maps: 2 });
    const averaged = heatmapOfNpy(npyOf([3, 2, 2], [1, 2, 3, 4, 1, 2, 3, 4, 4, 8, 0, 1]));
    expect([...averaged.values]).toEqual([2, 4, 2, 3]);
    expect(averaged.maps).toBe(3);
  });

  it('counts no leading and no trailing axis of length 1', () => {
    expect(heatmapOfNpy(npyOf([1, 1, 2, 2], [1, 2, 3, 4]))).toMatchObject({ rows: 2, columns: 2, maps: 1 });
    expect(heatmapOfNpy(npyOf([2, 2, 1], [1, 2, 3, 4]))).toMatchObject({ rows: 2, columns: 2, maps: 1 });
    expect(heatmapOfNpy(npyOf([1, 3], [1, 2, 3]))).toMatchObject({ rows: 1, columns: 3, maps: 1 });
  });

  it.each([
    [
      'no array at all',
      Uint8Array.from(Buffer.from('PK\u0003\u0004 and more')),
      /does not begin as a NumPy array/,
    ],
    ['a later version', writeNpy({ version: 9, shape: [1, 1], data: new Uint8Array(4) }), /version 9\.0/],
    ['a header without end', npyOf([1, 1], [1]).subarray(0, 40), /cut off in its header/],
    ['missing elements', npyOf([2, 2], [1, 2, 3]), /shape \(2, 2\) needs 16 bytes, but there are 12/],
    ['objects', writeNpy({ descr: '|O8', shape: [1, 1], data: new Uint8Array(8) }), /of the type O8/],
    ['complex numbers', writeNpy({ descr: '<c8', shape: [1, 1], data: new Uint8Array(8) }), /of the type c8/],
    ['one axis', npyOf([4], [1, 2, 3, 4]), /shape \(4\) is not that of rows and columns/],
    ['four axes', npyOf([2, 2, 2, 2], new Array<number>(16).fill(1)), /is not that of rows and columns/],
    ['no cells', npyOf([0, 5], []), /has no cells/],
    ['no number', npyOf([1, 2], [1, NaN]), /NaN in row 1, column 2/],
    ['infinity', npyOf([2, 1], [1, -Infinity]), /-Infinity in row 2, column 1/],
  ])('is refused with %s, and why is said', (_, bytes, why) => {
    expect(() => heatmapOfNpy(bytes)).toThrow(why);
  });

  it('is refused before anything is allocated for a shape that lies', () => {
    const bytes = writeNpy({ descr: '|u1', shape: [100_000, 100_000], data: new Uint8Array(8) });
    expect(() => parseNpy(bytes)).toThrow(/needs 10000000000 bytes/);
  });
});
