/** What a person waits for who edits a reward function: from the save to the reward that it gives now. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot } from '../../scripts/lib/paths.ts';
import { Runners } from '../../src/node/runner/runners.ts';
import { openDataset } from '../e2e/support/dataset.ts';
import { closeShared } from '../e2e/support/shared.ts';
import { closeWorkbenches } from '../e2e/support/workbench.ts';
import { milliseconds, spread } from './measure.ts';
import { stagedExtension } from './staged.ts';

const ROUNDS = 30;
const SAVES = 12;
const GOAL = 150;

const python = (value: number): string =>
  `import json\nimport re\n\n\ndef mine(completions, **kwargs):\n    return [${value} for completion in completions if re.match("", completion)]\n`;
const script = (value: number): string =>
  `export const reward = (completions: string[]): number[] => completions.map(() => ${value});\n`;

export async function run(): Promise<void> {
  await inTheRunner();
  const extension = await stagedExtension();
  let failed: string | undefined = 'bench';
  try {
    await inTheEditor(extension);
    failed = undefined;
  } finally {
    await closeWorkbenches(failed);
    await closeShared();
  }
}

async function inTheRunner(): Promise<void> {
  const cwd = await mkdtemp(path.join(tmpdir(), 'vqa-verify-bench-'));
  const runners = new Runners({ dist: inRoot('dist'), cwd, limits: { call: 10, load: 10 } });
  try {
    for (const [name, source] of [
      ['mine.py', python],
      ['mine.ts', script],
    ] as const) {
      const file = path.join(cwd, name);
      const batches = [[{ completion: 'x', columns: {} }]];
      const score = async (value: number): Promise<void> => {
        await writeFile(file, source(value));
        const { calls, error } = await runners.run({ target: { file }, batches, stopAtError: false });
        if (calls[0]?.outcomes[0]?.reward !== value) throw new Error(error?.message ?? 'The old value came.');
      };
      const first = await milliseconds(() => score(0.001));
      const times: number[] = [];
      for (let i = 1; i <= ROUNDS; i++) times.push(await milliseconds(() => score(i / 100)));
      const { median, p95 } = spread(times);
      console.log(
        `${name}, written to reward, in the runner: median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms ` +
          `(goal: under ${GOAL} ms); with the start of the process ${first.toFixed(0)} ms`,
      );
    }
  } finally {
    runners.dispose();
    await rm(cwd, { recursive: true, force: true });
  }
}

async function inTheEditor(extension: string): Promise<void> {
  const row = { id: 'a', question: 'What?', images: ['images/city-bus.jpg'], width: 1280, height: 860 };
  const editor = await openDataset('one.vqa.jsonl', {
    extension,
    copy: 'media/sample',
    files: {
      'one.vqa.jsonl': `${JSON.stringify(row)}\n`,
      'one.rollouts.jsonl': '{"id":"a","completion":"x"}\n',
      'mine.py': python(0.001),
    },
    settings: { 'vqaVerify.rewards': [{ name: 'mine', path: 'mine.py', symbol: 'mine' }] },
  });
  const { page, workbench } = editor;
  const says = (value: number): Promise<void> =>
    editor.rewards.getByRole('row', { name: `mine ${value.toFixed(4)}`, exact: true }).waitFor();
  await says(0.001);
  await workbench.command('View: Split Editor Right');
  await workbench.quickOpen('mine.py');
  const text = page.locator('.editor-group-container.active .view-line', { hasText: 'return' });
  await text.waitFor();
  const times: number[] = [];
  for (let i = 1; i <= SAVES; i++) {
    const value = i / 100;
    await page.keyboard.press('ControlOrMeta+KeyA');
    await page.keyboard.insertText(python(value));
    await workbench.waitForDirty();
    const shown = says(value);
    const started = performance.now();
    await page.keyboard.press('ControlOrMeta+KeyS');
    await shown;
    times.push(performance.now() - started);
  }
  const { median, p95 } = spread(times);
  console.log(
    `mine.py, Ctrl+S to the new reward on screen: median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms ` +
      `of ${SAVES} (goal: under ${GOAL} ms)`,
  );
}
