import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { factsOfDataUri, factsOfFile, ImageInspector } from '../../src/node/imageFacts.ts';
import { headerOfBytes, ImageHeaderError, readImageHeader } from '../../src/node/imageHeader.ts';
import { temporaryFolder } from './support/datasetFiles.ts';

const fixtures = path.resolve('test/fixtures/images');
const header = (name: string): ReturnType<typeof readImageHeader> =>
  readImageHeader(path.join(fixtures, name));
const folder = temporaryFolder();

describe('the header of an image', () => {
  it.each(['png', 'jpg', 'webp', 'avif', 'tiff', 'bmp', 'svg'])('in %s gives its size', async (extension) => {
    expect(await header(`good.${extension}`)).toMatchObject({
      format: extension === 'jpg' ? 'jpeg' : extension,
      width: 96,
      height: 64,
      orientation: 1,
      animated: false,
      damage: undefined,
    });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'with EXIF orientation %i gives the upright size',
    async (orientation) => {
      expect(await header(`exif-${orientation}.jpg`)).toMatchObject({ width: 96, height: 64, orientation });
    },
  );

  it.each(['cmyk.jpg', 'grey.png', 'sixteen-bit.png', 'transparent.png'])(
    'of %s is like any other',
    async (name) => {
      expect(await header(name)).toMatchObject({ width: 96, height: 64, damage: undefined });
    },
  );

  it.each(['animated.gif', 'animated.webp'])('of %s says that it moves', async (name) => {
    expect(await header(name)).toMatchObject({ width: 48, height: 32, animated: true, damage: undefined });
  });

  it('of a huge image takes no more than that of a small one', async () => {
    expect(await header('huge-30000x30000.png')).toMatchObject({ width: 30_000, height: 30_000 });
    expect(await header('wide-30000.png')).toMatchObject({ width: 30_000, height: 40 });
  });

  it('is found behind large metadata', async () => {
    const image = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const segment = Buffer.alloc(65_537, 'x');
    segment.writeUInt16BE(0xffee, 0);
    segment.writeUInt16BE(65_535, 2);
    const file = path.join(folder, 'metadata.jpg');
    writeFileSync(file, Buffer.concat([image.subarray(0, 2), segment, segment, image.subarray(2)]));
    expect(await readImageHeader(file)).toMatchObject({ width: 30, height: 20, damage: undefined });
  });
});

describe('an image that ends too early', () => {
  it.each(['png', 'jpg', 'webp', 'bmp', 'avif'])('in %s is told from a whole one', async (extension) => {
    const whole = readFileSync(path.join(fixtures, `good.${extension}`));
    const file = path.join(folder, `cut.${extension}`);
    writeFileSync(file, whole.subarray(0, Math.ceil(whole.length * 0.8)));
    expect(await readImageHeader(file)).toMatchObject({ width: 96, height: 64, damage: 'truncated' });
  });

  it('in GIF, too', async () => {
    const whole = readFileSync(path.join(fixtures, 'animated.gif'));
    const file = path.join(folder, 'cut.gif');
    writeFileSync(file, whole.subarray(0, whole.length - 9));
    expect(await readImageHeader(file)).toMatchObject({ damage: 'truncated' });
  });

  it('is not one with data of a camera after it', async () => {
    const whole = readFileSync(path.join(fixtures, 'good.jpg'));
    const file = path.join(folder, 'trailer.jpg');
    for (const length of [10_000, 64 * 1024, 3_000_000]) {
      // A camera's data may hold a whole video, in which any marker may stand.
      const after = Buffer.alloc(length, Buffer.from([0x78, 0xff, 0xda, 0x00]));
      writeFileSync(file, Buffer.concat([whole, after]));
      expect(await readImageHeader(file)).toMatchObject({ damage: undefined });
    }
  });

  it('is one where the end mark stands in a thumbnail alone, however long it is', async () => {
    const thumbnail = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xd9]), Buffer.alloc(1000)]);
    const segment = Buffer.from([0xff, 0xe1, 0, 0]);
    segment.writeUInt16BE(thumbnail.length + 2, 2);
    const noise = Buffer.from(Array.from({ length: 400 * 400 * 3 }, (_, at) => (at * at * 7919) % 251));
    for (const progressive of [false, true]) {
      const whole = await sharp(noise, { raw: { width: 400, height: 400, channels: 3 } })
        .jpeg({ quality: 100, progressive })
        .toBuffer();
      expect(whole.length).toBeGreaterThan(100_000);
      const file = path.join(folder, 'thumbnail.jpg');
      const all = Buffer.concat([whole.subarray(0, 2), segment, thumbnail, whole.subarray(2)]);
      writeFileSync(file, Buffer.concat([all, Buffer.alloc(100_000)]));
      expect(await readImageHeader(file)).toMatchObject({ width: 400, damage: undefined });
      writeFileSync(file, all.subarray(0, all.length - 100));
      expect(await readImageHeader(file)).toMatchObject({ width: 400, damage: 'truncated' });
    }
  });
});

