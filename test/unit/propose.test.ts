import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Canvas } from '../../scripts/sample/draw/canvas.ts';
import { toBox } from '../../scripts/sample/draw/ink.ts';
import { proposeCommand } from '../../src/cli/propose.ts';
import { parseCompletion } from '../../src/core/completion.ts';
import { toOriginal } from '../../src/core/geometry/coordinates.ts';
import { iou } from '../../src/core/geometry/iou.ts';
import type { Box } from '../../src/core/sample.ts';
import { createModelClient, type ModelClient } from '../../src/node/modelProcess.ts';
import type { ModelProgress } from '../../src/protocol/model.ts';
import { buildModelUnderTest, savePng, type ModelUnderTest } from './modelUnderTest.ts';

let built: ModelUnderTest;
let client: ModelClient;
let menu: string;
const truth: Record<string, Box> = {};

beforeAll(async () => {
  built = await buildModelUnderTest();
  client = createModelClient(built);
  const canvas = new Canvas(900, 600, 'menu');
  canvas.rect(0, 0, 900, 600, { fill: '#f4efe2' });
  const write = (text: string, x: number, y: number, size: number): void => {
    truth[text] = toBox(canvas.text(text, x, y, { size, fill: '#2b2320' }), 900, 600);
  };
  write('Corner Kitchen', 250, 110, 64);
  write('Tomato soup', 120, 250, 40);
  write('$6.50', 640, 250, 40);
  write('Mushroom pie', 120, 340, 40);
  write('$9.25', 640, 340, 40);
  canvas.inside({ at: [80, 540], turn: -90 }, () => {
    write('Open daily', 0, 0, 34);
  });
  menu = await savePng(canvas, path.join(built.scratch, 'menu.png'));
});

afterAll(async () => {
  client.dispose();
  await rm(built.scratch, { recursive: true, force: true });
});

const preview = (): { image: string; target: string; maxSide: number } => ({
  image: menu,
  target: path.join(built.scratch, 'small.png'),
  maxSide: 300,
});

/** Fails with this name and a message that holds these words. */
async function expectFailure(run: Promise<unknown>, name: string, message: RegExp): Promise<void> {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name, message: expect.stringMatching(message) as string });
}

