import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contains, locateImage } from '../../src/node/imageFiles.ts';

let root: string;
let data: string;
const at = (...parts: string[]): string => path.join(root, ...parts);

beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'vqa-verify-images-')));
  data = at('data');
  await mkdir(at('data', 'images'), { recursive: true });
  await mkdir(at('more'));
  await writeFile(at('data', 'images', 'a.png'), '');
  await writeFile(at('more', 'b.png'), '');
  await writeFile(at('secret.png'), '');
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('locating an image', () => {
  const locate = (written: string, followLinks = true): ReturnType<typeof locateImage> =>
    locateImage(written, { bases: [data, at('more')], followLinks });

  it('finds it beside the dataset, then in the image folders', async () => {
    expect(await locate('images/a.png')).toEqual({ kind: 'file', file: at('data', 'images', 'a.png') });
    expect(await locate('./images/../images/a.png')).toMatchObject({ kind: 'file' });
    expect(await locate('b.png')).toEqual({ kind: 'file', file: at('more', 'b.png') });
  });

  it('takes absolute paths and file: URIs inside the folders', async () => {
    expect(await locate(at('more', 'b.png'))).toMatchObject({ kind: 'file' });
    expect(await locate(pathToFileURL(at('more', 'b.png')).href)).toMatchObject({ kind: 'file' });
  });

  it('says where it looked', async () => {
    expect(await locate('c.png')).toEqual({
      kind: 'missing',
      tried: [at('data', 'c.png'), at('more', 'c.png')],
    });
    expect(await locate('images')).toMatchObject({ kind: 'missing' });
    expect(await locate('a\0.png')).toMatchObject({ kind: 'missing' });
    expect(await locate('file://%00')).toMatchObject({ kind: 'missing' });
  });

  it('does not leave the folders, whether or not something is there', async () => {
    expect(await locate('../secret.png')).toEqual({ kind: 'outside', file: at('secret.png') });
    expect(await locate(at('secret.png'))).toMatchObject({ kind: 'outside' });
    expect(await locate('/no/such/file.png')).toMatchObject({ kind: 'outside' });
    expect(await locate('../datafile.png')).toMatchObject({ kind: 'outside' });
  });

  it('follows links out of the folders only where they are trusted', async () => {
    await symlink(at('secret.png'), at('data', 'link.png'));
    await symlink(at('data', 'images', 'a.png'), at('data', 'inside.png'));
    expect(await locate('link.png')).toEqual({ kind: 'file', file: at('data', 'link.png') });
    expect(await locate('link.png', false)).toEqual({ kind: 'outside', file: at('secret.png') });
    expect(await locate('inside.png', false)).toMatchObject({ kind: 'file' });
  });
});

describe('containment by name', () => {
  it.each([
    ['/data', '/data/a.png', true],
    ['/data', '/data/..a/b.png', true],
    ['/data', '/data', false],
    ['/data', '/database/a.png', false],
    ['/data', '/a.png', false],
  ])('%s holds %s: %s', (folder, file, expected) => {
    expect(contains([folder], file)).toBe(expected);
  });
});
