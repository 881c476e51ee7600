/**
 * The model process. A native run blocks its thread and cannot be stopped from within, so that whoever
 * started this process ends a run by killing it (node/modelProcess.ts).
 *
 *   node model.mjs --models FOLDER [--idle MILLISECONDS]
 */
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { ModelMethods } from '../protocol/model.ts';
import { connect, type Handlers, type Methods, type Packet } from '../protocol/rpc.ts';
import { EmbeddedModel } from './embedded.ts';
import { writePreview } from './image.ts';

const { values } = parseArgs({
  options: { models: { type: 'string' }, idle: { type: 'string', default: '300000' } },
});
const modelsDir = values.models;
if (modelsDir === undefined) throw new Error('--models FOLDER is required');
const idleLimit = Number(values.idle);

// Each image is decoded once: a cache of decoded files would only hold memory.
sharp.cache(false);

const model = new EmbeddedModel(modelsDir);
let running = 0;
let idle: NodeJS.Timeout | undefined;

/** Gives the memory of the models back when nobody has asked for a while. */
function armIdleExit(): void {
  idle = setTimeout(() => {
    process.exit(0);
  }, idleLimit);
}

async function busy<T>(work: () => Promise<T>): Promise<T> {
  clearTimeout(idle);
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    if (running === 0) armIdleExit();
  }
}

const handlers: Handlers<ModelMethods> = {
  propose: (params, context) =>
    busy(() =>
      model.propose(params, (progress) => {
        context.progress(progress);
      }),
    ),
  preview: ({ image, target, maxSide }) => busy(() => writePreview(image, target, maxSide)),
};

const connection = connect<ModelMethods, Methods>((packet) => {
  process.send?.(packet);
}, handlers);

process.on('message', (packet) => {
  connection.receive(packet as Packet);
});
process.on('disconnect', () => {
  process.exit(0);
});
// Whoever started this process may have gone while it was loading.
if (!process.connected) process.exit(0);
armIdleExit();
