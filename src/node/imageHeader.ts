import { open, type FileHandle } from 'node:fs/promises';
import { imageSize } from 'image-size';
import { bytesOf, bytesOnDisk, type FileBytes } from './fileBytes.ts';
import type { ImageDamage } from '../core/validate/rule.ts';
import { codeOf, fileError } from './fileError.ts';
import { JpegEnd } from './jpegEnd.ts';
import { PngChecksums } from './pngChecksums.ts';

/** What the first bytes of an image file say; its pixels are never read. */
export interface ImageHeader {
  /** `jpeg`, `png`, `gif`, `webp`, `bmp`, `tiff`, `avif`, `svg`, … */
  readonly format: string;
  /** Of the upright image, that is after EXIF orientation, in pixels. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; 1 is upright. */
  readonly orientation: number;
  readonly animated: boolean;
  /** Undefined where nothing of it was found in what was read. */
  readonly damage: ImageDamage | undefined;
  /** Of the file. */
  readonly bytes: number;
}

/** `corrupt`: the file is an image that is broken before its size can be read, or none at all. */
export class ImageHeaderError extends Error {
  override name = 'ImageHeaderError';
  constructor(
    readonly kind: 'missing' | 'unreadable' | 'empty' | 'corrupt',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Bytes read at first; a JPEG with large metadata needs more, up to the limit. */
const HEAD_BYTES = 64 * 1024;
const MAX_HEAD_BYTES = 16 * 1024 * 1024;
/** Where the end of an image is looked for first: some put data of their own after it. */
const TAIL_BYTES = 64 * 1024;

/** A file larger than this is not read whole. */
const MAX_WHOLE_BYTES = 256 * 1024 * 1024;

export interface HeaderOptions {
  /** Also reads what is behind the header, where its format tells whether that is damaged. */
  readonly whole?: boolean;
}

/** Reads the size of an image file from its first bytes. Throws `ImageHeaderError`. */
export async function readImageHeader(file: string, options: HeaderOptions = {}): Promise<ImageHeader> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const bytes = bytesOnDisk(handle.fd);
    const header = await readHeader(file, bytes);
    const unread = header.format === 'png' && bytes.size > HEAD_BYTES && bytes.size <= MAX_WHOLE_BYTES;
    if (options.whole !== true || header.damage !== undefined || !unread) return header;
    return { ...header, damage: await pngDamage(bytes.chunks(0)) };
  } catch (error) {
    if (error instanceof ImageHeaderError) throw error;
    const kind = ['ENOENT', 'ENOTDIR'].includes(codeOf(error)) ? 'missing' : 'unreadable';
    throw new ImageHeaderError(kind, fileError(error, 'read the image', file).message, { cause: error });
  } finally {
    await handle?.close();
  }
}

/** The same for an image in memory, called `name` in messages. Throws `ImageHeaderError`. */
export function headerOfBytes(name: string, bytes: Buffer): Promise<ImageHeader> {
  return readHeader(name, bytesOf(bytes));
}

async function readHeader(name: string, file: FileBytes): Promise<ImageHeader> {
  const bytes = file.size;
  if (bytes === 0) throw new ImageHeaderError('empty', `${name} is empty`);
  for (let length = HEAD_BYTES; ; length *= 16) {
    const head = await file.peek(0, length);
    const size = sizeIn(head);
    if (size === undefined && length < bytes && length < MAX_HEAD_BYTES) continue;
    if (size === undefined) {
      throw new ImageHeaderError('corrupt', `${name} is no image, or its beginning is broken`);
    }
    const format = size.type === 'jpg' ? 'jpeg' : (size.type ?? 'unknown');
    const orientation = size.orientation ?? 1;
    const turned = orientation >= 5 && orientation <= 8;
    const tail = await file.peek(Math.max(0, bytes - TAIL_BYTES), TAIL_BYTES);
    return {
      format,
      width: turned ? size.height : size.width,
      height: turned ? size.width : size.height,
      orientation,
      animated: isAnimated(format, head),
      damage: await damageIn(format, head, tail, file),
      bytes,
    };
  }
}

