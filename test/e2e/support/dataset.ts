import type { FrameLocator, Locator } from 'playwright-core';
import { openWorkbench, type OpenOptions, type Workbench } from './workbench.ts';

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
  await workbench.quickOpen(file);
  const editor = new DatasetEditor(workbench, file);
  await editor.samples.waitFor({ timeout: 60_000 });
  return editor;
}

/** Opens the sample dataset. */
export const openSample = (options: Omit<OpenOptions, 'open' | 'copy'> = {}): Promise<DatasetEditor> =>
  openDataset('sample.vqa.jsonl', { ...options, copy: 'media/sample' });
