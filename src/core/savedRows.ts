import { rowText, type RowText } from './row.ts';
import type { RowOrder } from './rowOrder.ts';
import type { RawRow, RowSource } from './rowSource.ts';
import type { RowId } from './sample.ts';

/** The rows of the file as last saved, by id, and the texts of those that an edit has touched. */
export class SavedRows {
  private readonly texts = new Map<RowId, RowText>();

  /** `order`: the place of an id in it is its index in `source`. */
  constructor(
    public source: RowSource,
    public order: RowOrder,
  ) {}

  /** -1 where the file does not have the row. */
  indexOf(id: RowId): number {
    return this.order.positionOf(id);
  }

  /** The text of a row that was loaded; undefined for others, and for those that the file does not have. */
  text(id: RowId): RowText | undefined {
    return this.texts.get(id);
  }

  get loaded(): readonly RowId[] {
    return [...this.texts.keys()];
  }

  /** Keeps the texts of rows that an edit is about to touch. Rows that are too large are left out. */
  async load(ids: readonly RowId[]): Promise<void> {
    const missing = ids.filter((id) => !this.texts.has(id));
    for (const [id, raw] of await this.read(missing)) {
      if (raw.tooLarge) continue;
      const text = rowText(raw.bytes);
      this.texts.set(id, this.source.format === 'json' ? text : { ...text, eol: raw.eol });
    }
  }

  /** Rows as in the file, by id; ids that are not in it are left out. Neighbours are read at once. */
  async read(ids: readonly RowId[]): Promise<ReadonlyMap<RowId, RawRow>> {
    const { source } = this;
    const places = [...new Set(ids)]
      .map((id) => ({ id, index: this.indexOf(id) }))
      .filter(({ index }) => index >= 0)
      .sort((a, b) => a.index - b.index);
    const result = new Map<RowId, RawRow>();
    for (let from = 0, to = 0; from < places.length; from = to) {
      const first = places[from]?.index ?? 0;
      for (to = from + 1; places[to]?.index === first + to - from; to++);
      const rows = await source.read(first, to - from);
      rows.forEach((raw, i) => {
        const place = places[from + i];
        if (place !== undefined) result.set(place.id, raw);
      });
    }
    // A save may have finished while the rows were read; they are then somewhere else.
    return source === this.source ? result : this.read(ids);
  }

  /** Goes on with the file that was written from `order`, in which the rows of `written` have new texts. */
  replace(source: RowSource, order: RowOrder, written: ReadonlyMap<RowId, RowText>): void {
    for (const [id, text] of written) this.texts.set(id, text);
    for (const id of this.loaded) if (order.positionOf(id) < 0) this.texts.delete(id);
    this.source = source;
    this.order = order;
  }
}
