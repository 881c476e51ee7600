import { hashNumber } from '../../core/hash.ts';
import type { RowId } from '../../core/sample.ts';

/** A text of every row, kept as a 53-bit hash: eight bytes a row, so that a million rows stay small. */
export class HashColumn {
  private hashes = new Float64Array(1024);

  set(id: RowId, text: string | undefined): void {
    if (id >= this.hashes.length) {
      const grown = new Float64Array(Math.max(id + 1, this.hashes.length * 2));
      grown.set(this.hashes);
      this.hashes = grown;
    }
    this.hashes[id] = text === undefined ? NONE : hashNumber(text) + 1;
  }

  /** Ids of the rows that hold the same text as row `id`, ascending, without itself. */
  same(id: RowId): RowId[] {
    const wanted = this.hashes[id] ?? NONE;
    if (wanted === NONE) return [];
    const found: RowId[] = [];
    for (let at = this.hashes.indexOf(wanted); at >= 0; at = this.hashes.indexOf(wanted, at + 1)) {
      if (at !== id) found.push(at);
    }
    return found;
  }

  clear(): void {
    this.hashes.fill(NONE);
  }
}

const NONE = 0;
