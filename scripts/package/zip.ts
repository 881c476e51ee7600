import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** A file inside a ZIP archive; sizes in bytes. */
export interface ZipEntry {
  readonly path: string;
  readonly compressed: number;
  readonly size: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LONGEST_COMMENT = 0xffff;

/**
 * Lists an archive from its central directory (PKWARE APPNOTE 4.3.12 and 4.3.16), without unpacking it.
 * Throws where the file is no ZIP archive. ZIP64 does not occur: a VSIX is far below 4 GB.
 */
export function listZip(file: string): ZipEntry[] {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const tail = read(handle, Math.max(0, size - END_LENGTH - LONGEST_COMMENT), size);
    const end = findEnd(tail);
    if (end === undefined) throw new Error(`${file} is no ZIP archive.`);
    const start = tail.readUInt32LE(end + 16);
    return entries(read(handle, start, start + tail.readUInt32LE(end + 12)));
  } finally {
    closeSync(handle);
  }
}

function findEnd(tail: Buffer): number | undefined {
  for (let at = tail.length - END_LENGTH; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return undefined;
}

function entries(directory: Buffer): ZipEntry[] {
  const found: ZipEntry[] = [];
  for (let at = 0; at + ENTRY_LENGTH <= directory.length;) {
    if (directory.readUInt32LE(at) !== ENTRY_SIGNATURE) throw new Error('The central directory is broken.');
    const nameEnd = at + ENTRY_LENGTH + directory.readUInt16LE(at + 28);
    found.push({
      path: directory.toString('utf8', at + ENTRY_LENGTH, nameEnd),
      compressed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
    });
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return found;
}

function read(handle: number, from: number, to: number): Buffer {
  const buffer = Buffer.alloc(to - from);
  for (let done = 0; done < buffer.length;) {
    const count = readSync(handle, buffer, done, buffer.length - done, from + done);
    if (count === 0) throw new Error('The archive ends early.');
    done += count;
  }
  return buffer;
}
