import { createServer, type Server } from 'node:http';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImageCache, ImageCacheError, MAX_IMAGE_BYTES } from '../../src/node/imageCache.ts';

let folder: string;
let cache: ImageCache;
let server: Server | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-cache-'));
  cache = new ImageCache(path.join(folder, 'images'));
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** A server that answers every request so, and counts them. */
async function serve(
  type: string,
  body: Buffer,
  status = 200,
): Promise<{ url: string; requests: () => number }> {
  let requests = 0;
  const started = createServer((_, response) => {
    requests++;
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const { port } = started.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/a.png`, requests: () => requests };
}

describe('the image cache', () => {
  it('decodes a data: URI into a file with the type’s extension, once', async () => {
    const file = await cache.data(`data:image/png;base64,${Buffer.from('pixels').toString('base64')}`);
    expect(path.extname(file)).toBe('.png');
    expect(await readFile(file, 'utf8')).toBe('pixels');
    expect(await cache.data(`data:image/png;base64,${Buffer.from('pixels').toString('base64')}`)).toBe(file);
    expect(readdirSync(cache.folder)).toHaveLength(1);
  });

  it('decodes a data: URI that is percent-encoded text', async () => {
    const file = await cache.data('data:image/svg+xml,%3Csvg%2F%3E');
    expect(await readFile(file, 'utf8')).toBe('<svg/>');
  });

  it.each([
    ['without a comma', 'data:image/png;base64'],
    ['whose head does not end', `data:${'x'.repeat(300)},a`],
    ['with a broken escape', 'data:image/svg+xml,%zz'],
  ])('refuses a data: URI %s', async (_, uri) => {
    await expect(cache.data(uri)).rejects.toThrow(ImageCacheError);
  });

  it('refuses a data: URI over the limit before it is decoded', async () => {
    const uri = `data:image/png;base64,${'A'.repeat(MAX_IMAGE_BYTES * 1.5)}`;
    await expect(cache.data(uri)).rejects.toThrow(/larger than 64 MB/);
  });

  it('fetches a web image once', async () => {
    const { url, requests } = await serve('image/png', Buffer.from('pixels'));
    const [first, second] = await Promise.all([cache.http(url), cache.http(url)]);
    expect(second).toBe(first);
    expect(await cache.http(url)).toBe(first);
    expect(await readFile(first, 'utf8')).toBe('pixels');
    expect(requests()).toBe(1);
  });

  it('says what a server sent instead of an image, and keeps nothing of it', async () => {
    const { url } = await serve('text/html', Buffer.from('<p>Sign in</p>'));
    await expect(cache.http(url)).rejects.toThrow(/is no image; the server sent text\/html/);
    expect(readdirSync(cache.folder)).toEqual([]);
  });

  it('says that a server refused or is not there', async () => {
    const { url } = await serve('text/plain', Buffer.from(''), 404);
    await expect(cache.http(url)).rejects.toThrow(/answered 404 Not Found/);
    server?.close();
    server?.closeAllConnections();
    await expect(cache.http(url)).rejects.toThrow(/Could not fetch/);
  });

  it('leaves nothing behind where a file cannot be made, and tries again', async () => {
    const make = async (target: string): Promise<void> => {
      await writeFile(target, 'half');
      throw new Error('no more');
    };
    await expect(cache.file('a', '.png', make)).rejects.toThrow('no more');
    expect(readdirSync(cache.folder)).toEqual([]);
    const file = await cache.file('a', '.png', (target) => writeFile(target, 'whole'));
    expect(await readFile(file, 'utf8')).toBe('whole');
  });

  it('is pruned of what was used longest ago', async () => {
    const files = [];
    for (const name of ['old', 'middle', 'new']) {
      files.push(await cache.file(name, '.bin', (target) => writeFile(target, Buffer.alloc(100))));
    }
    await utimes(files[0]!, 1, 1);
    await utimes(files[1]!, 2, 2);
    await cache.prune(150);
    expect(files.map(existsSync)).toEqual([false, false, true]);
  });
});
