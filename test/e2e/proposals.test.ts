import assert from 'node:assert/strict';
import type { Proposal } from '../../src/protocol/model.ts';
import { eventually } from './support/eventually.ts';
import type { Fixture } from './webviewHarness/fakeHost.ts';
import { openWebview, type WebviewPage } from './webviewHarness/page.ts';

const PROPOSAL: Proposal = {
  image: 'city-bus.jpg',
  width: 1280,
  height: 860,
  caption: 'A red city bus drives past a row of old town houses. Its display is dark.',
  boxes: [
    { box: [425, 322, 486, 364], label: '42', score: 0.97, source: 'ocr', text: '42', why: 'is an answer' },
    { box: [520, 622, 764, 664], label: 'City Transit', score: 0.93, source: 'ocr', text: 'City Transit' },
    { box: [150, 296, 1125, 780], label: 'bus', score: 0.87, source: 'objects', why: 'is in the question' },
  ],
  completion: '<caption>A bus.</caption>\n<bbox>[[252,190,286,212]]</bbox>\n<answer>42</answer>',
  milliseconds: 1,
};

/** Waits until what is read is what is expected: the page draws a moment after the hand has moved. */
const becomes = <T>(read: () => Promise<T>, expected: T): Promise<void> =>
  eventually(async () => {
    assert.deepEqual(await read(), expected);
  });

describe('proposals in a page', () => {
  let view: WebviewPage;
  const applied = (): Promise<string[]> => view.host((host) => host.applied.map(({ label }) => label));
  const undoSteps = (): Promise<number> => view.host((host) => host.undos.length);
  const named = (name: RegExp | string): Promise<void> =>
    view.page.getByRole('button', { name }).first().waitFor();
  const opened = async (change?: (sample: Fixture) => Fixture): Promise<void> => {
    view = await openWebview(change);
    await view.page.getByRole('status', { name: /^Sample 1 of/ }).waitFor();
  };

  const proposed = async (): Promise<void> => {
    await opened((sample) => ({ ...sample, proposal: PROPOSAL }));
    await view.image.focus();
    await view.page.keyboard.press('p');
    await named('Proposed box 3 of 3: bus 0.87');
  };

  afterEach(async () => {
    await view.close();
  });

  it('that are preselected are added with Enter in one step, and another rejected with Backspace', async () => {
    await proposed();
    await view.page.keyboard.press('Enter');
    await named(/^Box 2 of 2/);
    await becomes(() => applied(), ['Accept proposal']);
    await view.proposed(1).focus();
    await view.page.keyboard.press('Backspace');
    await named('Proposed box 1 of 1: City Transit 0.93');
    await becomes(() => undoSteps(), 1);
  });

  const MOVED = 'Box 1 of 1: x 425, y 322, width 61, height 42';

  it('that overlap a box replace it by a button, or with Enter once selected', async () => {
    await proposed();
    await view.page.getByText('Replace box 1').waitFor();
    await view.button('Replace box 1 with 42 0.97').click();
    await named(MOVED);
    await view.page.keyboard.press('Control+z');
    await named('Box 1 of 1: x 427, y 324, width 57, height 38');
    // The other is rejected, so that Enter means the selected one alone.
    await view.proposed(3).focus();
    await view.page.keyboard.press('Backspace');
    await view.proposed(3).waitFor({ state: 'detached' });
    await view.proposed(1).focus();
    await view.page.keyboard.press('Enter');
    await named(MOVED);
    await becomes(() => undoSteps(), 1);
  });

  it('that overlap a box stay out of a plain Enter, however often', async () => {
    await proposed();
    await view.page.keyboard.press('Enter');
    await named(/^Box 2 of 2/);
    await view.image.focus();
    await view.page.keyboard.press('Enter');
    await view.page.keyboard.press('ArrowUp');
    await becomes(() => view.page.getByRole('button', { name: /^Box 3/ }).count(), 0);
    await named('Box 1 of 2: x 427, y 324, width 57, height 38');
    await view.button('Add 42 0.97 beside box 1').click();
    await named(/^Box 3 of 3/);
  });

  it('are open again after their acceptance is undone', async () => {
    await proposed();
    await view.page.keyboard.press('Shift+Enter');
    await named(/^Box 3 of 3/);
    await becomes(() => view.page.getByRole('button', { name: /^Proposed/ }).count(), 0);
    await view.page.keyboard.press('Control+z');
    await named('Proposed box 3 of 3: bus 0.87');
    await view.page.getByRole('group', { name: 'Proposal for this text' }).waitFor();
  });

  it('of a caption are taken sentence by sentence', async () => {
    await proposed();
    await view.page.getByRole('button', { name: 'Accept text' }).click();
    await becomes(() => view.field('Caption').inputValue(), PROPOSAL.caption);
    await becomes(() => applied(), ['Accept caption']);
  });

  it('are all taken, caption too, with Shift+Enter', async () => {
    await proposed();
    await view.page.keyboard.press('Shift+Enter');
    await named(/^Box 3 of 3/);
    await named(MOVED.replace('of 1', 'of 3'));
    await becomes(() => view.field('Caption').inputValue(), PROPOSAL.caption);
    await becomes(() => undoSteps(), 1);
  });

  it('that fail say why and can be asked for again', async () => {
    await opened();
    await view.button('Propose').click();
    await view.page.getByRole('alert').getByText('ocr/rec.onnx').waitFor();
    await view.button('Retry').waitFor();
  });
});
