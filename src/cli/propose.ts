/** `vqa-verify propose`: what the model that ships with the extension proposes for images. */
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { counted } from '../core/rewards/explain/written.ts';
import { createModelClient, type ModelClient } from '../node/modelProcess.ts';
import type { ProposeParams } from '../protocol/model.ts';
import { readArgs } from './args.ts';
import { commandOver, UsageError, type CommandIo, type ExitCode } from './command.ts';
import { JsonLines } from './output.ts';

const USAGE = `vqa-verify propose IMAGE… [--question Q] [--answers A,B] [--model embedded]

Proposes boxes, a caption and a completion in SATORI's tags for each IMAGE, with the model that ships with
VQA-Verify: it reads text and finds objects, on this machine. Prints a line of JSON for each; - is an image
on standard input.

  --question Q       what is asked: boxes that matter to it come first and say why
  --answers A,B      answers known to be right, with commas between
  --model embedded   the model to ask; embedded is the only one in this version

Exit: 0 all well, 1 some images had errors, 2 wrong use.`;

type Asked = Omit<ProposeParams, 'image'>;

function readOptions(args: readonly string[]): { images: readonly string[]; asked: Asked } {
  const { options, positionals } = readArgs(args, ['question', 'answers', 'model']);
  const model = options.get('model') ?? 'embedded';
  if (model !== 'embedded') {
    throw new UsageError(`the model ${model} is not in this version; the only one is embedded`);
  }
  if (positionals.length === 0) throw new UsageError('no image was given; - is standard input');
  const question = options.get('question');
  const answers = options.get('answers')?.split(',');
  return {
    images: positionals,
    asked: {
      ...(question === undefined ? {} : { question }),
      ...(answers === undefined ? {} : { answers: answers.map((answer) => answer.trim()) }),
    },
  };
}

/** @param dist the folder with the bundled model process and its models */
async function run(dist: string, args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { images, asked } = readOptions(args);
  const client = createModelClient({
    entry: path.join(dist, 'model.mjs'),
    modelsDir: path.join(dist, 'models'),
  });
  const output = new JsonLines(io.stdout);
  let failures = 0;
  try {
    for (const image of images) {
      const line = await proposeOne(client, image, asked, io.stdin);
      if ('error' in line) failures += 1;
      await output.write(line);
      // An image takes long enough for whoever waits for its line.
      await output.flush();
    }
  } finally {
    client.dispose();
  }
  if (failures > 0) io.stderr.write(`${failures} of ${counted(images.length, 'image')} had errors\n`);
  return failures === 0 ? 0 : 1;
}

async function proposeOne(
  client: ModelClient,
  image: string,
  asked: Asked,
  stdin: NodeJS.ReadableStream,
): Promise<object> {
  const file = image === '-' ? path.join(tmpdir(), `vqa-verify-${randomUUID()}`) : path.resolve(image);
  try {
    if (image === '-') await writeFile(file, await buffer(stdin), { mode: 0o600 });
    return { ...(await client.propose({ image: file, ...asked })), image };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { image, error: { type: name, message } };
  } finally {
    if (image === '-') await rm(file, { force: true });
  }
}

/** The command over a folder of bundles. */
export const proposeCommand = commandOver(
  {
    name: 'propose',
    summary: 'propose boxes, a caption and a completion for images',
    usage: USAGE,
  },
  run,
);

/** Bundled, the command line stands beside the model process. */
export const propose = proposeCommand(import.meta.dirname);
