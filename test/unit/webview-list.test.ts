import { describe, expect, it } from 'vitest';
import type { RowSummary } from '../../src/protocol/dataset.ts';
import { RowPages } from '../../webview/dataset/list/rowPages.ts';
import {
  MAX_PHYSICAL,
  physicalHeight,
  ratio,
  toPhysical,
  toVirtual,
} from '../../webview/ui/list/scrollScale.ts';

describe('the scale of a long list', () => {
  it('is one for what a browser can lay out', () => {
    const extent = { total: 12_000 * 44, seen: 700 };
    expect(physicalHeight(extent)).toBe(extent.total);
    expect(ratio(extent)).toBe(1);
  });

  it('reaches both ends of a million rows', () => {
    const extent = { total: 1_000_000 * 44, seen: 700 };
    expect(physicalHeight(extent)).toBe(MAX_PHYSICAL);
    expect(toVirtual(0, extent)).toBe(0);
    expect(toVirtual(MAX_PHYSICAL - extent.seen, extent)).toBeCloseTo(extent.total - extent.seen, 3);
    expect(toVirtual(toPhysical(1_234_567, extent), extent)).toBeCloseTo(1_234_567, 6);
  });
});

const summary = (id: number, title = `row ${id}`): RowSummary => ({
  id,
  position: id,
  title,
  boxes: 0,
  edited: false,
  state: 'ok',
});

function source() {
  const asked: string[] = [];
  let version = 0;
  const pages = new RowPages(
    (start, count) => {
      asked.push(`${start}+${count}`);
      const rows = Array.from({ length: count }, (_, i) =>
        summary(start + i, `row ${start + i} v${version}`),
      );
      return Promise.resolve(rows);
    },
    () => undefined,
  );
  return { pages, asked, change: () => ++version };
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('pages of rows', () => {
  it('are fetched once, when a row of theirs is drawn', async () => {
    const { pages, asked } = source();
    expect(pages.at(250)).toBeUndefined();
    pages.at(251);
    await settled();
    expect(pages.at(250)?.id).toBe(250);
    expect(asked).toEqual(['200+100']);
  });

  it('show the old rows after a change until the new ones are there', async () => {
    const { pages, change } = source();
    pages.at(0);
    await settled();
    change();
    pages.invalidate(true);
    expect(pages.at(3)?.title).toBe('row 3 v0');
    await settled();
    expect(pages.at(3)?.title).toBe('row 3 v1');
  });

  it('drop an answer that was overtaken by another filter', async () => {
    const { pages } = source();
    pages.at(0);
    pages.invalidate(false);
    await settled();
    expect(pages.at(0)).toBeUndefined();
  });

  it('fetch a single row for a step out of sight', async () => {
    const { pages } = source();
    expect((await pages.ask(90_000))?.id).toBe(90_000);
  });

  it('ask again after a failure', async () => {
    let failing = true;
    const pages = new RowPages(
      (start) => (failing ? Promise.reject(new Error('lost')) : Promise.resolve([summary(start)])),
      () => undefined,
    );
    pages.at(0);
    await settled();
    failing = false;
    pages.at(0);
    await settled();
    expect(pages.at(0)?.id).toBe(0);
  });
});
