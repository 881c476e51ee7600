import { statSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { fileStampSync } from '../../node/fileStamp.ts';
import type { ReadFiles } from '../../protocol/runner.ts';
import { withVersion } from './version.ts';

/** Fits no file: it may have been read before it was written. */
const UNSURE = 'written while it was read';

export interface Loaded {
  readonly exports: Readonly<Record<string, unknown>>;
  /** True where the file, or one that it imports, was read anew. */
  readonly fresh: boolean;
}

/** Loads users' files, and all of them anew once one has changed. */
export class Loader {
  private stamps = new Map<string, string>();
  private began = 0;
  private readonly port: MessagePort;
  private version = 0;
  private readonly known = new Map<string, Readonly<Record<string, unknown>>>();
  private readonly cache = createRequire(import.meta.url).cache;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.unref();
    register(new URL('runnerHooks.mjs', import.meta.url), { data: { port: port2 }, transferList: [port2] });
  }

  /** How the files looked that were read last, be it in vain. */
  get files(): ReadFiles {
    this.takeStamps();
    return Object.fromEntries(this.stamps);
  }

  /** Whatever the file's own code throws goes through. */
  async load(file: string): Promise<Loaded> {
    this.takeStamps();
    // Files tell fractions of a millisecond.
    this.began = Date.now() + 1;
    const known = this.known.get(file);
    if (known !== undefined && !this.changed()) return { exports: known, fresh: false };
    if (this.stamps.size > 0) this.forget();
    this.stamps.set(file, fileStampSync(file));
    const url = withVersion(pathToFileURL(file).href, this.version);
    const exports = (await import(url)) as Readonly<Record<string, unknown>>;
    this.known.set(file, withDefault(exports));
    this.takeStamps();
    return { exports: withDefault(exports), fresh: true };
  }

  /** A file that does not load is loaded again by another address: Node remembers failures, too. */
  failed(): void {
    this.known.clear();
  }

  private forget(): void {
    for (const file of this.stamps.keys()) Reflect.deleteProperty(this.cache, file);
    this.stamps = new Map();
    this.known.clear();
    this.version += 1;
  }

  private changed(): boolean {
    return [...this.stamps].some(([file, stamp]) => fileStampSync(file) !== stamp);
  }

  /** Which files the hooks have read, told by their thread; and what `require` holds of the same folders. */
  private takeStamps(): void {
    for (
      let told = receiveMessageOnPort(this.port);
      told !== undefined;
      told = receiveMessageOnPort(this.port)
    ) {
      this.stamp(String(told.message));
    }
    for (const file of Object.keys(this.cache)) {
      if (!file.includes(`${path.sep}node_modules${path.sep}`)) this.stamp(file);
    }
  }

  private stamp(file: string): void {
    if (this.stamps.has(file)) return;
    const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    this.stamps.set(file, written > this.began ? UNSURE : fileStampSync(file));
  }
}

/** What a CommonJS file exports stands in `default`. */
function withDefault(exports: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const main = exports.default;
  if (typeof main !== 'object' || main === null) return exports;
  // `module.exports.default` is the file's own.
  return { ...main, ...exports, ...('default' in main && { default: main.default }) };
}
