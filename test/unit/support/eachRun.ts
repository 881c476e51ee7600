import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { OpenRun } from './openRun.ts';

/** Gives each test of a suite a folder and a run of its own, which end with it. */
export function eachRun(take: (folder: string, run: OpenRun) => void): void {
  let folder = '';
  let run: OpenRun;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
    run = new OpenRun();
    take(folder, run);
  });
  afterEach(async () => {
    await run.run.close();
    rmSync(folder, { recursive: true });
  });
}