type Size = ReturnType<typeof imageSize>;

function sizeIn(head: Buffer): Size | undefined {
  try {
    // The package reads on behind the end of bytes that lie in a larger piece of memory, as small buffers do.
    const size = imageSize(Uint8Array.from(head));
    return size.width > 0 && size.height > 0 ? size : undefined;
  } catch {
    // The package throws plain errors for what is too short and for what is no image alike.
    return undefined;
  }
}

function isAnimated(format: string, head: Buffer): boolean {
  switch (format) {
    case 'gif':
      return head.includes('NETSCAPE2.0') || count(head, GIF_FRAME) > 1;
    case 'png': {
      const control = head.indexOf('acTL');
      return control >= 0 && control < head.indexOf('IDAT');
    }
    case 'webp':
      return head.toString('latin1', 12, 16) === 'VP8X' && ((head[20] ?? 0) & 2) !== 0;
    case 'avif':
      return head.toString('latin1', 8, 12) === 'avis';
    default:
      return false;
  }
}

/** A graphic control extension, which stands before each frame of an animation. */
const GIF_FRAME = Buffer.from([0x21, 0xf9, 0x04]);

function count(bytes: Buffer, part: Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + 1)) found++;
  return found;
}

function isTruncated(format: string, head: Buffer, tail: Buffer, bytes: number): boolean {
  switch (format) {
    case 'png':
      return !tail.includes('IEND');
    case 'gif':
      return tail.at(-1) !== GIF_END && !tail.includes(Buffer.from([0, GIF_END]));
    case 'webp':
      return head.readUInt32LE(4) + 8 > bytes;
    case 'bmp':
      return head.readUInt32LE(2) > bytes;
    case 'avif':
      return lastBoxEnd(head) > bytes;
    default:
      return false;
  }
}

async function damageIn(
  format: string,
  head: Buffer,
  tail: Buffer,
  file: FileBytes,
): Promise<ImageDamage | undefined> {
  if (format === 'jpeg') return (await jpegEnds(tail, file)) ? undefined : 'truncated';
  if (isTruncated(format, head, tail, file.size)) return 'truncated';
  return format === 'png' ? pngDamage([head]) : undefined;
}

async function jpegEnds(tail: Buffer, file: FileBytes): Promise<boolean> {
  // Pixels never hold the end mark; a thumbnail in the metadata has one of its own.
  if (tail.lastIndexOf(JPEG_END) > tail.lastIndexOf(JPEG_SCAN)) return true;
  // It is cut, or a camera wrote much behind it: only the whole of it tells.
  if (file.size > MAX_WHOLE_BYTES) return true;
  const end = new JpegEnd();
  for await (const piece of file.chunks(0)) {
    end.feed(piece);
    if (end.reached) return true;
  }
  return false;
}

async function pngDamage(pieces: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<ImageDamage | undefined> {
  const checksums = new PngChecksums();
  for await (const piece of pieces) {
    checksums.feed(piece);
    if (checksums.differs) return 'checksum';
  }
  return undefined;
}

/** Where the last box ends whose header is among the first bytes (ISO/IEC 14496-12, section 4.2). */
function lastBoxEnd(head: Buffer): number {
  let at = 0;
  while (at + 16 <= head.length) {
    const short = head.readUInt32BE(at);
    const size = short === 1 ? Number(head.readBigUInt64BE(at + 8)) : short;
    // A box of size 0 goes on to the end of the file.
    if (size < 8) return at;
    at += size;
  }
  return at;
}

const GIF_END = 0x3b;
const JPEG_END = Buffer.from([0xff, 0xd9]);
/** Start of scan, as far as it is the same for one to four components. */
const JPEG_SCAN = Buffer.from([0xff, 0xda, 0x00]);
