import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Block } from './blocks.ts';
import type { ScoredBlock, ScoreSettings } from './scoreRows.ts';

/** Blocks that a thread may have besides the one it scores, so that it never waits for the next. */
const AHEAD = 1;
/** Bytes of input that are held at once, where no single block is larger. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Scores blocks in threads; answers what each comes to, in order. No more is read than the threads can take. */
export async function* scoreInThreads(
  blocks: AsyncIterable<Block>,
  settings: ScoreSettings,
  threads: number,
): AsyncGenerator<ScoredBlock> {
  const workers = Array.from({ length: threads }, () => new ScoreThread(settings));
  const waiting: { scored: Promise<ScoredBlock>; bytes: number }[] = [];
  let held = 0;
  try {
    for await (const block of blocks) {
      const bytes = block.bytes.length;
      while (waiting.length > 0 && (waiting.length >= threads * (1 + AHEAD) || held + bytes > MAX_BYTES)) {
        const first = waiting.shift();
        if (first === undefined) break;
        held -= first.bytes;
        yield await first.scored;
      }
      const idlest = workers.reduce((one, other) => (other.tasks < one.tasks ? other : one));
      const scored = idlest.score(block);
      // Whoever waits for it hears of a failure; until then nobody may.
      scored.catch(() => undefined);
      waiting.push({ scored, bytes });
      held += bytes;
    }
    for (const { scored } of waiting) yield await scored;
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
  }
}

/** One thread, which scores one block after the other. */
class ScoreThread {
  private readonly worker: Worker;
  private readonly pending: {
    resolve: (scored: ScoredBlock) => void;
    reject: (error: Error) => void;
  }[] = [];

  constructor(settings: ScoreSettings) {
    this.worker = startWorker(settings);
    this.worker.on('message', (scored: ScoredBlock) => this.pending.shift()?.resolve(scored));
    this.worker.on('error', (error) => {
      for (const { reject } of this.pending.splice(0)) reject(error);
    });
  }

  /** How many blocks it has not answered yet. */
  get tasks(): number {
    return this.pending.length;
  }

  /** Takes the block's bytes away. */
  score(block: Block): Promise<ScoredBlock> {
    return new Promise((resolve, reject) => {
      this.pending.push({ resolve, reject });
      this.worker.postMessage(block, [block.bytes.buffer]);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

function startWorker(settings: ScoreSettings): Worker {
  const options = { workerData: settings, execArgv: [] };
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('scoreWorker.mjs', import.meta.url), options);
  }
  // Run from source, as tests do, the thread needs a TypeScript loader of its own.
  const file = fileURLToPath(new URL('scoreWorker.ts', import.meta.url));
  return new Worker(`require('tsx/cjs'); require(${JSON.stringify(file)});`, { ...options, eval: true });
}
