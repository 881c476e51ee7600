import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renameImages } from '../../../../core/imagePaths.ts';
import type { JsonObject } from '../../../../core/json.ts';
import type { ExportCounts, ExportQuery } from '../../../../protocol/rollouts/training.ts';
import type { CallContext } from '../../../../protocol/rpc.ts';
import { atomicWrite } from '../../../atomicFile.ts';
import { locateImage } from '../../../imageFiles.ts';
import type { LiveRun } from '../liveRun.ts';
import { exportedRows } from './rows.ts';

/** Writes the rows to a file, whose images are named as seen from its folder. Throws FileError and CancelledError. */
export async function writeRows(
  run: LiveRun,
  query: ExportQuery,
  file: string,
  context: CallContext,
): Promise<ExportCounts> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-'));
  try {
    const whole = path.join(folder, 'rows');
    const stream = createWriteStream(whole, { mode: 0o600 });
    const failed = finished(stream);
    const rows = exportedRows(run, query, context);
    let counts: ExportCounts;
    for (;;) {
      const { value, done } = await rows.next();
      if (done === true) {
        counts = value;
        break;
      }
      const row = await seenFrom(path.dirname(file), value, run);
      if (!stream.write(`${JSON.stringify(row)}\n`)) await Promise.race([once(stream, 'drain'), failed]);
    }
    stream.end();
    await failed;
    await copyTo(file, whole);
    return counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyTo(file: string, whole: string): Promise<void> {
  const handle = await open(whole, 'r');
  try {
    const { size } = await handle.stat();
    await atomicWrite(file, [{ kind: 'copy', from: 0, to: size }], {
      source: {
        bytes: async (from, length) =>
          (await handle.read({ buffer: Buffer.alloc(length), position: from })).buffer,
      },
    });
  } finally {
    await handle.close();
  }
}

/** The row with relative paths to the same images from another folder; what is nowhere is taken to be beside the run. */
async function seenFrom(folder: string, row: JsonObject, run: LiveRun): Promise<JsonObject> {
  const { columns, folders } = run.settings;
  const bases = [
    ...(folders?.bases ?? []),
    ...[run.dataset, run.path].flatMap((at) => (at === undefined ? [] : [path.dirname(at)])),
  ];
  const found = new Map<string, string>();
  renameImages(row, columns, (written) => {
    if (!path.isAbsolute(written) && !/^file:/i.test(written)) found.set(written, written);
    return written;
  });
  for (const written of found.keys()) {
    const located = await locateImage(written, { bases, followLinks: true });
    const at = located.kind === 'file' ? located.file : path.resolve(bases[0] ?? folder, written);
    found.set(written, path.relative(folder, at).split(path.sep).join('/'));
  }
  return renameImages(row, columns, (written) => found.get(written) ?? written);
}
