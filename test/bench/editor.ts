/** What a person waits for: the first sample of small and large files, and the picture under a moving mouse. */
import type { Page } from 'playwright-core';
import { closeShared, sharedBrowser } from '../e2e/support/shared.ts';
import { DatasetEditor, openDataset } from '../e2e/support/dataset.ts';
import { closeWorkbenches, openWorkbench, type Workbench } from '../e2e/support/workbench.ts';
import { datasetFile } from './generate.ts';
import { spread } from './measure.ts';
import { stagedExtension } from './staged.ts';
import { scriptTimes } from './trace.ts';

const SMALL = 12_000;
const LARGE = 1_000_000;
const ROUNDS = 5;
const OPEN_GOAL = 500;

const BOXES = 20;
const ROLLOUTS = 8;
const MOVES = 300;
const MOVE_GOAL = 4;

export async function run(): Promise<void> {
  const extension = await stagedExtension();
  let failed: string | undefined = 'bench';
  try {
    await opening(extension);
    await closeWorkbenches();
    await moving(extension);
    failed = undefined;
  } finally {
    await closeWorkbenches(failed);
    await closeShared();
  }
}

async function opening(extension: string): Promise<void> {
  const links: Record<string, string> = {};
  for (const rows of [SMALL, LARGE]) links[fileName(rows)] = await datasetFile(rows);
  const workbench = await openWorkbench({ extension, links });
  await workbench.extensionKnown();
  // The first webview of a window takes longer, whatever it shows.
  await openingTime(workbench, SMALL);
  const times = new Map<number, number[]>([
    [SMALL, []],
    [LARGE, []],
  ]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [rows, each] of times) each.push(await openingTime(workbench, rows));
  }
  const [small, large] = [spread(times.get(SMALL) ?? []), spread(times.get(LARGE) ?? [])];
  for (const [rows, { median, min }] of [
    [SMALL, small],
    [LARGE, large],
  ] as const) {
    console.log(
      `editor open to first sample, ${rows.toLocaleString('en')} rows: ` +
        `median ${median.toFixed(0)} ms, best ${min.toFixed(0)} ms`,
    );
  }
  console.log(
    `  apart by ${(large.median - small.median).toFixed(0)} ms in the median, ` +
      `${(large.min - small.min).toFixed(0)} ms at best (goal: at most ${OPEN_GOAL} ms)`,
  );
}

const fileName = (rows: number): string => `${rows}.vqa.jsonl`;

/** From a click on the file to its first sample's question on screen; in milliseconds. */
async function openingTime(workbench: Workbench, rows: number): Promise<number> {
  const { page } = workbench;
  const entry = page.getByRole('treeitem', { name: fileName(rows), exact: true });
  await entry.waitFor();
  const started = performance.now();
  await entry.click();
  const editor = new DatasetEditor(workbench, fileName(rows));
  await editor.sample(1).waitFor();
  await editor.field('Question').waitFor();
  const taken = performance.now() - started;
  await page.locator('.tab.active .tab-actions .action-label').click();
  await page.locator('iframe.webview').waitFor({ state: 'detached' });
  return taken;
}

/** Rewards that are open to their steps in the second measurement. */
const OPENED = ['bbox', 'caption'];

async function moving(extension: string): Promise<void> {
  const editor = await openDataset('crowded.vqa.jsonl', {
    copy: 'media/sample',
    files: crowded(),
    extension,
  });
  await editor.reward('bbox');
  await moveTimes(editor, '');
  for (const name of OPENED) await editor.rewards.getByRole('row', { name: new RegExp(`^${name} `) }).click();
  await moveTimes(editor, `, steps of ${OPENED.join(' and ')} open`);
}

async function moveTimes(editor: DatasetEditor, what: string): Promise<void> {
  const { page } = editor;
  const box = await editor.box(1).boundingBox();
  if (box === null) throw new Error('The first box is not on screen');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const browser = await sharedBrowser();
  await page.mouse.move(x, y);
  await page.mouse.down();
  // The compiler has its say before the measurement.
  await wander(page, x, y, 100);
  await browser.startTracing(page, { categories: ['devtools.timeline'] });
  await wander(page, x, y, MOVES);
  const times = scriptTimes(await browser.stopTracing(), 'pointermove');
  await page.mouse.up();
  const wall = spread(times.map((time) => time.wall));
  const cpu = spread(times.map((time) => time.cpu));
  console.log(
    `pointermove to end of script, ${BOXES} boxes, ${ROLLOUTS} rollouts${what}: median ${wall.median.toFixed(2)} ms, ` +
      `p95 ${wall.p95.toFixed(2)} ms of ${times.length} (goal: p95 under ${MOVE_GOAL} ms); ` +
      `on the processor ${cpu.median.toFixed(2)} and ${cpu.p95.toFixed(2)} ms`,
  );
}

/** One move a frame or slower, as a hand does. */
async function wander(page: Page, x: number, y: number, moves: number): Promise<void> {
  for (let i = 1; i <= moves; i++) {
    await page.mouse.move(x + 60 * Math.sin(i / 9), y + 40 * Math.sin(i / 7));
    await page.waitForTimeout(16);
  }
}

/** One sample with many boxes on one image, and rollouts that each predict as many. */
function crowded(): Record<string, string> {
  const boxes = (shift: number): number[][] =>
    Array.from({ length: BOXES }, (_, i) => {
      const [x, y] = [40 + 240 * (i % 5) + shift, 40 + 200 * Math.floor(i / 5) + shift];
      return [x, y, x + 180, y + 150];
    });
  const caption = 'A red city bus drives past a row of old town houses, and a street lamp stands behind it. '
    .repeat(3)
    .trim();
  const row = {
    id: 'crowded',
    messages: [{ role: 'user', content: '<image>What is the route number of the bus?' }],
    images: ['images/city-bus.jpg'],
    image_caption: caption,
    bboxs: boxes(0),
    width: 1280,
    height: 860,
    possible_answers: ['42'],
  };
  const rollouts = Array.from({ length: ROLLOUTS }, (_, i) => ({
    id: 'crowded',
    step: 1,
    completion:
      `<caption>${caption.slice(4 * i)}</caption> <bbox>${JSON.stringify(boxes(3 * i))}</bbox> ` +
      `<answer>${40 + i}</answer>`,
  }));
  const lines = (rows: readonly object[]): string => rows.map((each) => `${JSON.stringify(each)}\n`).join('');
  return { 'crowded.vqa.jsonl': lines([row]), 'crowded.rollouts.jsonl': lines(rollouts) };
}
