import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { eventually } from './eventually.ts';
import { openWorkbench, type OpenOptions, type Workbench } from './workbench.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The dataset editor on screen, by the names that assistive technology reads. */
export class DatasetEditor {
  readonly workbench: Workbench;
  /** Of the workspace, by relative path. */
  readonly file: string;
  readonly frame: FrameLocator;
  readonly samples: Locator;
  readonly image: Locator;
  readonly rewards: Locator;

  constructor(workbench: Workbench, file: string, nth = 0) {
    this.workbench = workbench;
    this.file = file;
    this.frame = workbench.webview(nth);
    this.samples = this.frame.getByRole('listbox', { name: 'Samples' });
    this.image = this.frame.getByRole('application', { name: 'Image' });
    this.rewards = this.frame.getByRole('table', { name: 'Rewards' });
  }

  get page(): Workbench['page'] {
    return this.workbench.page;
  }

  /** A sample of the list by its 1-based number. */
  sample(number: number): Locator {
    return this.samples.getByRole('option', { name: new RegExp(`^Sample ${number}:`) });
  }

  /** A box of the truth by its 1-based number. */
  box(number: number): Locator {
    return this.frame.getByRole('button', { name: new RegExp(`^Box ${number} of `) });
  }

  /** A box of the completion under test by its 1-based number. */
  predicted(number: number): Locator {
    return this.frame.getByRole('button', { name: new RegExp(`^Predicted box ${number} of `) });
  }

  /** A box that the model proposes by its 1-based number. */
  proposed(number: number): Locator {
    return this.frame.getByRole('button', { name: new RegExp(`^Proposed box ${number} of `) });
  }

  /** "Sample 17 of 12,000", above the image. */
  get position(): Locator {
    return this.frame.getByRole('status', { name: /^Sample / });
  }

  /** A text field: Question, Caption, Answers or Completion. */
  field(name: string): Locator {
    return this.frame.getByRole('textbox', { name });
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  /** What the rewards' row of that name says, e.g. "bbox 0.7412, was 0.6100". */
  async reward(name: string): Promise<string> {
    const row = this.rewards.getByRole('row', { name: new RegExp(`^${name} `) });
    const label = await row.getAttribute('aria-label');
    return label ?? (await row.innerText());
  }

  /** Scrolls a sample of the list into view by the mouse wheel, and clicks it. */
  async show(number: number): Promise<void> {
    const option = this.sample(number);
    const place = await this.samples.boundingBox();
    assert(place !== null);
    await this.page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
    await this.page.mouse.wheel(0, -100_000);
    await eventually(async () => {
      await this.stillList();
      if (await option.isVisible()) return;
      await this.page.mouse.wheel(0, place.height / 2);
      throw new Error(`Sample ${number} is not in the list`);
    });
    await option.click();
    await this.shows(number);
  }

  /**
   * Focuses the image and waits until VS Code has heard of it, which decides what single keys mean. R is safe
   * to press twice, and shows.
   */
  async focusImage(): Promise<void> {
    await this.image.focus();
    await this.keysWork();
  }

  /** Waits until single keys work, as after a field was left. */
  async keysWork(): Promise<void> {
    await this.pressUntilOn('r', this.button('Draw box'));
    await this.pressUntilOn('v', this.button('Select'));
  }

  /** Waits until the list no longer moves: the wheel scrolls it smoothly. */
  private async stillList(): Promise<void> {
    let last = NaN;
    await eventually(async () => {
      const before = last;
      last = await this.samples.evaluate(({ scrollTop }) => scrollTop);
      assert.equal(last, before);
    });
  }

  private async pressUntilOn(key: string, toggle: Locator): Promise<void> {
    await eventually(async () => {
      await this.page.keyboard.press(key);
      await eventually(async () => {
        assert.equal(await toggle.getAttribute('aria-pressed'), 'true', `${key} does nothing`);
      }, 500);
    });
  }

  /** Waits until a sample is on screen. */
  async shows(number: number): Promise<void> {
    await this.frame.getByRole('status', { name: new RegExp(`^Sample ${number} of `) }).waitFor();
  }

  /** Where a pixel of the image is on the page. */
  async at(x: number, y: number): Promise<Point> {
    const image = this.image.locator('img');
    const place = await image.boundingBox();
    assert(place !== null, 'the image is not on screen');
    const width = await image.evaluate((element) => (element as HTMLImageElement).naturalWidth);
    const scale = place.width / width;
    return { x: place.x + x * scale, y: place.y + y * scale };
  }

  /** Presses the mouse on one pixel of the image and moves it to another, without letting it go. */
  async press(from: readonly [number, number], to: readonly [number, number], steps = 6): Promise<void> {
    const { mouse } = this.page;
    const [start, end] = [await this.at(...from), await this.at(...to)];
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move(end.x, end.y, { steps });
  }

  async drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    await this.press(from, to);
    await this.page.mouse.up();
  }

  /** Clicks a pixel of the image. */
  async click(x: number, y: number): Promise<void> {
    const point = await this.at(x, y);
    await this.page.mouse.click(point.x, point.y);
  }

  /** The dataset's bytes on disk. */
  bytes(): Promise<Buffer> {
    return this.workbench.bytes(this.file);
  }
}

/**
 * Opens a dataset of a fresh workspace and waits until the editor shows its list. In a profile that has never
 * seen the extension, VS Code chooses the editor of a file that it opens at once before it knows of the
 * extension; hence the file is opened afterwards.
 */
export async function openDataset(
  file: string,
  options: Omit<OpenOptions, 'open'> = {},
): Promise<DatasetEditor> {
  const workbench = await openWorkbench(options);
  await workbench.extensionKnown();
  await workbench.openCustom(file);
  const editor = new DatasetEditor(workbench, file);
  await workbench.editorShows(editor.samples);
  return editor;
}

/** Opens the sample dataset. */
export const openSample = (options: Omit<OpenOptions, 'open' | 'copy'> = {}): Promise<DatasetEditor> =>
  openDataset('sample.vqa.jsonl', { ...options, copy: 'media/sample' });
