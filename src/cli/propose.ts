/** `vqa-verify propose`: what the model that ships with the extension proposes for images. */
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { createModelClient, type ModelClient } from '../node/modelProcess.ts';

const USAGE = `vqa-verify propose IMAGE… [--question Q] [--answers A,B] [--model embedded]

Prints, for each image, a line of JSON: boxes, a caption and a completion in SATORI's tags, proposed by the
model that ships with VQA-Verify (text recognition and object detection, on this machine). An IMAGE of - is
read from standard input.

  --question Q     what is asked: boxes that matter to it come first and say why
  --answers A,B    answers known to be right, with commas between
  --model embedded the model to ask; embedded is the only one in this version`;

/** As much of a terminal as a command uses. */
export interface CommandIo {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

interface Options {
  readonly images: readonly string[];
  readonly question?: string;
  readonly answers?: readonly string[];
}

class UsageError extends Error {}

function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  if (values.model !== 'embedded') {
    throw new UsageError(
      `the model ${values.model} is not in this version; the one it has is embedded (--model embedded)`,
    );
  }
  if (positionals.length === 0) throw new UsageError('no image was given');
  return {
    images: positionals,
    ...(values.question === undefined ? {} : { question: values.question }),
    ...(values.answers === undefined
      ? {}
      : { answers: values.answers.split(',').map((text) => text.trim()) }),
  };
}

function parse(args: readonly string[]): {
  values: { model: string; question?: string | undefined; answers?: string | undefined };
  positionals: string[];
} {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        model: { type: 'string', default: 'embedded' },
        question: { type: 'string' },
        answers: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param dist the folder with the bundled model process and its models
 * @returns the exit code: 0 all well, 1 some images had errors, 2 wrong use
 */
async function run(dist: string, args: readonly string[], io: CommandIo): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr.write(`vqa-verify propose: ${error.message}\n\n${USAGE}\n`);
    return 2;
  }
  const client = createModelClient({
    entry: path.join(dist, 'model.mjs'),
    modelsDir: path.join(dist, 'models'),
  });
  let failures = 0;
  try {
    for (const image of options.images) {
      const line = await proposeOne(client, image, options, io);
      if ('error' in line) failures += 1;
      io.stdout.write(`${JSON.stringify(line)}\n`);
    }
  } finally {
    client.dispose();
  }
  return failures === 0 ? 0 : 1;
}

async function proposeOne(
  client: ModelClient,
  image: string,
  { question, answers }: Options,
  io: CommandIo,
): Promise<object> {
  const fromInput = image === '-';
  const file = fromInput ? path.join(tmpdir(), `vqa-verify-${randomUUID()}`) : path.resolve(image);
  try {
    if (fromInput) await writeFile(file, await buffer(io.stdin), { mode: 0o600 });
    const proposal = await client.propose({
      image: file,
      ...(question === undefined ? {} : { question }),
      ...(answers === undefined ? {} : { answers }),
    });
    return { ...proposal, image };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { image, error: { type: name, message } };
  } finally {
    if (fromInput) await rm(file, { force: true });
  }
}

/** The command over a folder of bundles; the command line's own is the folder that it stands in. */
export function proposeCommand(dist: string): {
  name: string;
  summary: string;
  usage: string;
  run(args: readonly string[], io: CommandIo): Promise<number>;
} {
  return {
    name: 'propose',
    summary: 'propose boxes, a caption and a completion for images',
    usage: USAGE,
    run: (args, io) => run(dist, args, io),
  };
}

export const propose = proposeCommand(import.meta.dirname);