describe('the model process', () => {
  it('reads every line of a picture, vertical ones too, with boxes around the ink', async () => {
    const stages: ModelProgress['stage'][] = [];
    const proposal = await client.propose(
      { image: menu, question: 'How much is the mushroom pie?' },
      { onProgress: ({ stage }) => stages.push(stage) },
    );
    expect([proposal.width, proposal.height]).toEqual([900, 600]);
    for (const [text, box] of Object.entries(truth)) {
      const found = proposal.boxes.find((proposed) => proposed.text === text);
      expect(found, text).toMatchObject({ source: 'ocr', label: text });
      expect(iou(found!.box, box), text).toBeGreaterThan(0.85);
    }
    expect(proposal.boxes.filter(({ why }) => why !== undefined).map(({ text, why }) => [text, why])).toEqual(
      [
        ['$9.25', 'a price beside "Mushroom pie"'],
        ['Mushroom pie', 'mentions "mushroom", "pie"'],
      ],
    );
    expect(new Set(stages)).toEqual(
      new Set(['starting', 'reading', 'loading', 'detecting', 'recognising', 'objects']),
    );
    expect(proposal.caption).toContain('"Corner Kitchen"');
  });

  it('writes the proposal as a completion that the rewards can read', async () => {
    const proposal = await client.propose({
      image: menu,
      question: 'How much is the soup?',
      answers: ['$6.50', '6.50'],
    });
    const { format, boxes, answer } = parseCompletion(proposal.completion);
    expect(format).toEqual({ ok: true });
    expect(proposal.completion.slice(answer!.start, answer!.end)).toBe('$6.50');
    if (boxes?.kind !== 'boxes') throw new Error('no boxes');
    expect(boxes.boxes).toHaveLength(1);
    expect(iou(toOriginal(boxes.boxes[0]!, 'resized28', 900, 600), truth['$6.50']!)).toBeGreaterThan(0.85);
  });

  it('reads the same from turned, 16-bit, CMYK, transparent and animated files', async () => {
    const png = sharp(await readFile(menu));
    const files: Record<string, Sharp> = {
      'turned.jpg': png.clone().rotate(270).jpeg().withMetadata({ orientation: 6 }),
      'deep.png': png.clone().toColourspace('rgb16').png(),
      'cmyk.jpg': png.clone().toColourspace('cmyk').jpeg({ quality: 95 }),
      'grey.webp': png.clone().greyscale().webp(),
    };
    for (const [name, image] of Object.entries(files)) {
      const file = path.join(built.scratch, name);
      await image.toFile(file);
      const proposal = await client.propose({ image: file });
      expect([proposal.width, proposal.height], name).toEqual([900, 600]);
      const title = proposal.boxes.find(({ text }) => text === 'Corner Kitchen');
      expect(iou(title?.box ?? [0, 0, 0, 0], truth['Corner Kitchen']!), name).toBeGreaterThan(0.85);
    }
    const pixels = await png.clone().raw().toBuffer();
    const frames = Buffer.concat([pixels, Buffer.alloc(pixels.length, 255)]);
    const animated = path.join(built.scratch, 'animated.gif');
    await sharp(frames, { raw: { width: 900, height: 1200, channels: 3, pageHeight: 600 } })
      .gif()
      .toFile(animated);
    expect((await sharp(animated).metadata()).pages).toBe(2);
    const proposal = await client.propose({ image: animated });
    expect([proposal.width, proposal.height]).toEqual([900, 600]);
    expect(proposal.boxes.map(({ text }) => text)).toContain('Corner Kitchen');
  });

  it('reads an image 30,000 pixels wide', async () => {
    const canvas = new Canvas(30_000, 200, 'banner');
    const ink = canvas.text('Welcome to Lakeside', 14_000, 130, { size: 90 });
    const file = await savePng(canvas, path.join(built.scratch, 'banner.png'));
    const proposal = await client.propose({ image: file });
    const [found] = proposal.boxes;
    expect(found?.text).toBe('Welcome to Lakeside');
    expect(iou(found!.box, toBox(ink, 30_000, 200))).toBeGreaterThan(0.8);
  });

  it('says what is wrong with an image, and goes on', async () => {
    const missing = path.join(built.scratch, 'nowhere.png');
    await expectFailure(client.propose({ image: missing }), 'ImageMissing', /no image file .*nowhere\.png/);
    const corrupt = path.join(built.scratch, 'corrupt.png');
    await writeFile(corrupt, 'this is no image');
    await expectFailure(client.propose({ image: corrupt }), 'ImageUnreadable', /corrupt\.png cannot be read/);
    const truncated = path.join(built.scratch, 'truncated.png');
    const bytes = await readFile(menu);
    await writeFile(truncated, bytes.subarray(0, bytes.length / 2));
    await expectFailure(
      client.propose({ image: truncated }),
      'ImageUnreadable',
      /truncated\.png cannot be read/,
    );
    await expectFailure(client.propose({ image: built.scratch }), 'ImageUnreadable', /is not a file/);
    const huge = path.join(built.scratch, 'huge.png');
    await sharp({ create: { width: 20_000, height: 6000, channels: 3, background: '#fff' } })
      .png()
      .toFile(huge);
    await expectFailure(
      client.propose({ image: huge }),
      'ImageTooLarge',
      /20000 × 6000 pixels \(120 million\); the limit is 100 million/,
    );
    expect((await client.propose({ image: menu })).boxes.length).toBeGreaterThan(4);
  });

  it('writes upright previews, of images too large to propose for as well', async () => {
    const target = path.join(built.scratch, 'preview.jpg');
    const turned = path.join(built.scratch, 'turned.jpg');
    expect(await client.preview({ image: turned, target, maxSide: 300 })).toEqual({
      width: 300,
      height: 200,
    });
    expect(await client.preview({ image: turned, target, maxSide: 5000 })).toEqual({
      width: 900,
      height: 600,
    });
    const huge = path.join(built.scratch, 'huge.png');
    expect(await client.preview({ image: huge, target, maxSide: 1000 })).toEqual({
      width: 1000,
      height: 300,
    });
  });

  it('stops a run at once when it is cancelled, and starts anew', async () => {
    const before = client.pid;
    const controller = new AbortController();
    const run = client.propose(
      { image: menu },
      {
        signal: controller.signal,
        onProgress: ({ stage }) => {
          if (stage === 'recognising') controller.abort();
        },
      },
    );
    await expectFailure(run, 'CancelledError', /cancelled/);
    expect(await client.preview(preview())).toEqual({ width: 300, height: 200 });
    expect(client.pid).not.toBe(before);
  });

  it('drops a waiting call that is cancelled, and leaves the running one alone', async () => {
    const controller = new AbortController();
    const first = client.propose({ image: menu });
    const second = client.propose({ image: menu }, { signal: controller.signal });
    controller.abort();
    await expectFailure(second, 'CancelledError', /cancelled/);
    expect((await first).boxes.length).toBeGreaterThan(4);
  });

  it('reports a process that dies, and the next call works', async () => {
    const run = client.propose(
      { image: menu },
      {
        onProgress: ({ stage }) => {
          if (stage === 'detecting') process.kill(client.pid!, 'SIGTERM');
        },
      },
    );
    await expectFailure(run, 'ModelProcessDied', /ended by the signal SIGTERM/);
    expect((await client.propose({ image: menu })).boxes.length).toBeGreaterThan(4);
  });

  it('ends when it is idle, and is started again', async () => {
    const brief = createModelClient({ ...built, idle: 50 });
    try {
      await brief.preview(preview());
      const before = brief.pid;
      expect(before).toBeDefined();
      await expect.poll(() => brief.pid, { timeout: 20_000 }).toBeUndefined();
      await brief.preview(preview());
      expect(brief.pid).not.toBe(before);
    } finally {
      brief.dispose();
    }
  });

  it('keeps what the editor sets for itself out of the process', async () => {
    const options = { NODE_OPTIONS: '--require=/no/such/module', VSCODE_INSPECTOR_OPTIONS: '{}' };
    const other = createModelClient({ ...built, env: { ...process.env, ...options } });
    try {
      expect(await other.preview(preview())).toEqual({ width: 300, height: 200 });
    } finally {
      other.dispose();
    }
  });

  it('ends with the process that started it', async () => {
    const script = `
      const child = require('node:child_process').fork(${JSON.stringify(built.entry)}, ['--models', 'none']);
      console.log(child.pid);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(output.toString());
    const runs = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    expect(runs()).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(runs, { timeout: 20_000 }).toBe(false);
  });

  it('fails open calls when it is disposed', async () => {
    const other = createModelClient(built);
    const run = other.propose({ image: menu });
    other.dispose();
    await expectFailure(run, 'ClosedError', /shut down/);
    await expectFailure(other.propose({ image: menu }), 'ClosedError', /shut down/);
  });

  it('names a model file that is missing or damaged, and what to do', async () => {
    const models = path.join(built.scratch, 'models');
    await mkdir(models);
    const other = createModelClient({ ...built, modelsDir: models });
    try {
      await expectFailure(
        other.propose({ image: menu }),
        'ModelFileMissing',
        /ppocr-det\.onnx is missing\. Install the extension again/,
      );
      await writeFile(path.join(models, 'ppocr-det.onnx'), 'nothing of the sort');
      await expectFailure(other.propose({ image: menu }), 'ModelFileMissing', /ppocr-det\.onnx is damaged/);
      // What was missing may be there the next time.
      for (const name of ['ppocr-det.onnx', 'ppocr-rec.onnx', 'ppocr-cls.onnx', 'ppocr-keys.txt']) {
        await copyFile(path.join(built.modelsDir, name), path.join(models, name));
      }
      await expectFailure(other.propose({ image: menu }), 'ModelFileMissing', /centernet\.onnx is missing/);
    } finally {
      other.dispose();
    }
    const absent = createModelClient({ ...built, entry: path.join(built.scratch, 'absent.mjs') });
    await expectFailure(absent.propose({ image: menu }), 'ModelFileMissing', /absent\.mjs is missing/);
  });
});

describe('vqa-verify propose', () => {
  async function command(args: string[], input: Uint8Array[] = []): Promise<[number, object[], string]> {
    let out = '';
    let err = '';
    const code = await proposeCommand(built.dist).run(args, {
      stdin: Readable.from(input),
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
    });
    const lines = out.split('\n').filter((line) => line !== '');
    return [code, lines.map((line) => JSON.parse(line) as object), err];
  }

  it('prints a line for each image, in order, and exits 1 where one could not be read', async () => {
    const missing = path.join(built.scratch, 'nowhere.png');
    const asked = ['--question', 'How much is the soup?', '--answers', '$6.50, 6.50'];
    const [code, lines, err] = await command([menu, missing, '-', ...asked], [await readFile(menu)]);
    expect([code, err]).toEqual([1, '1 of 3 images had errors\n']);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatchObject({ image: menu, width: 900, height: 600 });
    expect(Object.keys(lines[0]!)).toEqual([
      'image',
      'width',
      'height',
      'caption',
      'boxes',
      'completion',
      'milliseconds',
    ]);
    expect(lines[0]).toHaveProperty('boxes.0.why', 'reads the answer "$6.50"');
    expect(lines[1]).toMatchObject({ image: missing, error: { type: 'ImageMissing' } });
    expect(lines[2]).toMatchObject({ image: '-', width: 900 });
  });

  it('refuses wrong use', async () => {
    await expectFailure(command([]), 'UsageError', /no image was given/);
    await expectFailure(command([menu, '--colour', 'red']), 'UsageError', /--colour/);
    await expectFailure(
      command([menu, '--model', 'florence2:weights']),
      'UsageError',
      /florence2:weights is not in this version/,
    );
  });
});
