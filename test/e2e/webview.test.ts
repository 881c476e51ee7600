import assert from 'node:assert/strict';
import { eventually } from './support/eventually.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { Fixture } from './webviewHarness/fakeHost.ts';
import { openWebview, type WebviewPage } from './webviewHarness/page.ts';

/** A line of the fixture, changed. */
const withFirst =
  (change: JsonObject) =>
  (sample: Fixture): Fixture => {
    const first = JSON.parse(sample.rows[0] ?? '{}') as JsonObject;
    return { ...sample, rows: [JSON.stringify({ ...first, ...change }), ...sample.rows.slice(1)] };
  };

const FOUR_BOXES: JsonObject = {
  bboxs: [
    [40, 60, 300, 260],
    [350, 100, 600, 400],
    [700, 500, 760, 560],
    [900, 100, 1200, 300],
  ],
};

/** Waits until what is read is what is expected: the page draws a moment after the hand has moved. */
const becomes = <T>(read: () => Promise<T>, expected: T): Promise<void> =>
  eventually(async () => {
    assert.deepEqual(await read(), expected);
  });

describe('the dataset editor in a page', () => {
  let view: WebviewPage;
  const opened = async (...options: Parameters<typeof openWebview>): Promise<void> => {
    view = await openWebview(...options);
    await view.page.getByRole('status', { name: /^Sample 1 of/ }).waitFor();
  };
  const applied = (): Promise<string[]> => view.host((host) => host.applied.map(({ label }) => label));
  const undoSteps = (): Promise<number> => view.host((host) => host.undos.length);
  const named = (name: RegExp | string): Promise<void> =>
    view.page.getByRole('button', { name }).first().waitFor();

  /** Presses a key that takes up drawing, and waits until it has: a person looks before the hand moves. */
  const draws = async (key: string): Promise<void> => {
    await view.page.keyboard.press(key);
    await view.page.locator('button[aria-pressed="true"][aria-label^="Draw box"]').waitFor();
  };

  afterEach(async () => {
    await view.close();
  });

  it('breaks no policy and shows image, boxes, texts and rewards', async () => {
    await opened();
    await named('Box 1 of 1: x 427, y 324, width 57, height 38');
    await becomes(() => view.field('Question').inputValue(), 'What is the route number of the bus?');
    await eventually(async () => {
      assert.equal((await view.rewards()).length, 4);
    });
    await eventually(async () => {
      const shown = await view.page.locator('img.image').boundingBox();
      const { width, height } = shown ?? { width: 0, height: 1 };
      assert.ok(Math.abs(width / height - 1280 / 860) < 0.01, 'the image keeps its proportions');
    });
    assert.deepEqual(view.errors, []);
  });

  describe('boxes', () => {
    it('move the bbox reward with the mouse, and are sent once on release', async () => {
      await opened();
      await view.grab(view.box(1), 40, 30);
      const [format, caption, bbox] = await view.rewards();
      assert.deepEqual([format, caption], ['format 1.0000', 'caption 1.0000']);
      assert.match(bbox ?? '', /^bbox 0\.[0-8]\d{3}, was 0\.9\d{3}$/);
      await becomes(() => applied(), []);
      await view.page.mouse.up();
      await named(/^Box 1 of 1: x 427, y 324, width 1\d\d, height \d\d\d?$/);
      await becomes(() => applied(), ['Resize box']);
    });

    it('stay where they were when Escape ends a drag', async () => {
      await opened();
      await view.grab(view.box(1), 60, 60);
      await view.page.keyboard.press('Escape');
      await view.page.mouse.up();
      await named('Box 1 of 1: x 427, y 324, width 57, height 38');
      await becomes(() => applied(), []);
    });

    it('are moved by a series of arrows in one undo step, and resized with Alt', async () => {
      await opened();
      await view.box(1).click();
      for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowDown']) await view.page.keyboard.press(key);
      await named('Box 1 of 1: x 429, y 334, width 57, height 38');
      await becomes(() => undoSteps(), 1);
      await view.page.keyboard.press('Alt+ArrowRight');
      await named('Box 1 of 1: x 429, y 334, width 58, height 38');
      await view.page.keyboard.press('Control+z');
      await named('Box 1 of 1: x 429, y 334, width 57, height 38');
      await view.page.keyboard.press('Control+z');
      await named('Box 1 of 1: x 427, y 324, width 57, height 38');
    });

    it('are reached with Tab in their order, which then leaves the image', async () => {
      await opened((sample) => ({ ...withFirst(FOUR_BOXES)(sample), opened: { mode: 'annotate' } }));
      await named(/^Box 4 of 4/);
      await view.image.focus();
      const names: (string | null)[] = [];
      for (let i = 0; i < 4; i++) {
        await view.page.keyboard.press('Tab');
        names.push(
          await view.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null),
        );
      }
      assert.deepEqual(
        names.map((name) => name?.slice(0, 'Box 1 of 4'.length)),
        ['Box 1 of 4', 'Box 2 of 4', 'Box 3 of 4', 'Box 4 of 4'],
      );
      await becomes(() => view.box(4).getAttribute('aria-pressed'), 'true');
      await view.page.keyboard.press('Tab');
      const left = await view.page.evaluate(
        () => document.querySelector('.stage')?.contains(document.activeElement) === false,
      );
      assert.ok(left);
    });

    it('are drawn by dragging, or by two clicks', async () => {
      await opened();
      const stage = await view.image.boundingBox();
      assert.ok(stage);
      const { mouse } = view.page;
      await named(/^Box 1 of 1/);
      await view.image.focus();
      await draws('r');
      await mouse.move(stage.x + 100, stage.y + 300);
      await mouse.down();
      await mouse.move(stage.x + 180, stage.y + 360, { steps: 3 });
      await mouse.up();
      await named(/^Box 2 of 2/);
      await draws('Shift+R');
      for (const [x, y] of [
        [300, 300],
        [380, 350],
        [400, 420],
        [450, 470],
      ] as const) {
        await mouse.click(stage.x + x, stage.y + y);
      }
      await named(/^Box 4 of 4/);
      await becomes(() => applied(), ['Draw box', 'Draw box', 'Draw box']);
    });

    it('are all selected, duplicated and deleted by keys', async () => {
      await opened(withFirst(FOUR_BOXES));
      await named(/^Box 4 of 4/);
      await view.image.focus();
      await view.page.keyboard.press('Control+a');
      await view.page.keyboard.press('Control+d');
      await named(/^Box 8 of 8/);
      await view.page.keyboard.press('Delete');
      await named(/^Box 4 of 4/);
      await becomes(() => view.page.getByRole('button', { name: /^Box 5/ }).count(), 0);
      await becomes(() => undoSteps(), 2);
    });
  });

  describe('texts', () => {
    it('change their reward as they are typed, in one undo step', async () => {
      await opened();
      const caption = view.field('Caption');
      await caption.focus();
      await view.page.keyboard.press('Control+End');
      await view.page.keyboard.type(' It is new.');
      await view.page.getByRole('row', { name: /^caption 0\.\d{4}, was 1\.0000$/ }).waitFor();
      await becomes(() => undoSteps(), 1);
      await view.page.keyboard.press('Escape');
      assert.equal(
        await view.page.evaluate(() => document.activeElement?.getAttribute('role')),
        'application',
      );
      await view.page.keyboard.press('Control+z');
      await view.page.getByRole('row', { name: 'caption 1.0000' }).waitFor();
    });

    it('keep single keys and undo to themselves', async () => {
      await opened();
      await view.field('Question').focus();
      await view.page.keyboard.press('Control+a');
      await view.page.keyboard.type('dra');
      await view.page.keyboard.press('Control+z');
      await eventually(async () => {
        assert.notEqual(await view.field('Question').inputValue(), 'dra');
      });
      await view.page.getByRole('status', { name: /^Sample 1 of/ }).waitFor();
      await eventually(async () => {
        assert.ok((await applied()).every((label) => label === 'Edit question'));
      });
    });

    it('are not rewritten while they are typed in, and are when somebody else changed them before', async () => {
      await opened();
      await view.field('Caption').focus();
      await view.host((host) => {
        host.editElsewhere(0, { image_caption: 'From another panel.' });
      });
      await view.page.waitForFunction(
        () => document.querySelector<HTMLTextAreaElement>('#field-caption')?.value === 'From another panel.',
      );
      await view.page.keyboard.press('Control+End');
      await view.page.keyboard.type(' Mine');
      await view.host((host) => {
        host.editElsewhere(0, { possible_answers: ['other'] });
      });
      await view.page.waitForFunction(
        () => document.querySelector<HTMLTextAreaElement>('#field-answers')?.value === 'other',
      );
      await becomes(() => view.field('Caption').inputValue(), 'From another panel. Mine');
    });

    it('write one answer on each line', async () => {
      await opened();
      await view.field('Answers').fill('42\n\nforty-two\n');
      await view.page.keyboard.press('Escape');
      await view.page.waitForFunction(
        () => document.querySelector<HTMLTextAreaElement>('#field-answers')?.value === '42\nforty-two',
      );
      const row = JSON.parse(await view.host((host) => host.text(0))) as {
        readonly possible_answers: unknown;
      };
      assert.deepEqual(row.possible_answers, ['42', 'forty-two']);
    });

    it('whose columns hold no text say why they cannot be typed, to the eye and to a screen reader', async () => {
      await opened(withFirst({ image_caption: { en: 'A bus.' } }));
      const caption = view.field('Caption');
      const why = 'The column image_caption holds an object; it is edited in the text editor';
      await view.page.getByText(why).waitFor();
      assert.equal(await caption.isEditable(), false);
      assert.equal(await caption.getAttribute('placeholder'), '');
      const described = await caption.evaluate((field) =>
        (field.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id) => document.getElementById(id)?.textContent.trim()),
      );
      assert.ok(described.includes(why), described.join('; '));
    });
  });

  describe('predictions', () => {
    it('are edited in a scratch copy that leaves the rollout alone', async () => {
      await opened();
      await view.image.focus();
      await view.page.keyboard.press('g');
      await view.grab(view.predicted(1), 50, 20);
      await view.page.mouse.up();
      await view.page.getByRole('option', { name: /^Scratch/ }).waitFor();
      await eventually(async () => {
        assert.match((await view.rewards())[2] ?? '', /^bbox 0\.\d{4}, was 0\.9957$/);
      });
      await becomes(() => applied(), []);
      await view.page.getByRole('option', { name: /^Rollout 1,/ }).click();
      await eventually(async () => {
        assert.equal((await view.rewards())[2], 'bbox 0.9957');
      });
    });

    it('and rewards are out of sight while annotating', async () => {
      await opened((sample) => ({ ...sample, opened: { mode: 'annotate' } }));
      await named(/^Box 1 of 1/);
      await becomes(() => view.page.getByRole('button', { name: /^Predicted/ }).count(), 0);
      await becomes(() => view.page.getByRole('table', { name: 'Rewards' }).count(), 0);
      await becomes(() => view.field('Completion').count(), 0);
      await view.image.focus();
      await view.page.keyboard.press('m');
      await view.page.getByRole('table', { name: 'Rewards' }).waitFor();
    });

    it('say that they fit other samples as well', async () => {
      await opened((sample) => ({ ...sample, ambiguous: 1 }));
      await view.page.getByRole('note').getByText('these rollouts fit 1 other sample as well').waitFor();
      await view.page.getByRole('option', { name: /^Rollout 1, .*, ambiguous$/ }).waitFor();
    });

    it('start from the truth or from a common mistake', async () => {
      await opened();
      await view.button('New scratch').click();
      await view.page.getByRole('menuitem', { name: 'Flat box list' }).click();
      await view.page.getByRole('row', { name: 'format 0.0000' }).waitFor();
      await eventually(async () => {
        assert.match(await view.field('Completion').inputValue(), /<bbox>\[\d/);
      });
    });

    it('say which exception the reference raises', async () => {
      const completion = '<caption>A</caption> <bbox>{[1,2,3,4]}</bbox> <answer>42</answer>';
      await opened((sample) => ({ ...sample, rollouts: [{ id: 'city-bus-a', completion }] }));
      await eventually(async () => {
        assert.ok((await view.rewards()).includes('bbox error TypeError'));
      });
    });
  });

  it('reads a sample again that was changed elsewhere at the same moment', async () => {
    await opened();
    await view.host((host) => {
      // The news of it is still on its way.
      host.connection.send = () => undefined;
      host.editElsewhere(0, { image_caption: 'From another panel.' });
    });
    await view.grab(view.box(1), 30, 30);
    await view.page.mouse.up();
    await view.page.getByText('This sample was changed elsewhere at the same moment.').first().waitFor();
    await named('Box 1 of 1: x 427, y 324, width 57, height 38');
    await becomes(() => view.field('Caption').inputValue(), 'From another panel.');
  });

  it('leaves the focus where it is until the person comes', async () => {
    await opened();
    const { page } = view;
    const body =
      '<input aria-label="Palette" autofocus /><iframe src="/" width="1200" height="700"></iframe>';
    await page.route('**/around', (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(new URL('/around', page.url()).href);
    const palette = page.getByRole('textbox', { name: 'Palette' });
    const editor = page.frameLocator('iframe');
    await editor.getByRole('row', { name: /^bbox/ }).waitFor();
    await page.keyboard.type('>Split');
    assert.equal(await palette.inputValue(), '>Split');
    await page.locator('iframe').focus();
    await editor.locator('[role=application]:focus').waitFor();
  });

  it('shows what is asked for while it opens, and not the first sample', async () => {
    view = await openWebview((sample) => ({ ...sample, reveal: 4 }));
    await view.page.getByRole('row', { name: /^bbox/ }).waitFor();
    await view.page.getByRole('status', { name: /^Sample 5 of/ }).waitFor();
    await view.page.waitForFunction(
      () => sessionStorage.getItem('webview-state')?.includes('"row":4') === true,
    );
  });

  it('comes back as it was after its page was thrown away', async () => {
    await opened();
    const samples = view.page.getByRole('listbox', { name: 'Samples' });
    await samples.getByRole('option', { name: /^Sample 4:/ }).click();
    await view.page.getByRole('status', { name: /^Sample 4 of/ }).waitFor();
    const zoomed = view.page.locator('.zoom');
    const fitted = await zoomed.innerText();
    await view.button('Zoom in').click();
    await eventually(async () => {
      assert.notEqual(await zoomed.innerText(), fitted);
    });
    const zoom = await zoomed.innerText();
    await view.page.waitForFunction(
      () => sessionStorage.getItem('webview-state')?.includes('"row":3') === true,
    );
    await view.page.waitForTimeout(300);
    await view.page.reload();
    await view.page.getByRole('status', { name: /^Sample 4 of/ }).waitFor();
    await becomes(() => view.page.locator('.zoom').innerText(), zoom);
  });

  it('scrolls through a million samples to the last', async () => {
    await opened((sample) => ({ ...sample, count: 1_000_000 }));
    const samples = view.page.getByRole('listbox', { name: 'Samples' });
    await samples.focus();
    await view.page.keyboard.press('End');
    await view.page.getByRole('status', { name: 'Sample 1,000,000 of 1,000,000' }).waitFor();
    const last = samples.getByRole('option', { name: /^Sample 1,000,000:/ });
    await last.waitFor();
    await eventually(async () => {
      assert.equal(await last.getAttribute('aria-posinset'), '1000000');
    });
    await eventually(async () => {
      assert.equal(await last.getAttribute('aria-setsize'), '1000000');
    });
    await view.page.keyboard.press('ArrowUp');
    await view.page.getByRole('status', { name: 'Sample 999,999 of 1,000,000' }).waitFor();
  });

  it('shows a row that is no sample as it stands, and where it is wrong', async () => {
    await opened((sample) => ({ ...sample, rows: ['{"id": 1, oops}', ...sample.rows] }));
    await view.page.getByText('This row is not a sample').waitFor();
    await view.page.getByText('column 11').waitFor();
    await becomes(() => view.page.locator('.verbatim mark').innerText(), 'o');
  });

  it('edits nothing in a file that is read-only', async () => {
    await opened((sample) => ({ ...sample, opened: { readOnly: true, readOnlyReason: 'It is a diff.' } }));
    await view.page.getByText('It is a diff.').waitFor();
    await view.grab(view.box(1), 40, 40);
    await view.page.mouse.up();
    await view.page.keyboard.press('Delete');
    await becomes(() => applied(), []);
    await becomes(() => view.field('Caption').getAttribute('readonly'), '');
  });

  it('has every pane in sight and nothing cut off from 480 to 1600 pixels', async () => {
    await opened();
    for (const width of [480, 700, 930, 1100, 1600]) {
      await view.page.setViewportSize({ width, height: 800 });
      for (const selector of ['.list', '.stage', '.inspector', '.toolbar']) {
        const box = await view.page.locator(selector).boundingBox();
        assert.ok(box !== null && box.width > 100 && box.height > 20, `${selector} at ${width}`);
        assert.ok(box.x >= 0 && box.x + box.width <= width + 1, `${selector} leaves the window at ${width}`);
      }
      const cut = await view.page.evaluate(() =>
        [...document.querySelectorAll('.toolbar vscode-button, .segments button, .position')]
          .filter((element) => element.getClientRects().length > 0)
          .filter((element) => {
            const rect = element.getBoundingClientRect();
            const bar = document.querySelector('.toolbar')?.getBoundingClientRect();
            return bar !== undefined && (rect.left < bar.left - 1 || rect.right > bar.right + 1);
          })
          .map((element) => element.textContent),
      );
      assert.deepEqual(cut, [], `cut off at ${width}`);
    }
  });
});
