/**
 * The array of a `.npy` file, as numpy/lib/format.py describes versions 1.0 to 3.0: a magic string, the version, the
 * length of the header, the header as a Python dictionary, and the elements.
 */

export interface NpyArray {
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Elements between two neighbours along each axis. */
  readonly strides: readonly number[];
  /** The element at a place counted in strides. */
  readonly at: (place: number) => number;
}

/** Why the bytes are no array that can be read, a phrase. */
export class NpyError extends Error {
  override name = 'NpyError';
}

/** `\x93NUMPY` */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** More than numpy itself reads of a header without being told to trust the file. */
const MOST_HEADER = 65_536;

export const isNpy = (bytes: Uint8Array): boolean =>
  bytes.length >= 8 && MAGIC.every((byte, i) => bytes[i] === byte);

/** Elements are read when asked for, from `bytes` itself. Throws NpyError. */
export function parseNpy(bytes: Uint8Array): NpyArray {
  if (!isNpy(bytes)) throw new NpyError('it does not begin as a NumPy array');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [major, minor] = [view.getUint8(6), view.getUint8(7)];
  if (major < 1 || major > 3) throw new NpyError(`it has version ${major}.${minor} of the NumPy format`);
  const wide = major > 1;
  const start = wide ? 12 : 10;
  if (bytes.length < start) throw new NpyError('it is cut off in its header');
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > MOST_HEADER) throw new NpyError(`its header has ${length} bytes`);
  if (bytes.length < start + length) throw new NpyError('it is cut off in its header');
  const { type, order, fortran, shape } = readHeader(
    String.fromCharCode(...bytes.subarray(start, start + length)),
  );
  const element = ELEMENTS.get(type);
  if (element === undefined)
    throw new NpyError(`its elements are of the type ${type}, not real or whole numbers`);
  const size = Number(type.slice(1));
  const count = shape.reduce((product, axis) => product * axis, 1);
  const [needed, there] = [count * size, bytes.length - start - length];
  if (there < needed)
    throw new NpyError(`its shape (${shape.join(', ')}) needs ${needed} bytes, but there are ${there}`);
  const [data, little] = [start + length, order !== '>'];
  return {
    shape,
    strides: stridesOf(shape, fortran),
    at: (place) => element(view, data + place * size, little),
  };
}

interface Header {
  /** Kind and bytes of an element, such as `f4`. */
  readonly type: string;
  readonly order: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

function readHeader(header: string): Header {
  const [, order = '', type = ''] = /['"]descr['"]\s*:\s*['"]([<>|=])(\w+)['"]/.exec(header) ?? [];
  const fortran = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(header)?.[1];
  const shape = /['"]shape['"]\s*:\s*\(([\d,\sL]*)\)/.exec(header)?.[1];
  if (type === '' || fortran === undefined || shape === undefined)
    throw new NpyError('its header is not that of an array of plain numbers');
  const axes = shape.split(',').map((axis) => axis.replace('L', '').trim());
  return {
    type,
    order,
    fortran: fortran === 'True',
    shape: axes.filter((axis) => axis !== '').map(Number),
  };
}

function stridesOf(shape: readonly number[], fortran: boolean): readonly number[] {
  const strides = new Array<number>(shape.length).fill(1);
  const axes = shape.map((_, axis) => axis);
  // The axis that changes fastest comes first.
  if (!fortran) axes.reverse();
  let stride = 1;
  for (const axis of axes) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 1;
  }
  return strides;
}

type Element = (view: DataView, offset: number, little: boolean) => number;

const ELEMENTS: ReadonlyMap<string, Element> = new Map<string, Element>([
  ['f2', (view, offset, little) => half(view.getUint16(offset, little))],
  ['f4', (view, offset, little) => view.getFloat32(offset, little)],
  ['f8', (view, offset, little) => view.getFloat64(offset, little)],
  ['i1', (view, offset) => view.getInt8(offset)],
  ['i2', (view, offset, little) => view.getInt16(offset, little)],
  ['i4', (view, offset, little) => view.getInt32(offset, little)],
  ['i8', (view, offset, little) => Number(view.getBigInt64(offset, little))],
  ['u1', (view, offset) => view.getUint8(offset)],
  ['u2', (view, offset, little) => view.getUint16(offset, little)],
  ['u4', (view, offset, little) => view.getUint32(offset, little)],
  ['u8', (view, offset, little) => Number(view.getBigUint64(offset, little))],
  ['b1', (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1)],
]);

/** An IEEE 754 binary16 number: a sign, 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
