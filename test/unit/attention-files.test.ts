import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heatmapPath } from '../../src/core/attention/named.ts';
import { namedHeatmap, readHeatmap } from '../../src/node/attention/heatmapFile.ts';
import { heatmapOfPng } from '../../src/node/attention/pngHeatmap.ts';
import { npyOf } from '../../scripts/fixtures/npy.ts';

type Parts = Parameters<typeof encode>[0];
const png = (parts: Parts): Buffer => Buffer.from(encode(parts));

/** A PNG of these chunks, whose checksums nobody asks for. */
function chunks(...list: readonly (readonly [type: string, data: Uint8Array])[]): Buffer {
  const parts = list.map(([type, data]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  });
  return Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), ...parts]);
}

function ihdr(width: number, height: number, depth: number, colour: number, interlace = 0): [string, Buffer] {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([depth, colour, 0, 0, interlace], 8);
  return ['IHDR', data];
}

const END: [string, Buffer] = ['IEND', Buffer.alloc(0)];

describe('a PNG as a heatmap', () => {
  it('is read with 8 and with 16 bits of grey', () => {
    const eight = heatmapOfPng(png({ width: 3, height: 1, channels: 1, data: Uint8Array.of(0, 7, 255) }));
    expect(eight).toMatchObject({ rows: 1, columns: 3, maps: 1 });
    expect([...eight.values]).toEqual([0, 7, 255]);
    const data = Uint16Array.of(1, 256, 65535, 4);
    const sixteen = heatmapOfPng(png({ width: 2, height: 2, depth: 16, channels: 1, data }));
    expect([...sixteen.values]).toEqual([1, 256, 65535, 4]);
  });

  it('is read from colours by their luminance, without alpha', () => {
    const data = Uint8Array.of(255, 0, 0, 0, 0, 255, 0, 9, 0, 0, 255, 255, 100, 100, 100, 1);
    const { values } = heatmapOfPng(png({ width: 2, height: 2, channels: 4, data }));
    expect([...values].map((value) => Math.round(value * 10) / 10)).toEqual([76.2, 149.7, 29.1, 100]);
  });

  it('is read from a palette, and from less than 8 bits', () => {
    const palette: [string, Buffer] = ['PLTE', Buffer.from([0, 0, 0, 255, 255, 255, 10, 10, 10])];
    const indexed = chunks(ihdr(3, 1, 8, 3), palette, ['IDAT', deflateSync(Buffer.of(0, 2, 1, 0))], END);
    expect([...heatmapOfPng(indexed).values].map(Math.round)).toEqual([10, 255, 0]);
    // 10 pixels of one bit: two bytes a line, the last six bits unused.
    const lines = Buffer.of(0, 0b1010_0000, 0b0100_0000, 0, 0b0000_0001, 0b1000_0000);
    const bits = heatmapOfPng(chunks(ihdr(10, 2, 1, 0), ['IDAT', deflateSync(lines)], END));
    expect([...bits.values].join('')).toBe('10100000010000000110');
  });

  it.each([
    [
      'a bomb',
      chunks(ihdr(4, 4, 8, 0), ['IDAT', deflateSync(Buffer.alloc(5_000_000))], END),
      /more pixels than its size/,
    ],
    [
      'an enormous size',
      chunks(ihdr(100_000, 100_000, 8, 0), ['IDAT', deflateSync(Buffer.alloc(9))], END),
      /100000 × 100000 cells/,
    ],
    ['no size', chunks(ihdr(0, 4, 8, 0), END), /no cells/],
    ['no header', chunks(END), /cut off in its header/],
    ['missing lines', chunks(ihdr(2, 9, 8, 0), ['IDAT', deflateSync(Buffer.of(0, 1, 2))], END), /damaged/],
    ['damaged pixels', chunks(ihdr(2, 2, 8, 0), ['IDAT', Buffer.from('no zlib')], END), /cut off or damaged/],
    ['no end', chunks(ihdr(1, 1, 8, 0), ['IDAT', deflateSync(Buffer.of(0, 1))]), /damaged/],
    ['interlaced bits', chunks(ihdr(9, 9, 1, 0, 1), END), /interlaced with 1 bits/],
  ])('is refused with %s, and why is said', (_, bytes, why) => {
    expect(() => heatmapOfPng(bytes)).toThrow(why);
  });

  it('is read without its colour profile and texts, which may be of any size', () => {
    const profile = Buffer.concat([Buffer.from('icc\0\0'), deflateSync(Buffer.alloc(10_000_000))]);
    const bytes = chunks(ihdr(1, 1, 8, 0), ['iCCP', profile], ['IDAT', deflateSync(Buffer.of(0, 5))], END);
    expect([...heatmapOfPng(bytes).values]).toEqual([5]);
  });
});

describe('the heatmap that a rollout names', () => {
  let root: string;
  const at = (...parts: string[]): string => path.join(root, ...parts);
  const folders = { bases: [], followLinks: false };

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'heatmaps-'));
    await mkdir(at('run', 'maps'), { recursive: true });
    await mkdir(at('images'));
    await writeFile(at('run', 'maps', 'a.npy'), npyOf([1, 2], [1, 2]));
    await writeFile(at('images', 'b.png'), png({ width: 1, height: 1, channels: 1, data: Uint8Array.of(9) }));
    await writeFile(at('run', 'text.npy'), 'attention');
    await writeFile(at('secret.npy'), npyOf([1, 1], [1]));
    await symlink(at('secret.npy'), at('run', 'link.npy'));
  });
  afterAll(async () => {
    await rm(root, { recursive: true, force: true });
  });

  it('is looked for beside the dump, then in the folders of images', async () => {
    const source = at('run', 'completions.jsonl');
    expect([...(await namedHeatmap('maps/a.npy', source, folders)).values]).toEqual([1, 2]);
    const withImages = { ...folders, bases: [at('images')] };
    expect([...(await namedHeatmap('b.png', source, withImages)).values]).toEqual([9]);
    await expect(namedHeatmap('b.png', source, folders)).rejects.toThrow(/no such file; looked for/);
  });

  it('may stand nowhere else, nor be linked to from there', async () => {
    const source = at('run', 'completions.jsonl');
    await expect(namedHeatmap('../secret.npy', source, folders)).rejects.toThrow(/outside the folders/);
    await expect(namedHeatmap(at('secret.npy'), source, folders)).rejects.toThrow(/outside the folders/);
    await expect(namedHeatmap('link.npy', source, folders)).rejects.toThrow(/outside the folders/);
    const trusted = { ...folders, followLinks: true };
    expect([...(await namedHeatmap('link.npy', source, trusted)).values]).toEqual([1]);
  });

  it('is told by what it holds', async () => {
    await expect(readHeatmap(at('run', 'text.npy'))).rejects.toThrow(/neither a NumPy array nor a PNG/);
    await expect(readHeatmap(at('run'))).rejects.toThrow(/cannot be read/);
  });

  it.each([
    [{ attention: 'a.npy' }, {}, 'a.npy'],
    [{ attn: 'a.PNG', heatmap: 'b.png' }, {}, 'b.png'],
    [{ attention: [[1, 2]], attention_map: 'c.npy' }, {}, 'c.npy'],
    [{ attention: 'high' }, {}, undefined],
    [{ extra: { map: 'd.bin' } }, { heatmap: 'extra.map' }, 'd.bin'],
    [{ attention: 'a.npy' }, { heatmap: 'other' }, undefined],
  ])('is found in %j with %j', (columns, settings, expected) => {
    expect(heatmapPath(columns, settings)).toBe(expected);
  });
});
