import { build } from 'esbuild';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { testFiles, type Outcome } from './mocha.ts';
import { inRoot, scratch } from './paths.ts';

/** One run of the host suite, whichever VS Code it is given to. */
export interface HostRun {
  /** The module that exports `run()`. */
  readonly module: string;
  /** An empty folder for VS Code to open. */
  readonly workspace: string;
  /** What the module must find in `process.env`. */
  readonly env: Readonly<Record<string, string>>;
  /** What came out of it; undefined where it broke off. */
  outcome(): Promise<Outcome | undefined>;
  dispose(): Promise<void>;
}

/** Bundles the suite and shows its report on standard output while it runs. */
export async function prepareHostRun(grep: string | undefined, cdpPort: number): Promise<HostRun> {
  await mkdir(scratch('host-tests'), { recursive: true });
  await mkdir(scratch('workspaces'), { recursive: true });
  // A folder a run: another may be in the middle of loading its own.
  const folder = await mkdtemp(scratch('host-tests', 'run-'));
  const workspace = await mkdtemp(scratch('workspaces', 'host-'));
  const result = path.join(folder, 'result.json');
  const output = path.join(folder, 'output.txt');
  await bundleTests(folder);
  const stopShowing = show(output);
  return {
    module: path.join(folder, 'index.cjs'),
    workspace,
    env: {
      VQA_TEST_GREP: grep ?? '',
      VQA_TEST_OUTPUT: output,
      VQA_TEST_RESULT: result,
      VQA_TEST_SHOTS: inRoot('test/e2e/shots'),
      VQA_TEST_CDP: `http://127.0.0.1:${cdpPort}`,
    },
    async outcome() {
      stopShowing();
      return existsSync(result) ? (JSON.parse(await readFile(result, 'utf8')) as Outcome) : undefined;
    },
    async dispose() {
      stopShowing();
      for (const doomed of [folder, workspace]) {
        await rm(doomed, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}

/** `index.cjs` and one file a test; packages stay outside, in this repository's node_modules. */
async function bundleTests(outdir: string): Promise<void> {
  await build({
    entryPoints: [inRoot('test/host/index.ts'), ...testFiles(inRoot('test/host'))],
    outdir,
    // Tests of subfolders come to lie flat, where the index looks for them.
    entryNames: '[name]',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** Copies what is appended to a file to standard output, until told to stop. */
function show(file: string): () => void {
  let offset = 0;
  const copy = (): void => {
    if (!existsSync(file)) return;
    const descriptor = openSync(file, 'r');
    const chunk = Buffer.alloc(1 << 16);
    for (let count; (count = readSync(descriptor, chunk, 0, chunk.length, offset)) > 0; offset += count) {
      process.stdout.write(chunk.toString('utf8', 0, count));
    }
    closeSync(descriptor);
  };
  const timer = setInterval(copy, 200);
  return () => {
    clearInterval(timer);
    copy();
  };
}

/** A port that is free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}
