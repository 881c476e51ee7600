/** The runners as they are shipped, built once for the tests that start them. */
import { build } from 'esbuild';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundles } from '../../../scripts/lib/bundles.ts';
import { nodeRunner, pythonRunner } from '../../../src/node/runner/command.ts';
import { findPython } from '../../../src/node/runner/interpreters.ts';
import {
  RunnerClient,
  type RunnerClientOptions,
  type RunResult,
} from '../../../src/node/runner/runnerClient.ts';
import type { RunnerRow, RunParams } from '../../../src/protocol/runner.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
export const EXAMPLES = path.join(ROOT, 'media/sample/rewards');
export const FIXTURES = path.join(ROOT, 'test/fixtures/rewards');

export interface Runners {
  readonly dist: string;
  readonly python: RunnerClient;
  readonly node: RunnerClient;
  /** A client of its own, e.g. with other limits. */
  client(runtime: 'python' | 'node', options?: Partial<RunnerClientOptions>): RunnerClient;
  dispose(): void;
}

export async function startRunners(cwd = FIXTURES): Promise<Runners> {
  const dist = mkdtempSync(path.join(tmpdir(), 'vqa-verify-runners-'));
  cpSync(path.join(ROOT, 'src/runner/python'), path.join(dist, 'runner'), { recursive: true });
  for (const { entry, outfile, options } of bundles().filter(({ outfile }) => outfile.startsWith('runner'))) {
    await build({
      bundle: true,
      absWorkingDir: ROOT,
      entryPoints: [entry],
      outfile: path.join(dist, outfile),
      ...options,
    });
  }
  const clients: RunnerClient[] = [];
  const client: Runners['client'] = (runtime, options = {}) => {
    const made = new RunnerClient({
      command: async () =>
        runtime === 'python'
          ? pythonRunner({ dist, cwd, interpreter: await findPython({ folder: cwd }) })
          : nodeRunner({ dist, cwd, interpreter: process.execPath }),
      limits: { call: 20, load: 20 },
      ...options,
    });
    clients.push(made);
    return made;
  };
  return {
    dist,
    python: client('python'),
    node: client('node'),
    client,
    dispose() {
      for (const each of clients) each.dispose();
      rmSync(dist, { recursive: true, force: true });
    },
  };
}

export function row(
  completion: string,
  columns: RunnerRow['columns'] = {},
  prompt?: RunnerRow['prompt'],
): RunnerRow {
  return { completion, columns, ...(prompt !== undefined && { prompt }) };
}

/** `file:symbol` over batches, by defaults. */
export function params(
  target: string,
  batches: RunParams['batches'],
  more: Partial<RunParams> & { contract?: RunParams['target']['contract'] } = {},
): RunParams {
  const [file = '', symbol] = target.split(':');
  const { contract, ...rest } = more;
  return {
    target: { file, ...(symbol !== undefined && { symbol }), ...(contract !== undefined && { contract }) },
    batches,
    stopAtError: false,
    ...rest,
  };
}

/** The rewards in order; where a call failed, its error's type once. */
export function rewardsOf({ calls, error }: RunResult): (number | string | null)[] {
  if (error !== undefined) return [error.type];
  return calls.flatMap((call): (number | string | null)[] =>
    call.error === undefined ? call.outcomes.map(({ reward }) => reward) : [call.error.type],
  );
}

/** 1-based line of the first line of a file that holds `text`. */
export function lineWith(file: string, text: string): number {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}
