/** Bytes that are kept of all files of a dump together. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Keeps what it read last, to read what follows at once. */
export interface Keeper {
  /** Lets go of it: it can be read again. */
  forget(): void;
}

/** Shares what may be kept in memory among many files, by which of them was read last. */
export class Windows {
  /** Bytes by who keeps them, the one that was used last at the end. */
  private readonly kept = new Map<Keeper, number>();
  private bytes = 0;

  constructor(private readonly most = MOST_BYTES) {}

  /** Notes that a keeper has `bytes`, in place of what it had; those used longest ago forget theirs where it is too much. */
  keep(keeper: Keeper, bytes: number): void {
    this.bytes += bytes - (this.kept.get(keeper) ?? 0);
    this.kept.delete(keeper);
    this.kept.set(keeper, bytes);
    for (const [other, theirs] of this.kept) {
      // The last one stays, however large.
      if (this.bytes <= this.most || other === keeper) return;
      this.kept.delete(other);
      this.bytes -= theirs;
      other.forget();
    }
  }

  /** Notes that what a keeper has was of use again. */
  used(keeper: Keeper): void {
    const bytes = this.kept.get(keeper);
    if (bytes !== undefined) this.keep(keeper, bytes);
  }
}
