/** Integers in a part of an array: items[start..start + count). */
export interface Numbers {
  readonly items: Int32Array;
  readonly start: number;
  readonly count: number;
}

/** A list of integers that is filled again and again without allocating. */
export class NumberList implements Numbers {
  items = new Int32Array(128);
  readonly start = 0;
  count = 0;

  clear(): void {
    this.count = 0;
  }

  push(item: number): void {
    if (this.count === this.items.length) this.reserve(this.count + 1);
    this.items[this.count++] = item;
  }

  /** Appends all of `list`; answers them where they now are. */
  append(list: Numbers): Numbers {
    const start = this.count;
    const { count } = list;
    this.reserve(start + count);
    const { items } = this;
    for (let at = 0; at < count; at++) items[start + at] = list.items[list.start + at] ?? 0;
    this.count += count;
    return { items, start, count };
  }

  private reserve(least: number): void {
    if (this.items.length >= least) return;
    const items = new Int32Array(Math.max(2 * this.items.length, least));
    items.set(this.items.subarray(0, this.count));
    this.items = items;
  }
}
