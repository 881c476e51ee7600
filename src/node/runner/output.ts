import type { Readable } from 'node:stream';

/** In bytes, of both streams during one call: what writes more is taken for lost. */
export const MOST_OUTPUT = 64 * 1024 * 1024;
/** In characters: what is kept of the end, and what is passed on of a call. */
const TAIL = 32 * 1024;
const MOST_SHOWN = 256 * 1024;

/** What the user's code prints: passed on up to a limit, its end kept, the rest counted. */
export class Output {
  private text = '';
  private bytes = 0;
  private shown = 0;

  constructor(
    private readonly pass: (text: string) => void,
    private readonly onTooMuch: () => void,
  ) {}

  follow(stream: Readable): void {
    stream.on('data', (chunk: Buffer) => {
      this.add(chunk);
    });
    // A stream that breaks is part of the process's end, which is told otherwise.
    stream.on('error', () => undefined);
  }

  /** Counts anew: a call begins. */
  begin(): void {
    this.bytes = 0;
    this.shown = 0;
    this.text = '';
  }

  /** The end of what was written since `begin`. */
  get tail(): string {
    return this.text;
  }

  private add(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > MOST_OUTPUT) {
      this.onTooMuch();
      return;
    }
    const text = chunk.toString('utf8');
    this.text = (this.text + text).slice(-TAIL);
    if (this.shown >= MOST_SHOWN) return;
    this.shown += text.length;
    this.pass(text);
    if (this.shown >= MOST_SHOWN) this.pass('\n… more is not shown\n');
  }
}
