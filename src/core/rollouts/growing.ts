type NumberArray = Float64Array | Int32Array | Uint8Array;

/** Numbers of one kind, in an array that grows by doubling: for millions of rollouts. */
export class Growing<T extends NumberArray> {
  length = 0;

  constructor(
    private readonly make: (length: number) => T,
    private array: T = make(1024),
  ) {}

  push(value: number): void {
    if (this.length === this.array.length) {
      const larger = this.make(this.length * 2);
      larger.set(this.array);
      this.array = larger;
    }
    this.array[this.length++] = value;
  }

  at(index: number): number {
    return this.array[index] ?? NaN;
  }

  set(index: number, value: number): void {
    this.array[index] = value;
  }

  /** A view of the numbers so far, valid until the next push. */
  view(): T {
    return this.array.subarray(0, this.length) as T;
  }
}

export const doubles = (): Growing<Float64Array> => new Growing((length) => new Float64Array(length));
export const integers = (): Growing<Int32Array> => new Growing((length) => new Int32Array(length));
export const bytes = (): Growing<Uint8Array> => new Growing((length) => new Uint8Array(length));
