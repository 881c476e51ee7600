/** Image files as pixels: upright, 8-bit sRGB, first frame, transparent parts on a plain background. */
import { stat } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { ModelError } from './errors.ts';
import type { Pixels } from './ocr/crop.ts';

/** Decoded pixels take 3 bytes each, and are held while the text in them is read. */
export const MAX_PIXELS = 100_000_000;
/** A preview is shrunk while it is decoded, so far more pixels fit. */
export const MAX_PREVIEW_PIXELS = 1_000_000_000;

export interface Picture extends Pixels {
  readonly file: string;
  readonly transparent: boolean;
}

const WHITE = '#ffffff';
const GREY = '#808080';

function millions(pixels: number): string {
  return `${Math.round(pixels / 1e6).toLocaleString('en-US')} million`;
}

/**
 * Opens an image for decoding, its header read and judged.
 * @throws ModelError ImageMissing, ImageUnreadable or ImageTooLarge
 */
async function open(file: string, maxPixels: number): Promise<{ image: Sharp; transparent: boolean }> {
  const info = await stat(file).catch(() => undefined);
  if (info === undefined) throw new ModelError('ImageMissing', `There is no image file ${file}.`);
  if (!info.isFile()) throw new ModelError('ImageUnreadable', `${file} is not a file.`);
  // The limit is checked here, to name the numbers; a warning of the decoder is no reason to refuse an image.
  const image = sharp(file, { limitInputPixels: false, failOn: 'error', sequentialRead: true });
  const header = await image.metadata().catch((error: unknown) => {
    throw unreadable(file, error);
  });
  const pixels = header.width * header.height;
  if (pixels > maxPixels) {
    throw new ModelError(
      'ImageTooLarge',
      `${file} has ${header.width} × ${header.height} pixels (${millions(pixels)}); ` +
        `the limit is ${millions(maxPixels)}. Use a smaller copy of the image.`,
    );
  }
  return { image: image.autoOrient().toColourspace('srgb'), transparent: header.hasAlpha };
}

function unreadable(file: string, error: unknown): ModelError {
  const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new ModelError(
    'ImageUnreadable',
    `${file} cannot be read as an image: ${reason ?? 'unknown reason'}.`,
  );
}

/** Decodes a whole image, transparent parts white as paper. */
export async function readPicture(file: string): Promise<Picture> {
  const { image, transparent } = await open(file, MAX_PIXELS);
  const { data, info } = await image
    .flatten({ background: WHITE })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw unreadable(file, error);
    });
  return { file, transparent, width: info.width, height: info.height, data };
}

function pipelineOf({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}

/** A part of an image, in whole pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Resized to exactly this size, whatever the ratio, all of it or a part; RGB bytes row by row. */
export async function resized(
  picture: Pixels,
  width: number,
  height: number,
  area?: Area,
): Promise<Uint8Array> {
  const whole = pipelineOf(picture);
  const part = area === undefined ? whole : whole.extract(area);
  return part.resize(width, height, { fit: 'fill' }).removeAlpha().raw().toBuffer();
}

/** As `resized`, with transparent parts grey: a cut-out object stands out from grey whatever its own colour. */
export async function resizedOnGrey(picture: Picture, width: number, height: number): Promise<Uint8Array> {
  if (!picture.transparent) return resized(picture, width, height);
  const { image } = await open(picture.file, MAX_PIXELS);
  return image.flatten({ background: GREY }).resize(width, height, { fit: 'fill' }).raw().toBuffer();
}

/** Writes an upright copy, at most `maxSide` pixels a side and never enlarged; PNG or JPEG by the target's name. */
export async function writePreview(
  file: string,
  target: string,
  maxSide: number,
): Promise<{ width: number; height: number }> {
  const { image } = await open(file, MAX_PREVIEW_PIXELS);
  const { width, height } = await image
    .resize(maxSide, maxSide, { fit: 'inside', withoutEnlargement: true })
    .toFile(target)
    .catch((error: unknown) => {
      throw unreadable(file, error);
    });
  return { width, height };
}
