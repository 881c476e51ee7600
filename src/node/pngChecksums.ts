import { crc32 } from 'node:zlib';

const SIGNATURE = 8;
/** Length and type of a chunk; the checksum that follows its data. */
const HEAD = 8;
const CHECKSUM = 4;

/**
 * Checks the chunks of a PNG against their checksums (PNG specification, section 5), piece by piece as the file
 * is read. What comes after the end of the image is no part of it.
 */
export class PngChecksums {
  /** What is being read, and how many bytes of it are still to come. */
  private part: 'signature' | 'head' | 'data' | 'checksum' | 'nothing' = 'signature';
  private left = SIGNATURE;
  private readonly small = Buffer.alloc(HEAD);
  private last = false;
  private sum = 0;
  private differing = false;

  get differs(): boolean {
    return this.differing;
  }

  /** Takes the next bytes of the file. */
  feed(bytes: Buffer): void {
    for (let at = 0; at < bytes.length && this.part !== 'nothing';) {
      const taken = bytes.subarray(at, at + this.left);
      if (this.part === 'data') this.sum = crc32(taken, this.sum);
      else if (this.part !== 'signature') taken.copy(this.small, this.length - this.left);
      at += taken.length;
      this.left -= taken.length;
      while (this.left === 0) this.next();
    }
  }

  private get length(): number {
    return this.part === 'head' ? HEAD : CHECKSUM;
  }

  private next(): void {
    switch (this.part) {
      case 'signature':
        this.go('head', HEAD);
        return;
      case 'head':
        this.sum = crc32(this.small.subarray(4));
        this.last = this.small.toString('latin1', 4) === 'IEND';
        this.go('data', this.small.readUInt32BE(0));
        return;
      case 'data':
        this.go('checksum', CHECKSUM);
        return;
      case 'checksum':
        if (this.small.readUInt32BE(0) !== this.sum) this.differing = true;
        if (this.last || this.differing) this.go('nothing', Infinity);
        else this.go('head', HEAD);
        return;
      case 'nothing':
    }
  }

  private go(part: typeof this.part, left: number): void {
    this.part = part;
    this.left = left;
  }
}