describe('an image that is damaged', () => {
  it('in PNG is told by its checksums', async () => {
    expect(await header('corrupt.png')).toMatchObject({ width: 96, height: 64, damage: 'checksum' });
  });

  it('far from its beginning is told only where all of it is read', async () => {
    const whole = await sharp({ create: { width: 300, height: 300, channels: 3, background: 'red' } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    expect(whole.length).toBeGreaterThan(100_000);
    const file = path.join(folder, 'large.png');
    writeFileSync(file, whole);
    expect(await readImageHeader(file, { whole: true })).toMatchObject({ damage: undefined });
    whole.writeUInt8(1, whole.length - 100);
    writeFileSync(file, whole);
    expect(await readImageHeader(file)).toMatchObject({ damage: undefined });
    expect(await readImageHeader(file, { whole: true })).toMatchObject({ damage: 'checksum' });
  });
});

describe('what is no readable image', () => {
  it.each([
    ['nowhere.png', 'missing', 'it does not exist'],
    ['.', 'unreadable', 'it is a folder'],
    ['zero-bytes.png', 'empty', 'is empty'],
    ['text.png', 'corrupt', 'is no image, or its beginning is broken'],
  ])('%s is %s', async (name, kind, message) => {
    const error: unknown = await header(name).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ImageHeaderError);
    expect(error).toMatchObject({ kind, message: expect.stringContaining(message) as string });
  });

  it('is not completed by what happens to lie behind it in memory', async () => {
    // The header of a TGA image of 96 by 64 pixels, of which only the first three bytes are the file's.
    const memory = Buffer.from([0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 96, 0, 64, 0, 24, 0]);
    await expect(headerOfBytes('cut.tga', memory)).resolves.toMatchObject({ width: 96, height: 64 });
    await expect(headerOfBytes('cut.tga', memory.subarray(0, 3))).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it('is a fact, not an exception, to the rules', async () => {
    expect(await factsOfFile(path.join(fixtures, 'nowhere.png'))).toMatchObject({ kind: 'missing' });
    expect(await factsOfFile(path.join(fixtures, 'text.png'))).toMatchObject({ kind: 'broken' });
    expect(await factsOfDataUri('data:image/png;base64,AAAA')).toMatchObject({ kind: 'broken' });
    expect(await factsOfDataUri('data:nothing')).toMatchObject({ kind: 'broken' });
  });
});

describe('the image of a row', () => {
  const inspector = new ImageInspector([path.join(fixtures, 'nowhere'), fixtures]);

  it.each([
    ['relative to any of the folders', 'good.png'],
    ['absolute', path.join(fixtures, 'good.png')],
    ['a file: URI', `file://${path.join(fixtures, 'good.png')}`],
  ])('may be %s', async (_, written) => {
    expect(await inspector.facts({ kind: 'path', path: written })).toMatchObject({ kind: 'ok', width: 96 });
  });

  it('may be a data: URI', async () => {
    const base64 = readFileSync(path.join(fixtures, 'good.png')).toString('base64');
    expect(await inspector.facts({ kind: 'data', uri: `data:image/png;base64,${base64}` })).toMatchObject({
      width: 96,
    });
    const svg = encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5"/>');
    expect(await inspector.facts({ kind: 'data', uri: `data:image/svg+xml,${svg}` })).toMatchObject({
      width: 7,
      height: 5,
    });
  });

  it('is not fetched from the web', async () => {
    expect(await inspector.facts({ kind: 'http', url: 'https://example.invalid/x.png' })).toBeUndefined();
  });

  it('may be named impossibly', async () => {
    expect(await inspector.facts({ kind: 'path', path: 'a\0b' })).toMatchObject({ kind: 'missing' });
    expect(await inspector.facts({ kind: 'path', path: 'file://%%' })).toMatchObject({ kind: 'missing' });
  });
});
