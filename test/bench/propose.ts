/**
 * How fast and how well the embedded model proposes for the sample dataset: `npx tsx test/bench/propose.ts`.
 * Needs a build (`npm run build`). The scenes are painted again to know every text on them and where it stands.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Canvas } from '../../scripts/sample/draw/canvas.ts';
import { toBox, type Ink } from '../../scripts/sample/draw/ink.ts';
import type { TextStyle } from '../../scripts/sample/draw/text.ts';
import { scenes } from '../../scripts/sample/scenes/index.ts';
import { iou } from '../../src/core/geometry/iou.ts';
import type { Box } from '../../src/core/sample.ts';
import { inReadingOrder } from '../../src/model/readingOrder.ts';
import { createModelClient } from '../../src/node/modelProcess.ts';
import type { Proposal } from '../../src/protocol/model.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SAMPLE = path.join(ROOT, 'media/sample');

interface Written {
  readonly text: string;
  readonly box: Box;
}

/** Notes what is written, besides drawing it. */
class TextLog extends Canvas {
  readonly written: { readonly text: string; readonly ink: Ink }[] = [];

  override text(text: string, x: number, y: number, style: TextStyle): Ink {
    const ink = super.text(text, x, y, style);
    this.written.push({ text, ink });
    return ink;
  }
}

/** Every text of an image in a script that the recogniser knows. */
function textsOf(image: string): Written[] {
  const name = path.parse(image).name;
  const scene = scenes.find((candidate) => candidate.name === name);
  if (scene === undefined) throw new Error(`no scene paints ${image}`);
  const [width, height] = scene.size;
  const log = new TextLog(width, height, scene.name);
  scene.paint(log);
  return log.written
    .filter(({ text }) => text.trim() !== '' && !/\p{Script=Arabic}/u.test(text))
    .map(({ text, ink }) => ({ text, box: toBox(ink, width, height) }));
}

interface TextScore {
  readonly characters: number;
  readonly errors: number;
  /** Of the drawn lines with something read on them: the best box's overlap. */
  readonly overlaps: readonly number[];
  readonly missed: number;
}

