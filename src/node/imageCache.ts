/**
 * A folder of images that a webview cannot take from where they are: decoded `data:` URIs, fetched web
 * images, and smaller renderings. Files are named by a hash of where they come from, so a second look is free.
 */
import { createHash, randomUUID } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';

/** Largest decoded or fetched image, in bytes. */
export const MAX_IMAGE_BYTES = 64 * 1024 * 1024;
/** The folder is brought back under this size, oldest files first, by `prune`. */
export const MAX_CACHE_BYTES = 1024 * 1024 * 1024;
const FETCH_TIMEOUT = 20_000;

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/jpg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/bmp': '.bmp',
  'image/avif': '.avif',
  'image/svg+xml': '.svg',
  'image/tiff': '.tiff',
};

/** Why an image could not be had, in words for the person who looks at it. */
export class ImageCacheError extends Error {
  override name = 'ImageCacheError';
}

export class ImageCache {
  private readonly making = new Map<string, Promise<string>>();

  constructor(readonly folder: string) {}

  /** The file of a `data:` URI's image. @throws ImageCacheError */
  async data(uri: string): Promise<string> {
    const { type, base64, start } = dataHeader(uri);
    if (uri.length - start > MAX_IMAGE_BYTES * 1.4) throw tooLarge();
    return this.file(`data ${uri}`, extensionOf(type), async (target) => {
      const body = uri.slice(start);
      await fs.writeFile(target, base64 ? Buffer.from(body, 'base64') : percentDecoded(body));
    });
  }

  /** The file of a web image. @throws ImageCacheError */
  http(url: string, signal?: AbortSignal): Promise<string> {
    return this.file(`http ${url}`, '.img', async (target) => {
      const limit = AbortSignal.timeout(FETCH_TIMEOUT);
      const response = await fetch(url, {
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
        headers: { accept: 'image/*' },
      }).catch((error: unknown) => {
        throw new ImageCacheError(`Could not fetch ${url}: ${reason(error)}.`);
      });
      if (!response.ok)
        throw new ImageCacheError(`${url} answered ${response.status} ${response.statusText}.`);
      const type = response.headers.get('content-type') ?? 'application/octet-stream';
      if (!/^(image\/|application\/octet-stream)/i.test(type)) {
        throw new ImageCacheError(`${url} is no image; the server sent ${type}.`);
      }
      await fs.writeFile(target, await body(response));
    });
  }

  /** The file that `make` writes for `source`, made once for as long as `source` stays the same text. */
  async file(source: string, extension: string, make: (target: string) => Promise<void>): Promise<string> {
    const name = createHash('sha256').update(source).digest('hex').slice(0, 40) + extension;
    const running = this.making.get(name);
    if (running !== undefined) return running;
    const made = this.find(path.join(this.folder, name), make);
    this.making.set(name, made);
    try {
      return await made;
    } finally {
      this.making.delete(name);
    }
  }

  /** Removes the files that were used longest ago until the folder holds at most `limit` bytes. */
  async prune(limit = MAX_CACHE_BYTES): Promise<void> {
    const names = await fs.readdir(this.folder).catch(() => []);
    const files = [];
    for (const name of names) {
      const file = path.join(this.folder, name);
      const info = await fs.stat(file).catch(() => undefined);
      if (info?.isFile() === true) files.push({ file, size: info.size, used: info.mtimeMs });
    }
    let total = files.reduce((sum, { size }) => sum + size, 0);
    for (const { file, size } of files.sort((a, b) => a.used - b.used)) {
      if (total <= limit) return;
      await fs.rm(file, { force: true });
      total -= size;
    }
  }

  private async find(file: string, make: (target: string) => Promise<void>): Promise<string> {
    const now = new Date();
    const known = await fs.utimes(file, now, now).then(
      () => true,
      () => false,
    );
    if (known) return file;
    await fs.mkdir(this.folder, { recursive: true });
    const temporary = path.join(path.dirname(file), `.${randomUUID()}${path.extname(file)}`);
    try {
      await make(temporary);
      await fs.rename(temporary, file);
    } finally {
      await fs.rm(temporary, { force: true });
    }
    return file;
  }
}

function dataHeader(uri: string): { type: string; base64: boolean; start: number } {
  const comma = uri.indexOf(',');
  if (comma < 0 || comma > 200) throw new ImageCacheError('The data: URI has no comma before its data.');
  const [type = '', ...parameters] = uri.slice('data:'.length, comma).toLowerCase().split(';');
  return { type: type.trim(), base64: parameters.some((word) => word.trim() === 'base64'), start: comma + 1 };
}

function percentDecoded(text: string): Buffer {
  try {
    return Buffer.from(decodeURIComponent(text));
  } catch {
    throw new ImageCacheError('The data: URI has a broken percent escape.');
  }
}

function extensionOf(type: string): string {
  return Object.hasOwn(EXTENSIONS, type) ? (EXTENSIONS[type] ?? '.img') : '.img';
}

async function body(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > MAX_IMAGE_BYTES) throw tooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): ImageCacheError {
  return new ImageCacheError(`The image is larger than ${MAX_IMAGE_BYTES / 1024 / 1024} MB.`);
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
