/** Writes `.npy` files as numpy/lib/format.py describes them. */
export interface NpyParts {
  readonly descr?: string;
  readonly fortran?: boolean;
  readonly version?: number;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

export function writeNpy({ descr = '<f4', fortran = false, version = 1, shape, data }: NpyParts): Uint8Array {
  const axes = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(', ');
  const dictionary = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${axes}), }`;
  const fixed = version === 1 ? 10 : 12;
  const padded = dictionary.padEnd(Math.ceil((fixed + dictionary.length + 1) / 64) * 64 - fixed - 1) + '\n';
  const bytes = new Uint8Array(fixed + padded.length + data.length);
  bytes.set([0x93, ...Buffer.from('NUMPY'), version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, padded.length, true);
  else view.setUint32(8, padded.length, true);
  bytes.set(Buffer.from(padded, 'latin1'), fixed);
  bytes.set(data, fixed + padded.length);
  return bytes;
}

/** A map of float32, row by row. */
export function npyOf(shape: readonly number[], values: readonly number[]): Uint8Array {
  return writeNpy({ shape, data: new Uint8Array(Float32Array.from(values).buffer) });
}