/** Compares by clusters: drawn and read lines that overlap are one text, whichever way each was cut. */
function scoreText(written: readonly Written[], read: readonly Written[]): TextScore {
  const clusters: { written: Written[]; read: Written[] }[] = [];
  const touches = (a: Written, b: Written): boolean => {
    const width = Math.min(a.box[2], b.box[2]) - Math.max(a.box[0], b.box[0]);
    const height = Math.min(a.box[3], b.box[3]) - Math.max(a.box[1], b.box[1]);
    const smaller = Math.min(
      (a.box[2] - a.box[0]) * (a.box[3] - a.box[1]),
      (b.box[2] - b.box[0]) * (b.box[3] - b.box[1]),
    );
    return width > 0 && height > 0 && width * height > 0.4 * smaller;
  };
  const add = (item: Written, side: 'written' | 'read'): void => {
    const merged = { written: [] as Written[], read: [] as Written[] };
    for (let at = clusters.length - 1; at >= 0; at--) {
      const cluster = clusters[at];
      const others = side === 'written' ? cluster?.read : cluster?.written;
      if (cluster === undefined || !(others ?? []).some((other) => touches(other, item))) continue;
      merged.written.push(...cluster.written);
      merged.read.push(...cluster.read);
      clusters.splice(at, 1);
    }
    merged[side].push(item);
    clusters.push(merged);
  };
  written.forEach((item) => {
    add(item, 'written');
  });
  read.forEach((item) => {
    add(item, 'read');
  });

  let [characters, errors, missed] = [0, 0, 0];
  const overlaps: number[] = [];
  for (const cluster of clusters) {
    // What is read where nothing is written (a texture, a drawn glyph) is no misread text.
    if (cluster.written.length === 0) continue;
    const joined = (items: readonly Written[]): string =>
      inReadingOrder(items)
        .map(({ text }) => text.normalize('NFKC').replace(/\s+/gu, ''))
        .join('');
    const truth = joined(cluster.written);
    characters += truth.length;
    errors += distance(truth, joined(cluster.read));
    if (cluster.read.length === 0) missed += cluster.written.length;
    else {
      for (const { box } of cluster.written)
        overlaps.push(Math.max(...cluster.read.map((other) => iou(box, other.box))));
    }
  }
  return { characters, errors, overlaps, missed };
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

interface Row {
  readonly id: string;
  readonly messages: readonly { readonly content: string }[];
  readonly images: readonly string[];
  readonly bboxs: readonly Box[];
  readonly possible_answers: readonly string[];
}

/** Of a sample's evidence: how well the preselected boxes cover it, each box by its best match. */
function evidenceOverlap({ boxes }: Proposal, evidence: readonly Box[]): number {
  const selected = boxes.filter(({ why }) => why !== undefined);
  return mean(evidence.map((box) => Math.max(0, ...selected.map((proposed) => iou(proposed.box, box)))));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

/** Peak resident memory of a process in MB, where the system tells. */
function peakMemory(pid: number | undefined): number | undefined {
  const file = `/proc/${pid ?? 0}/status`;
  const peak = existsSync(file) ? /VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return peak === undefined ? undefined : Math.round(Number(peak) / 1024);
}

/** Prints a line for each image and a summary. */
export async function run(): Promise<void> {
  const dist = path.join(ROOT, 'dist');
  const client = createModelClient({
    entry: path.join(dist, 'model.mjs'),
    modelsDir: path.join(dist, 'models'),
  });
  const rows = readFileSync(path.join(SAMPLE, 'sample.vqa.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  const images = [...new Set(rows.map((row) => row.images[0] ?? ''))];
  const total: { characters: number; errors: number; missed: number } = {
    characters: 0,
    errors: 0,
    missed: 0,
  };
  const overlaps: number[] = [];
  const times: number[] = [];
  const asked: number[] = [];
  const known: number[] = [];
  try {
    const cold = performance.now();
    await client.propose({ image: path.join(SAMPLE, images[0] ?? '') });
    const first = performance.now() - cold;
    console.log('image                     size         ms   lines  CER     box IoU  missed');
    for (const image of images) {
      const proposal = await client.propose({ image: path.join(SAMPLE, image) });
      const read = proposal.boxes.flatMap(({ text, box }) => (text === undefined ? [] : [{ text, box }]));
      const score = scoreText(textsOf(image), read);
      times.push(proposal.milliseconds);
      overlaps.push(...score.overlaps);
      total.characters += score.characters;
      total.errors += score.errors;
      total.missed += score.missed;
      const cer = score.characters === 0 ? '' : (score.errors / score.characters).toFixed(3);
      const size = `${proposal.width}×${proposal.height}`;
      console.log(
        `${path.parse(image).name.padEnd(25)} ${size.padEnd(10)} ${String(proposal.milliseconds).padStart(5)} ` +
          `${String(read.length).padStart(7)}  ${cer.padEnd(6)}  ${mean(score.overlaps).toFixed(3)}    ${score.missed}`,
      );
    }
    for (const row of rows) {
      const image = path.join(SAMPLE, row.images[0] ?? '');
      const question = row.messages[0]?.content ?? '';
      asked.push(evidenceOverlap(await client.propose({ image, question }), row.bboxs));
      const answers = row.possible_answers;
      known.push(evidenceOverlap(await client.propose({ image, question, answers }), row.bboxs));
    }
    console.log(
      `\nfirst proposal of a new process ${Math.round(first)} ms; then median ${quantile(times, 0.5)} ms, ` +
        `p95 ${quantile(times, 0.95)} ms an image; peak memory ${peakMemory(client.pid) ?? '?'} MB`,
    );
    console.log(
      `text: character error rate ${(total.errors / total.characters).toFixed(4)} over ${total.characters} characters, ` +
        `mean box IoU ${mean(overlaps).toFixed(3)}, ${total.missed} of ${overlaps.length + total.missed} lines missed`,
    );
    console.log(
      `evidence covered by the preselected boxes: mean IoU ${mean(asked).toFixed(3)} from the question alone, ` +
        `${mean(known).toFixed(3)} with the answers known`,
    );
  } finally {
    client.dispose();
  }
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === import.meta.filename) await run();
