/** How long VS Code takes to load and activate the extension, by its own account in Running Extensions. */
import { closeShared } from '../e2e/support/shared.ts';
import { openDataset } from '../e2e/support/dataset.ts';
import { closeWorkbenches } from '../e2e/support/workbench.ts';
import { spread } from './measure.ts';
import { stagedExtension } from './staged.ts';

const ROUNDS = 7;
const GOAL = 100;

export async function run(): Promise<void> {
  const extension = await stagedExtension();
  const times: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) times.push(await activation(extension));
  } finally {
    await closeWorkbenches();
    await closeShared();
  }
  const { median, min } = spread(times);
  console.log(
    `activation: median ${median} ms, best ${min} ms, worst ${Math.max(...times)} ms ` +
      `of ${ROUNDS} (goal: under ${GOAL} ms)`,
  );
}

async function activation(extension: string): Promise<number> {
  const { workbench } = await openDataset('sample.vqa.jsonl', {
    copy: 'media/sample',
    extension,
    // The list holds only the rows that fit.
    viewport: { width: 1280, height: 4000 },
  });
  await workbench.command('Developer: Show Running Extensions');
  const row = workbench.page.locator('.runtime-extensions-editor .monaco-list-row', {
    hasText: 'VQA-Verify',
  });
  const text = await row.first().innerText();
  const milliseconds = /Activation:\s*(\d+)\s*ms/.exec(text)?.[1];
  if (milliseconds === undefined) throw new Error(`VS Code does not tell the activation time: ${text}`);
  await workbench.close();
  return Number(milliseconds);
}
