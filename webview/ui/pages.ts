const PAGE = 100;
/** Pages kept; a page is about 20 kB. */
const KEPT = 60;

/**
 * Rows of a long list, fetched by the page when first asked for. After a change the old rows are shown until
 * the new ones arrive, so that the list does not flicker.
 */
export class Pages<Row> {
  protected readonly pages = new Map<number, { rows: readonly Row[]; fresh: boolean }>();
  private readonly loading = new Set<number>();
  private era = 0;

  constructor(
    private readonly fetch: (start: number, count: number) => Promise<readonly Row[]>,
    private readonly arrived: () => void,
  ) {}

  /** The row at `place`, or undefined until it has been fetched. */
  at(place: number): Row | undefined {
    const page = Math.floor(place / PAGE);
    const held = this.pages.get(page);
    if (held?.fresh !== true) void this.load(page);
    return held?.rows[place - page * PAGE];
  }

  /** As `at`, but waits for the row. */
  async ask(place: number): Promise<Row | undefined> {
    const held = this.at(place);
    if (held !== undefined && this.pages.get(Math.floor(place / PAGE))?.fresh === true) return held;
    const [row] = await this.fetch(place, 1);
    return row;
  }

  /** Something changed: everything is to be read again, `keep` says whether the old may be shown meanwhile. */
  invalidate(keep: boolean): void {
    this.era++;
    this.loading.clear();
    if (keep) for (const page of this.pages.values()) page.fresh = false;
    else this.pages.clear();
  }

  private async load(page: number): Promise<void> {
    if (this.loading.has(page)) return;
    this.loading.add(page);
    const { era } = this;
    try {
      const rows = await this.fetch(page * PAGE, PAGE);
      if (era !== this.era) return;
      this.pages.delete(page);
      this.pages.set(page, { rows, fresh: true });
      const [oldest] = this.pages.keys();
      if (this.pages.size > KEPT && oldest !== undefined) this.pages.delete(oldest);
      this.arrived();
    } catch {
      // The rows stay blank and are asked for again when they are next drawn.
    } finally {
      if (era === this.era) this.loading.delete(page);
    }
  }
}
