/** Entry of the worker thread that indexes large files, so that the thread which asked stays responsive. */
import { parentPort, workerData } from 'node:worker_threads';
import { bytesOnDisk } from './fileBytes.ts';
import { indexFile } from './indexFile.ts';
import type { IndexAnswer, IndexRequest } from './indexInWorker.ts';

const request = workerData as IndexRequest;
const post = (message: IndexAnswer, transfer: ArrayBuffer[] = []): void => {
  parentPort?.postMessage(message, transfer);
};

async function answer(): Promise<void> {
  let reported = 0;
  const index = await indexFile(bytesOnDisk(request.fd), {
    json: request.json,
    onProgress(done) {
      if (done - reported < 0.02) return;
      reported = done;
      post({ progress: done });
    },
  });
  const arrays = [index.starts, index.ends, index.lines.rows, index.lines.shifts];
  const buffers = arrays.flatMap((array) => (array === undefined ? [] : [array.buffer as ArrayBuffer]));
  post({ index }, buffers);
}

answer().catch((error: unknown) => {
  post({ error: error instanceof Error ? error.message : String(error) });
});
