import type { TextSink } from './command.ts';

const BATCH = 1 << 16;

/** Writes JSON Lines in batches, and waits while whoever reads them is slower. */
export class JsonLines {
  private batch = '';

  constructor(private readonly sink: TextSink) {}

  async write(value: object): Promise<void> {
    await this.writeText(`${JSON.stringify(value)}\n`);
  }

  /** Lines that are written out already, each with its line end. */
  async writeText(lines: string): Promise<void> {
    this.batch += lines;
    if (this.batch.length >= BATCH) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.batch === '') return;
    const { sink } = this;
    const ready = sink.write(this.batch);
    this.batch = '';
    if (ready === false && sink.once !== undefined) {
      await new Promise<void>((resolve) => sink.once?.('drain', resolve));
    }
  }
}
