import { inflateSync } from 'node:zlib';
import { decode, type DecodedPng } from 'fast-png';
import { checkSize, heatmap, HeatmapError, type Heatmap } from '../../core/attention/heatmap.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Chunks that make up the picture; what else a file holds is not even unpacked. */
const PICTURE = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);
/** Samples of a pixel by colour type: grey, RGB, palette, and the first two with alpha. */
const CHANNELS: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

export const isPng = (bytes: Uint8Array): boolean =>
  bytes.length >= 8 && SIGNATURE.equals(bytes.subarray(0, 8));

/** A picture's levels of grey; of colours the luminance. Alpha does not count. Throws HeatmapError. */
export function heatmapOfPng(bytes: Buffer): Heatmap {
  const picture = withoutExtras(bytes);
  try {
    return greyOf(decode(picture));
  } catch (error) {
    if (error instanceof HeatmapError) throw error;
    throw new HeatmapError(`it is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * The picture's own chunks. The decoder unpacks whatever it is given, so that a small file could fill the memory:
 * that the pixels are no more than the picture's size says is found out here.
 */
function withoutExtras(bytes: Buffer): Buffer {
  const kept = [bytes.subarray(0, 8)];
  const packed: Buffer[] = [];
  let header: Buffer | undefined;
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const chunk = bytes.subarray(at, end);
    if (end > bytes.length) break;
    if (PICTURE.has(type)) kept.push(chunk);
    if (type === 'IHDR') header = chunk.subarray(8);
    if (type === 'IDAT') packed.push(chunk.subarray(8, -4));
    at = end;
    if (type === 'IEND') break;
  }
  if (header === undefined || header.length < 17) throw new HeatmapError('it is cut off in its header');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  checkSize(height, width);
  const [depth, colour, interlaced] = [header.readUInt8(8), header.readUInt8(9), header.readUInt8(12) !== 0];
  if (interlaced && depth < 8) throw new HeatmapError(`it is interlaced with ${depth} bits a pixel`);
  const line = Math.ceil((width * depth * (CHANNELS.get(colour) ?? 1)) / 8) + 1;
  // Interlacing begins more lines, none of them longer.
  checkPixels(Buffer.concat(packed), line * height * (interlaced ? 2 : 1) + 64);
  return Buffer.concat(kept);
}

function checkPixels(packed: Buffer, most: number): void {
  try {
    inflateSync(packed, { maxOutputLength: most });
  } catch (error) {
    throw new HeatmapError(
      error instanceof RangeError
        ? 'it holds more pixels than its size says'
        : 'its pixels are cut off or damaged',
    );
  }
}

function greyOf(picture: DecodedPng): Heatmap {
  const { width, height, palette } = picture;
  const sample = sampler(picture);
  const luma = ([red = 0, green = 0, blue = 0]: readonly number[]): number =>
    0.299 * red + 0.587 * green + 0.114 * blue;
  const colours = palette?.map(luma);
  const inColour = picture.channels >= 3;
  const values = Float64Array.from({ length: width * height }, (_, pixel) => {
    const first = sample(pixel, 0);
    if (colours !== undefined) return colours[first] ?? NaN;
    return inColour ? luma([first, sample(pixel, 1), sample(pixel, 2)]) : first;
  });
  return heatmap(height, width, values);
}

/** A sample of a pixel; those of less than 8 bits are packed into the bytes of a line. */
function sampler({ data, width, channels, depth }: DecodedPng): (pixel: number, channel: number) => number {
  if (depth >= 8) return (pixel, channel) => data[pixel * channels + channel] ?? NaN;
  const line = Math.ceil((width * depth) / 8);
  const mask = (1 << depth) - 1;
  return (pixel) => {
    const bit = (pixel % width) * depth;
    const byte = data[Math.floor(pixel / width) * line + (bit >> 3)] ?? NaN;
    return (byte >> (8 - depth - (bit & 7))) & mask;
  };
}
