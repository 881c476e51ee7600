import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame, RunnerError } from '../../protocol/runner.ts';
import { FoundError } from './found.ts';
import { shown } from './values.ts';

const MOST_FRAMES = 30;
const MOST_MESSAGE = 4000;

/** Anything that was thrown, with the frames of the user's own files. */
export function describe(thrown: unknown, file: string): RunnerError {
  if (thrown instanceof FoundError) return { type: thrown.type, message: thrown.message };
  if (!(thrown instanceof Error))
    return { type: typeof thrown, message: `threw ${shown(thrown, MOST_MESSAGE)}` };
  const type = shown(textOf(thrown, 'name') || 'Error', 200);
  const message = (textOf(thrown, 'message') || `${type} without a message`).slice(0, MOST_MESSAGE);
  const stack = textOf(thrown, 'stack');
  // Innermost first in JavaScript; people and Python read the other way.
  const frames = userFrames(stack, file).slice(0, MOST_FRAMES).reverse();
  const last = frames.at(-1) ?? syntaxErrorAt(thrown, stack, file);
  const hint = hintFor(thrown, message);
  return {
    type,
    message,
    ...(last !== undefined && { file: last.file, line: last.line }),
    ...(frames.length > 0 && {
      frames,
      traceback: [
        `${type}: ${message}`,
        ...[...frames].reverse().map((frame) => `    at ${frame.function} (${frame.file}:${frame.line})`),
      ].join('\n'),
    }),
    ...(hint !== undefined && { hint }),
  };
}

/** A property that the user's code may have made throw. */
function textOf(thrown: Error, name: 'name' | 'message' | 'stack'): string {
  try {
    const value: unknown = thrown[name];
    return typeof value === 'string' ? value : '';
  } catch (error) {
    return `<${name} that threw ${error instanceof Error ? error.name : typeof error}>`;
  }
}

export function userFrames(stack: string, file: string): Frame[] {
  return stack.split('\n').flatMap((line) => {
    const found =
      /^\s+at (?:(?:async )?(.+?) \()?((?:file:\/\/|\/|[A-Za-z]:)[^()]*?)(?:\?[^:()]*)?:(\d+):\d+\)?$/.exec(
        line,
      );
    const [, name, where, number] = found ?? [];
    if (where === undefined || number === undefined) return [];
    const place = where.startsWith('file:') ? fileURLToPath(where) : where;
    if (!isUsers(place, file)) return [];
    return [frame(place, Number(number), name ?? '<module>')];
  });
}

export function isUsers(place: string, file: string): boolean {
  if (place.includes(`${path.sep}node_modules${path.sep}`) || /[\\/]runner(?:Hooks)?\.mjs$/.test(place))
    return false;
  return [process.cwd(), path.dirname(file)].some((folder) => place.startsWith(folder + path.sep));
}

function frame(file: string, line: number, name: string): Frame {
  const text = lineOf(file, line);
  return { file, line, function: name, ...(text !== '' && { text }) };
}

function lineOf(file: string, line: number): string {
  try {
    return (readFileSync(file, 'utf8').split('\n')[line - 1] ?? '').trim().slice(0, 500);
  } catch {
    return '';
  }
}

/** V8 puts the place before the stack, sucrase behind the message. */
function syntaxErrorAt(
  error: Error,
  stack: string,
  file: string,
): { file: string; line: number } | undefined {
  if (error.name !== 'SyntaxError') return undefined;
  const [, place, number] =
    /^(?:file:\/\/)?(\/[^?\n]*|[A-Za-z]:[^?\n]*?)(?:\?[^:\n]*)?:(\d+)\n/.exec(stack) ?? [];
  if (place !== undefined && number !== undefined && isUsers(decodeURIComponent(place), file)) {
    return { file: decodeURIComponent(place), line: Number(number) };
  }
  const [, line] = /\((\d+):\d+\)$/.exec(error.message) ?? [];
  return line === undefined ? undefined : { file, line: Number(line) };
}

function hintFor(error: Error, message: string): string | undefined {
  const code = 'code' in error ? error.code : undefined;
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined;
  const [, name] = /Cannot find (?:package|module) '([^'./][^']*)'/.exec(message) ?? [];
  if (name === undefined || path.isAbsolute(name)) return undefined;
  const parts = name.split('/');
  return `Install it: npm install ${name.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? name)}`;
}
