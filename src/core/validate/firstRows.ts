/** The row and line that a text came with first. */
export interface First {
  readonly row: number;
  readonly line: number;
}

/** Free slots; the hashes of texts are moved one up. */
const FREE = 0;

/**
 * Which row a hash came with first: an open-addressed table in plain arrays, 16 bytes a slot, because a million
 * small objects would cost several times as much and the collector's time with it.
 */
export class FirstRows {
  private size = 0;
  private keys = new Float64Array(1024);
  private rows = new Int32Array(1024);
  private lines = new Int32Array(1024);

  /** The row that came first with this hash; the given one where it is the first. `hash`: whole, below 2⁵³. */
  first(hash: number, row: First): First {
    if (2 * this.size >= this.keys.length) this.grow();
    const slot = this.slotOf(hash + 1);
    if (this.keys[slot] === FREE) this.put(slot, hash + 1, row.row, row.line);
    return { row: this.rows[slot] ?? row.row, line: this.lines[slot] ?? row.line };
  }

  private slotOf(key: number): number {
    const mask = this.keys.length - 1;
    let slot = Math.imul(key % 0x1_0000_0000, 0x9e37_79b1) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    while (this.keys[slot] !== FREE && this.keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private put(slot: number, key: number, row: number, line: number): void {
    this.keys[slot] = key;
    this.rows[slot] = row;
    this.lines[slot] = line;
    this.size++;
  }

  private grow(): void {
    const { keys, rows, lines } = this;
    this.keys = new Float64Array(2 * keys.length);
    this.rows = new Int32Array(2 * keys.length);
    this.lines = new Int32Array(2 * keys.length);
    this.size = 0;
    for (const [slot, key] of keys.entries()) {
      if (key !== FREE) this.put(this.slotOf(key), key, rows[slot] ?? 0, lines[slot] ?? 0);
    }
  }
}
