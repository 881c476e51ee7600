import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { eventually } from './eventually.ts';
import { openWorkbench, type OpenOptions, type Workbench } from './workbench.ts';

/** The rollouts editor on screen, by the names that assistive technology reads. */
export class RolloutsEditor {
  readonly workbench: Workbench;
  readonly frame: FrameLocator;
  readonly groups: Locator;
  readonly rollouts: Locator;
  readonly image: Locator;
  readonly rewards: Locator;

  constructor(workbench: Workbench, nth = 0) {
    this.workbench = workbench;
    this.frame = workbench.webview(nth);
    this.groups = this.frame.getByRole('listbox', { name: 'Groups' });
    this.rollouts = this.frame.getByRole('listbox', { name: 'Rollouts' });
    this.image = this.frame.getByRole('application', { name: 'Image' });
    this.rewards = this.frame.getByRole('table', { name: 'Rewards' });
  }

  get page(): Workbench['page'] {
    return this.workbench.page;
  }

  group(name: string): Locator {
    return this.groups.getByRole('option', { name: new RegExp(`^Group ${name}:`) });
  }

  /**
   * Focuses the list of groups and waits until VS Code has heard of it, which decides what single keys mean: a key
   * before that is lost. G shows, and shows nothing any more the second time.
   */
  async focusGroups(): Promise<void> {
    await this.groups.focus();
    const toggle = this.frame.getByRole('button', { name: 'Agreement of the group’s boxes' });
    for (const on of ['true', 'false']) {
      await eventually(async () => {
        await this.page.keyboard.press('g');
        await eventually(async () => {
          assert.equal(await toggle.getAttribute('aria-pressed'), on, 'single keys do nothing');
        }, 1000);
      }, 20_000);
    }
  }

  /** "Rollout 2 of 8, group 1-1" */
  status(text: string): Locator {
    return this.frame.getByRole('status', { name: text, exact: true });
  }

  reward(name: string): Locator {
    return this.rewards.getByRole('row', { name: new RegExp(`^${name} `) });
  }
}

/** Opens a dump of a fresh workspace and waits until its first rollout is shown. */
export async function openRollouts(
  file: string,
  options: Omit<OpenOptions, 'open'>,
): Promise<RolloutsEditor> {
  const workbench = await openWorkbench(options);
  await workbench.extensionKnown();
  await workbench.openCustom(file);
  const editor = new RolloutsEditor(workbench);
  await workbench.editorShows(editor.frame.getByRole('status', { name: /^Rollout 1 of / }));
  return editor;
}
