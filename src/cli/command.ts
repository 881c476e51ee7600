/** As much of a process as a command uses. */
export interface CommandIo {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
}

/** `write` answers false where it is better to wait for `drain` before the next one, as Node's streams do. */
export interface TextSink {
  write(text: string): unknown;
  once?(event: 'drain', listener: () => void): unknown;
}

/** One word of the command line. */
export interface Command {
  readonly name: string;
  /** A phrase for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly usage: string;
  /** `args` follow the command's name. Answers the exit code. Throws UsageError for wrong use. */
  run(args: readonly string[], io: CommandIo): Promise<ExitCode>;
}

/** A command that starts other bundles, once it is told the folder they stand in. */
export function commandOver(
  words: Omit<Command, 'run'>,
  run: (dist: string, args: readonly string[], io: CommandIo) => Promise<ExitCode>,
): (dist: string) => Command {
  return (dist) => ({ ...words, run: (args, io) => run(dist, args, io) });
}

/** 0 all well, 1 some rows had errors and the rest is done, 2 wrong use. */
export type ExitCode = number;

/** The command was used wrongly; the message says how, and what would be right. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
