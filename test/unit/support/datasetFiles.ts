/** Dataset files for tests: written to a folder of their own, opened as the editor opens them, saved as it saves. */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { Dataset } from '../../../src/core/dataset.ts';
import type { SavePlan } from '../../../src/core/savePlan.ts';
import { openRowSource, type FileRowSource } from '../../../src/node/rowSource.ts';

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'vqa-test-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

let count = 0;

/** A dataset file that is open for editing. */
export class OpenFile {
  private constructor(
    readonly path: string,
    public source: FileRowSource,
    readonly dataset: Dataset,
  ) {}

  static async of(folder: string, content: string | Uint8Array, extension = 'jsonl'): Promise<OpenFile> {
    const file = path.join(folder, `${count++}.${extension}`);
    writeFileSync(file, content);
    const source = await openRowSource(file);
    return new OpenFile(file, source, new Dataset(source));
  }

  /** The bytes that a save would write now. */
  async planned(): Promise<Buffer> {
    return this.written(await this.dataset.plan());
  }

  private async written({ segments }: SavePlan): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for (const segment of segments) {
      if (segment.kind === 'bytes') parts.push(segment.bytes);
      else parts.push(await this.source.bytes(segment.from, segment.to - segment.from));
    }
    return Buffer.concat(parts);
  }

  async save(): Promise<void> {
    await this.writeAs(await this.dataset.plan());
  }

  /** A plain replacement of the file: what flushing adds is for the tests of atomicWrite. */
  async writeAs(plan: SavePlan): Promise<void> {
    writeFileSync(`${this.path}.new`, await this.written(plan));
    renameSync(`${this.path}.new`, this.path);
    const next = await openRowSource(this.path);
    await this.dataset.rebase(plan, next).close();
    this.source = next;
  }

  get bytes(): Buffer {
    return readFileSync(this.path);
  }

  async texts(): Promise<readonly string[]> {
    return (await this.dataset.window(0, this.dataset.length)).map((row) => row.text);
  }

  close(): Promise<void> {
    return this.source.close();
  }
}
