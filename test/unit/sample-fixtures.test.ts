import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { datasetFixtures } from '../../scripts/fixtures/datasets.ts';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));

function readFolder(name: string): Map<string, Buffer> {
  const folder = path.join(fixtures, name);
  return new Map(fs.readdirSync(folder).map((file) => [file, fs.readFileSync(path.join(folder, file))]));
}

const images = readFolder('images');
images.delete('README.md');

/** The colours in the four corners, clockwise from the top left, named by their largest channel. */
async function corners(file: Buffer): Promise<string[]> {
  const { data, info } = await sharp(file)
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const name = (x: number, y: number): string => {
    const at = (y * info.width + x) * info.channels;
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (Math.min(red, green, blue) > 200) return 'white';
    return red > Math.max(green, blue) ? 'red' : green > blue ? 'green' : 'blue';
  };
  const [right, bottom] = [info.width - 4, info.height - 4];
  return [name(3, 3), name(right, 3), name(right, bottom), name(3, bottom)];
}

describe('the dataset fixtures', () => {
  it('are what the script writes, byte for byte', () => {
    expect(readFolder('datasets')).toEqual(new Map(datasetFixtures(images)));
  });
});

describe('the image fixtures', () => {
  it.each(['png', 'jpg', 'webp', 'avif', 'tiff', 'svg'])('good.%s shows the picture', async (type) => {
    expect(await corners(images.get(`good.${type}`)!)).toEqual(['red', 'green', 'white', 'blue']);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('exif-%i.jpg is upright by its orientation', async (orientation) => {
    const file = images.get(`exif-${orientation}.jpg`)!;
    expect((await sharp(file).metadata()).orientation).toBe(orientation);
    expect(await corners(file)).toEqual(['red', 'green', 'white', 'blue']);
  });

  it.each(['corrupt.png', 'truncated.jpg', 'zero-bytes.png', 'text.png', 'good.bmp'])(
    '%s cannot be decoded',
    async (name) => {
      await expect((async () => sharp(images.get(name)).raw().toBuffer())()).rejects.toThrow();
    },
  );

  it.each([
    ['cmyk.jpg', { space: 'cmyk' }],
    ['sixteen-bit.png', { depth: 'ushort' }],
    ['transparent.png', { hasAlpha: true }],
    ['animated.gif', { pages: 3 }],
    ['animated.webp', { pages: 3 }],
    ['one-pixel.png', { width: 1, height: 1 }],
    ['wide-30000.png', { width: 30_000 }],
    ['huge-30000x30000.png', { width: 30_000, height: 30_000 }],
  ])('%s is as its name says', async (name, expected) => {
    expect(await sharp(images.get(name), { limitInputPixels: false }).metadata()).toMatchObject(expected);
  });
});
