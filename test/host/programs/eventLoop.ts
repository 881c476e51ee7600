/**
 * Run inside the extension host: how long its event loop is held while large files are opened, sorted and scored.
 * `VQA_BENCH_FILES` names the files, `VQA_BENCH_RESULT` the file that the figures go to.
 */
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { CALL, openDataset, testApi } from '../openDataset.ts';
import { waitFor } from '../support/waitFor.ts';

/** What was done, for how long, and the milliseconds by which a timer came late meanwhile. */
export interface Held {
  readonly what: string;
  readonly seconds: number;
  readonly p99: number;
  readonly most: number;
}

const RESOLUTION = 5;
const SECONDS = 1000;
/** Seconds in which the worker goes through the rows; a million take longer. */
const CHECKING = 20;

export async function run(): Promise<void> {
  const { VQA_BENCH_FILES: files = '[]', VQA_BENCH_RESULT: result = '' } = process.env;
  const held: Held[] = [];
  const watch = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => {
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
    const begun = performance.now();
    delay.enable();
    try {
      return await work();
    } finally {
      delay.disable();
      const [p99, most] = [delay.percentile(99), delay.max].map((ns) => Math.max(0, ns / 1e6 - RESOLUTION));
      held.push({ what, seconds: (performance.now() - begun) / SECONDS, p99: p99 ?? 0, most: most ?? 0 });
    }
  };
  await testApi();
  await sleep(3 * SECONDS);
  await watch('nothing to do', () => sleep(5 * SECONDS));
  for (const file of JSON.parse(files) as string[]) {
    const uri = vscode.Uri.file(file);
    const name = vscode.workspace.asRelativePath(uri);
    await (name.includes('.vqa.') ? dataset(uri, name, watch) : rollouts(uri, name, watch));
    await watch(`${name}: closed`, async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      // Memory is given back later.
      await sleep(3 * SECONDS);
    });
  }
  writeFileSync(result, JSON.stringify(held));
}

type Watch = <T>(what: string, work: () => T | Promise<T>) => Promise<T>;

async function dataset(uri: vscode.Uri, name: string, watch: Watch): Promise<void> {
  const driver = await watch(`${name}: opened, its rows being checked`, async () => {
    const opened = await openDataset(uri);
    await sleep(CHECKING * SECONDS);
    return opened;
  });
  await watch(`${name}: sorted by boxes`, () =>
    driver.methods.query({ text: '', sort: 'boxes', descending: true }, CALL),
  );
  await watch(`${name}: filtered`, () =>
    driver.methods.query({ text: 'menu', sort: 'file', descending: false }, CALL),
  );
}

async function rollouts(uri: vscode.Uri, name: string, watch: Watch): Promise<void> {
  const { rollouts: provider } = await testApi();
  await watch(`${name}: read, linked and scored`, async () => {
    await vscode.commands.executeCommand('vscode.openWith', uri, 'vqaVerify.rollouts');
    await waitFor(
      'the rollouts',
      () =>
        [...provider.documents].some(
          ({ uri: at, state }) =>
            at.path === uri.path &&
            state?.reading === false &&
            state.rollouts > 0 &&
            state.judged === state.rollouts,
        ),
      400 * SECONDS,
    );
  });
}
