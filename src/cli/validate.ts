import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { formatPath } from '../core/columns.ts';
import type { Problem } from '../core/validate/problem.ts';
import { FileError } from '../node/fileError.ts';
import { validateFile, type ValidateOptions } from '../node/validateFile.ts';
import { onlyFile, readArgs } from './args.ts';
import { UsageError, type Command, type CommandIo, type ExitCode } from './command.ts';
import { JsonLines } from './output.ts';

const USAGE = `vqa-verify validate FILE [--images FOLDER]

Looks for what is wrong with a dataset: malformed rows, wrong types, missing or broken images, sizes that
differ from the image's, boxes that are outside, empty or inverted, unreadable answers, empty captions and
questions, duplicates, and what makes ms-swift drop or change a row. FILE is JSON Lines or a JSON array;
- is standard input. Prints a line of JSON for each problem: line, rule, severity (error, warning or info),
message, and the column at fault, null for a row as a whole.

  --images FOLDER   where relative image paths count from, too; by default the folder of FILE alone

Exit: 0 no errors (warnings may be), 1 some rows have errors, 2 wrong use.`;

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { options, positionals } = readArgs(args, ['images']);
  const file = onlyFile(positionals);
  const images = options.get('images');
  const imageRoots = images === undefined ? [] : [path.resolve(images)];
  if (file !== '-') return report(file, { imageRoots }, io);
  // Rows are read by their place in a file, so what comes through a pipe is put into one.
  const folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-'));
  try {
    const copy = path.join(folder, 'input.jsonl');
    await pipeline(io.stdin, createWriteStream(copy, { mode: 0o600 }));
    return await report(copy, { imageRoots, base: process.cwd() }, io);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function report(file: string, options: ValidateOptions, io: CommandIo): Promise<ExitCode> {
  const output = new JsonLines(io.stdout);
  const count = { error: 0, warning: 0, info: 0 };
  let rows = 0;
  try {
    for await (const validated of validateFile(file, options)) {
      for (const problem of validated.problems) {
        count[problem.severity]++;
        await output.write(printed(problem));
      }
      rows = validated.rows;
    }
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(error.message);
    throw error;
  } finally {
    await output.flush();
  }
  io.stderr.write(`${rows} rows: ${count.error} errors, ${count.warning} warnings, ${count.info} notes\n`);
  return count.error === 0 ? 0 : 1;
}

function printed({ line, rule, severity, message, path: column }: Problem): object {
  return { line, rule, severity, message, column: column === undefined ? null : formatPath(column) };
}

export const validate: Command = {
  name: 'validate',
  summary: 'look for what is wrong with a dataset',
  usage: USAGE,
  run,
};
