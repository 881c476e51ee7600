import type { Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { parsePythonJson } from '../../core/codec/pythonJson.ts';
import { isObject, type Json } from '../../core/json.ts';
import { recordFormat, textFormat, unknownFormat } from '../../core/rollouts/formats/detect.ts';
import { mapped, type RolloutMapping } from '../../core/rollouts/formats/mapped.ts';
import type { TextFormat } from '../../core/rollouts/formats/textLog.ts';
import { Repeats } from '../../core/rollouts/repeats.ts';
import { RecordError, type Place, type RecordFormat, type Rollout } from '../../core/rollouts/rollout.ts';
import { fileError } from '../fileError.ts';
import { UnknownFormatError, type DumpFile, type DumpRecord } from './dumpFile.ts';
import { LineReader, withoutMark, type Line } from './lineReader.ts';
import { stepOfName } from './fileName.ts';
import { inodeOf, ReplacedError, type OpenFiles, type ReadFile } from './openFiles.ts';
import type { Keeper } from './windows.ts';

/** Lines that are tried before a file counts as of no known format. */
const TRIED_LINES = 20;
/** Bytes that are read at once where a record is read again. */
const WINDOW = 256 * 1024;
/** Bytes before the place that was read up to, by which a file is known again. */
const TAIL = 256;

type Format =
  | { readonly kind: 'records'; readonly format: RecordFormat }
  | { readonly kind: 'text'; readonly format: TextFormat };

/** A dump in lines of JSON or in blocks of text, which a trainer may still be writing. */
export class TextFile implements DumpFile, Keeper {
  readonly mixed = false;
  unfinished = false;
  private readonly reader = new LineReader();
  private detected: Format | undefined;
  /** The file as it was when it was read last. */
  private seen: { readonly size: number; readonly mtimeMs: number; readonly tail: Buffer } | undefined;
  private readonly repeats = new Repeats();
  /** Bytes that were read last for `read`. */
  private window: { readonly start: number; readonly bytes: Buffer } | undefined;
  /** Lines before the first that tells the format. */
  private undecided: { readonly line: Line; readonly seen: Json | undefined }[] = [];
  /** The block that is being read. */
  private block:
    | { readonly offset: number; readonly line: number; text: string; length: number; last: string }
    | undefined;

  private constructor(
    private readonly file: ReadFile,
    private readonly mapping: RolloutMapping,
  ) {
    const { columns } = mapping;
    this.detected = columns && { kind: 'records', format: mapped(columns) };
  }

  /** Throws FileError. */
  static async open(path: string, files: OpenFiles, mapping: RolloutMapping = {}): Promise<TextFile> {
    return new TextFile(await files.open(path), mapping);
  }

  get path(): string {
    return this.file.path;
  }

  get inode(): string {
    return this.file.inode;
  }

  get format(): string | undefined {
    return this.detected?.format.title;
  }

  advance(): AsyncGenerator<readonly DumpRecord[]> {
    return this.file.stream((handle) => this.advanceIn(handle));
  }

  private async *advanceIn(handle: FileHandle): AsyncGenerator<readonly DumpRecord[]> {
    const stats = await handle.stat();
    // While it was closed, its inode may have been given to another file.
    if (await this.rewritten(stats, handle)) throw new ReplacedError(this.path);
    this.unfinished = false;
    for await (const lines of this.reader.lines(handle.fd)) {
      const records: DumpRecord[] = [];
      for (const line of lines) this.take(line, records);
      if (records.length > 0) yield records;
    }
    const last = this.endOfFile();
    this.seen = { size: stats.size, mtimeMs: stats.mtimeMs, tail: await this.tail(handle) };
    if (last.length > 0) yield last;
  }

  async replaced(): Promise<boolean> {
    try {
      const again = await open(this.path, 'r');
      try {
        const now = await again.stat();
        return inodeOf(now) !== this.inode || (await this.rewritten(now, again));
      } finally {
        await again.close();
      }
    } catch (error) {
      throw fileError(error, 'read', this.path);
    }
  }

  async read(offset: number, length: number, line: number): Promise<readonly Rollout[]> {
    const bytes = await this.bytes(offset, length);
    const text = withoutMark(bytes.toString('utf8'), offset).replaceAll('\r\n', '\n');
    if (this.detected === undefined) return [];
    const place = this.place(line);
    if (this.detected.kind === 'text') return [this.detected.format.read(text, place)];
    return readValue(parsePythonJson(text), this.detected.format, place);
  }

  forget(): void {
    this.window = undefined;
  }

  /** A trainer appends; what was written over is shorter, keeps its size, or ends otherwise where it was read up to. */
  private async rewritten({ size, mtimeMs }: Stats, file: FileHandle): Promise<boolean> {
    const { seen } = this;
    if (size < this.reader.position) return true;
    if (seen === undefined || mtimeMs === seen.mtimeMs) return false;
    return size === seen.size || !(await this.tail(file)).equals(seen.tail);
  }

  private async tail(file: FileHandle): Promise<Buffer> {
    const length = Math.min(TAIL, this.reader.position);
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(length),
      0,
      length,
      this.reader.position - length,
    );
    return buffer.subarray(0, bytesRead);
  }

  /** Records that follow one another are read together. */
  private async bytes(offset: number, length: number): Promise<Buffer> {
    const { window } = this;
    if (
      window !== undefined &&
      offset >= window.start &&
      offset + length <= window.start + window.bytes.length
    ) {
      this.file.windows.used(this);
      return window.bytes.subarray(offset - window.start, offset - window.start + length);
    }
    const buffer = Buffer.allocUnsafe(Math.max(length, WINDOW));
    const { bytesRead } = await this.file.use((handle) => handle.read(buffer, 0, buffer.length, offset));
    const bytes = buffer.subarray(0, bytesRead);
    this.window = { start: offset, bytes };
    this.file.windows.keep(this, buffer.length);
    return bytes.subarray(0, length);
  }

  private place(line: number): Place {
    const step = stepOfName(this.path);
    return { source: this.path, line, ...(step !== undefined && { step }) };
  }

  private take(line: Line, records: DumpRecord[]): void {
    if (this.detected?.kind === 'text') {
      this.takeBlockLine(line, this.detected.format, records);
      return;
    }
    if (line.text?.trim() === '') {
      if (!line.ended) this.reader.take(line);
      return;
    }
    if (this.detected === undefined) this.decide(line, records);
    else this.takeRecord(line, this.detected.format, records);
  }

  /** Lines that come before the first known one are bad records of its format, unless they are too many. */
  private decide(line: Line, records: DumpRecord[]): void {
    const block = textFormat(line.text ?? '');
    const seen = block === undefined ? tryParse(line.text) : undefined;
    const record = seen === undefined ? undefined : recordFormat(seen, this.mapping);
    if (!line.ended && record === undefined && (block !== undefined || seen === undefined)) {
      this.unfinished = true;
      return;
    }
    if (block !== undefined) this.detected = { kind: 'text', format: block };
    else if (record !== undefined) this.detected = { kind: 'records', format: record };
    else {
      this.undecided.push({ line, seen });
      if (!line.ended) this.reader.take(line);
      if (this.undecided.length >= TRIED_LINES) this.refuse();
      return;
    }
    const earlier = this.undecided.map((each) => each.line);
    this.undecided = [];
    for (const each of [...earlier, line]) this.take(each, records);
  }

  private refuse(): never {
    const [first] = this.undecided;
    throw new UnknownFormatError(unknownFormat(first?.seen, first?.line.text ?? ''), this.path);
  }

  /** No text has such a byte: what ends without a line end is none that is being written. */
  private isBinary(): boolean {
    return this.undecided[0]?.line.text?.includes('\0') === true;
  }

  private takeRecord(line: Line, format: RecordFormat, records: DumpRecord[]): void {
    const { offset, length, number, text } = line;
    const failed = (problem: string): void => {
      if (!line.ended) this.reader.take(line);
      records.push({ offset, length, line: number, rollouts: [], problem });
    };
    if (text === undefined) {
      failed('the line is too long');
      return;
    }
    let value: Json;
    try {
      value = parsePythonJson(text);
    } catch (error) {
      if (line.ended) failed(error instanceof Error ? error.message : String(error));
      else this.unfinished = true;
      return;
    }
    try {
      const rollouts = readValue(value, format, this.place(number));
      if (!line.ended) this.reader.take(line);
      const repeated = format.name === 'ms-swift' ? this.repeats.repeated(rollouts) : 0;
      records.push({
        offset,
        length,
        line: number,
        rollouts: rollouts.slice(repeated),
        ...(repeated > 0 && { repeated }),
      });
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      failed(error.message);
    }
  }

  private takeBlockLine(line: Line, format: TextFormat, records: DumpRecord[]): void {
    if (!line.ended) {
      this.unfinished = true;
      if (this.block !== undefined && format.isComplete(this.block.text, line.text ?? '')) {
        this.finishBlock(format, records);
      }
      return;
    }
    const text = line.text ?? '';
    if (format.begins(text, this.block?.last)) {
      this.finishBlock(format, records);
      this.block = { offset: line.offset, line: line.number, text: '', length: 0, last: text };
    }
    if (this.block === undefined) {
      if (text.trim() === '') return;
      const problem = 'the line belongs to no block';
      records.push({ offset: line.offset, length: line.length, line: line.number, rollouts: [], problem });
      return;
    }
    this.block.text += `${text}\n`;
    this.block.length += line.length;
    if (text.trim() !== '') this.block.last = text;
  }

  private finishBlock(format: TextFormat, records: DumpRecord[]): void {
    const { block } = this;
    this.block = undefined;
    if (block === undefined) return;
    const { offset, length, line } = block;
    try {
      records.push({ offset, length, line, rollouts: [format.read(block.text, this.place(line))] });
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      records.push({ offset, length, line, rollouts: [], problem: error.message });
    }
  }

  /** What the end of the file, as it is now, lets one read. */
  private endOfFile(): readonly DumpRecord[] {
    const records: DumpRecord[] = [];
    if (this.detected?.kind === 'text' && this.block !== undefined && !this.unfinished) {
      const { format } = this.detected;
      if (format.isComplete(this.block.text, '')) this.finishBlock(format, records);
      else this.unfinished = true;
    }
    if (this.detected === undefined && this.undecided.length > 0 && (!this.unfinished || this.isBinary())) {
      this.refuse();
    }
    return records;
  }
}

function tryParse(text: string | undefined): Json | undefined {
  try {
    return text === undefined ? undefined : parsePythonJson(text);
  } catch {
    return undefined;
  }
}

function readValue(value: Json, format: RecordFormat, place: Place): readonly Rollout[] {
  if (!isObject(value)) throw new RecordError('the line is no JSON object');
  return format.read(value, place);
}
