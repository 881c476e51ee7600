import type { Frame } from '../../protocol/runner.ts';

/** Written by the runners before an end that leaves no traceback. */
const MARK = 'vqa-verify-runner:';

export interface LastWords {
  /** `os._exit(3)`, `process.exit(3)`, where the user's code called it. */
  readonly exit?: string;
  /** The innermost of the user's frames. */
  readonly frame?: Frame;
}

/**
 * What a process that is gone left on standard error: the stacks of Python's faulthandler (innermost first), of
 * traceback.print_stack (innermost last), of Node's Error.stack (innermost first).
 */
export function readLastWords(text: string, isUsers: (file: string) => boolean): LastWords {
  const mark = text.lastIndexOf(MARK);
  if (mark >= 0) {
    const [exit = '', ...lines] = text.slice(mark + MARK.length).split('\n');
    const frames = framesOf(lines, isUsers);
    const frame = exit.includes('os._exit') ? frames.at(-1) : frames[0];
    return { exit: exit.trim(), ...(frame !== undefined && { frame }) };
  }
  const at = Math.max(text.lastIndexOf('Fatal Python error'), text.lastIndexOf('Timeout ('));
  if (at < 0) return {};
  const [frame] = framesOf(text.slice(at).split('\n'), isUsers);
  return frame === undefined ? {} : { frame };
}

function framesOf(lines: readonly string[], isUsers: (file: string) => boolean): Frame[] {
  return lines
    .map((line) => pythonFrame(line) ?? nodeFrame(line))
    .filter((frame): frame is Frame => frame !== undefined && isUsers(frame.file));
}

function pythonFrame(line: string): Frame | undefined {
  const found = /^ {2}File "(.+)", line (\d+),? in (.+)$/.exec(line.trimEnd());
  const [, file, number, name] = found ?? [];
  if (file === undefined || number === undefined || name === undefined) return undefined;
  return { file, line: Number(number), function: name };
}

function nodeFrame(line: string): Frame | undefined {
  const found =
    /^\s+at (?:(.+) \()?(?:file:\/\/)?(\/[^?():]+|[A-Za-z]:[^?():]+)(?:\?[^:]*)?:(\d+):\d+\)?$/.exec(line);
  const [, name, file, number] = found ?? [];
  if (file === undefined || number === undefined) return undefined;
  return { file: decodeURIComponent(file), line: Number(number), function: name ?? '<module>' };
}
