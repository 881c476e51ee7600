import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { openSample, type DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';

type Rect = readonly [x: number, y: number, width: number, height: number];

/** Every test works on a sample of its own, so that none depends on another. */
describe('The keyboard', function () {
  this.timeout(120_000);
  let editor: DatasetEditor;

  before(async () => {
    editor = await openSample({ keep: true });
  });

  after(() => editor.workbench.close());

  beforeEach(async () => {
    if ((await editor.rewards.count()) === 0) return;
    // Annotate mode: nothing but the truth is on the image.
    await editor.focusImage();
    await editor.page.keyboard.press('m');
    await editor.rewards.waitFor({ state: 'detached' });
  });

  it('D and A go to the next and the previous sample, and stop at the ends', async () => {
    await on(1);
    await press('a');
    await press('d');
    await editor.shows(2);
    await press('d', 'd', 'd', 'a');
    await editor.shows(4);
  });

  it('R draws a box by two clicks, and by dragging; then the pointer selects again', async () => {
    await on(3);
    await draws('r');
    await editor.click(100, 120);
    await editor.click(300, 270);
    await hasBox(2, [100, 120, 200, 150], 4);
    await draws('r');
    await editor.drag([700, 100], [900, 300]);
    await hasBox(3, [700, 100, 200, 200], 4);
    assert.equal(await editor.button('Select').getAttribute('aria-pressed'), 'true');
  });

  it('Shift+R goes on drawing until Escape; Escape drops a box that was begun', async () => {
    await on(4);
    await draws('Shift+R');
    await editor.drag([100, 100], [200, 200]);
    await editor.drag([300, 100], [400, 200]);
    await hasBox(3, [300, 100, 100, 100], 4);
    await editor.click(500, 100);
    await press('Escape', 'Escape');
    await eventually(async () => {
      assert.equal(await editor.button('Select').getAttribute('aria-pressed'), 'true');
    });
    await editor.click(600, 200);
    assert.equal(await editor.box(4).count(), 0);
  });

  it('arrows move by 1 px, with Shift by 10, with Alt they resize; a series is one step to undo', async () => {
    await on(5);
    await editor.click(670, 420);
    await press('ArrowRight', 'ArrowRight', 'ArrowUp');
    await hasBox(1, [518, 382, 310, 81]);
    await press('Shift+ArrowLeft', 'Shift+ArrowDown');
    await hasBox(1, [508, 392, 310, 81]);
    await undone([516, 383, 310, 81]);
    await press('Alt+ArrowRight', 'Alt+ArrowRight', 'Alt+ArrowUp');
    await hasBox(1, [516, 383, 312, 80]);
    await press('Alt+ArrowLeft', 'Alt+ArrowDown', 'Alt+ArrowDown');
    await hasBox(1, [516, 383, 311, 82]);
    await editor.shows(5);
    await undone([516, 383, 310, 81]);
  });

  it('a box stops at the edge of its image', async () => {
    await on(6);
    await editor.click(700, 405);
    for (let i = 0; i < 65; i++) await press('Shift+ArrowLeft');
    await hasBox(1, [0, 390, 181, 37]);
  });

  it('Tab and Shift+Tab go through the boxes and leave the image after the last', async () => {
    await on(7);
    await press('Tab');
    assert.match(await focused(), /^Box 1 of 2/);
    await press('Tab');
    assert.match(await focused(), /^Box 2 of 2/);
    await press('ArrowRight');
    await hasBox(2, [450, 262, 192, 51]);
    await press('Tab');
    assert.doesNotMatch(await focused(), /Box|Image/);
    await press('Shift+Tab');
    assert.match(await focused(), /^Box 2 of 2/);
    await press('Shift+Tab', 'Shift+Tab');
    assert.equal(await focused(), 'Image');
  });

  it('C selects one after the other of the boxes under the pointer', async () => {
    await on(42);
    const point = await editor.at(2035, 2125);
    await editor.page.mouse.move(point.x, point.y);
    const seen: string[] = [];
    for (let i = 0; i < 3; i++) {
      const before = await selected();
      await press('c');
      await eventually(async () => {
        assert.notDeepEqual(await selected(), before);
      });
      seen.push(...(await selected()));
    }
    assert.deepEqual(new Set(seen.map((name) => /^Box \d/.exec(name)?.[0])), new Set(['Box 2', 'Box 3']));
    assert.equal(seen[0], seen[2]);
  });

  it('Delete removes what is selected, the last box too; Ctrl+Z brings it back', async () => {
    await on(9);
    await press('Tab', 'Delete');
    await hasBox(1, [755, 514, 130, 36]);
    await press('Backspace');
    await editor.box(1).waitFor({ state: 'detached' });
    await press('ControlOrMeta+z');
    await hasBox(1, [755, 514, 130, 36]);
    await press('ControlOrMeta+z');
    await hasBox(1, [451, 512, 231, 53]);
  });

  it('Ctrl+D duplicates, Ctrl+A selects all, and what is selected moves together', async () => {
    await on(12);
    await press('Tab', 'ControlOrMeta+d');
    await editor.box(3).waitFor();
    const before = await rects();
    assert.equal(before[2]?.[2], 58);
    await press('ControlOrMeta+a');
    await eventually(async () => {
      assert.equal((await selected()).length, 3);
    });
    await press('Shift+ArrowUp');
    await eventually(async () => {
      assert.deepEqual(
        await rects(),
        before.map(([x, y, width, height]) => [x, y - 10, width, height]),
      );
    });
  });

  it('B copies the boxes of the previous sample', async () => {
    await on(14);
    await press('b');
    await editor.box(4).waitFor();
    assert.deepEqual((await rects()).slice(2), [
      [666, 568, 23, 17],
      [648, 595, 58, 94],
    ]);
  });

  it('H hides the other boxes, O makes boxes transparent', async () => {
    await on(15);
    await press('Tab', 'h');
    await editor.box(2).waitFor({ state: 'detached' });
    await press('h');
    await editor.box(2).waitFor();
    await editor.button('Opacity 100 %').waitFor();
    await press('o');
    await editor.button('Opacity 60 %').waitFor();
    await press('o', 'o');
    await editor.button('Opacity 100 %').waitFor();
  });

  it('Z zooms to the box, 1 to actual pixels, 0 fits the image', async () => {
    await on(16);
    const fit = await zoom();
    await press('Tab', 'z');
    await eventually(async () => {
      assert.ok((await zoom()) > 2 * fit);
    });
    const [box, stage] = [await editor.box(1).boundingBox(), await editor.image.boundingBox()];
    assert(box !== null && stage !== null);
    assert.ok(box.x > stage.x && box.x + box.width < stage.x + stage.width);
    await press('1');
    await eventually(async () => {
      assert.equal(await zoom(), 100);
    });
    await press('0');
    await eventually(async () => {
      assert.equal(await zoom(), fit);
    });
  });

  it('the wheel zooms about the pointer, and Space with dragging moves the image', async () => {
    await on(17);
    const point = await editor.at(975, 319);
    await editor.page.mouse.move(point.x, point.y);
    const before = await zoom();
    await editor.page.mouse.wheel(0, -300);
    await eventually(async () => {
      assert.ok((await zoom()) > before);
    });
    const after = await editor.at(975, 319);
    assert.ok(Math.hypot(after.x - point.x, after.y - point.y) < 2, 'what is under the pointer stays there');
    await editor.page.keyboard.down(' ');
    await editor.page.mouse.down();
    await editor.page.mouse.move(point.x + 60, point.y + 30, { steps: 3 });
    await editor.page.mouse.up();
    await editor.page.keyboard.up(' ');
    const moved = await editor.at(975, 319);
    assert.ok(Math.hypot(moved.x - point.x - 60, moved.y - point.y - 30) < 3);
    await hasBox(1, [900, 269, 150, 100]);
  });

  it('2, 3, 4 and from the list 1 go to the fields; Escape comes back to the image', async () => {
    await on(18);
    await press('m');
    await editor.rewards.waitFor();
    for (const [key, name] of [
      ['2', 'Answers'],
      ['3', 'Caption'],
      ['4', 'Completion'],
    ] as const) {
      await editor.keysWork();
      await press(key);
      await isFocused(editor.field(name));
      await press('Escape');
      await isFocused(editor.image);
    }
    await editor.samples.focus();
    await editor.keysWork();
    await press('1');
    await isFocused(editor.field('Question'));
  });

  it('Enter and Space press the button that has focus', async () => {
    await on(19);
    await editor.button('Next sample').focus();
    await press('Enter');
    await editor.shows(20);
    await press('Space');
    await editor.shows(21);
    await editor.button('Previous sample').focus();
    await press('Enter');
    await editor.shows(20);
  });

  it('Ctrl+Z in a field takes back what was typed there and nothing else', async () => {
    await on(22);
    await press('Tab', 'Shift+ArrowDown');
    await hasBox(1, [214, 484, 285, 36]);
    const question = editor.field('Question');
    const text = await question.inputValue();
    await question.click();
    await press('ControlOrMeta+End');
    await editor.page.keyboard.type(' Quick');
    assert.equal(await question.inputValue(), `${text} Quick`);
    await eventually(async () => {
      await press('ControlOrMeta+z');
      assert.equal(await question.inputValue(), text);
    });
    assert.deepEqual((await rects())[0], [214, 484, 285, 36]);
    await press('ControlOrMeta+a');
    await editor.page.keyboard.type('Other');
    assert.equal(await question.inputValue(), 'Other');
    assert.equal((await selected()).length <= 1, true, 'Ctrl+A selected text, not boxes');
    await press('Escape');
    await editor.keysWork();
    await press('ControlOrMeta+z');
    await eventually(async () => {
      assert.equal(await question.inputValue(), text);
    });
  });

  it('Ctrl+S in a field saves what was typed there', async () => {
    await on(23);
    await editor.field('Answers').click();
    await press('ControlOrMeta+End');
    await editor.page.keyboard.type('\nfour twenty');
    await editor.workbench.save();
    const row = JSON.parse((await editor.bytes()).toString('utf8').split('\n')[22] ?? '') as {
      possible_answers: string[];
    };
    assert.deepEqual(row.possible_answers, ['4.20', '$4.20', '€4.20', '4.2', 'four twenty']);
    await isFocused(editor.field('Answers'));
    await editor.page.keyboard.type('!');
    await editor.workbench.waitForDirty();
  });

  it('arrows, Home and End move in the list', async () => {
    await on(25);
    await editor.samples.focus();
    await press('ArrowDown');
    await editor.shows(26);
    await press('ArrowUp', 'ArrowUp');
    await editor.shows(24);
    await press('End');
    await editor.shows(42);
    await editor.sample(42).waitFor();
    await press('Home');
    await editor.shows(1);
  });

  it('? lists the keys, Escape closes the list', async () => {
    await on(26);
    await press('?');
    const help = editor.frame.getByRole('dialog');
    await help.waitFor();
    assert.match(await help.innerText(), /Draw/);
    await editor.workbench.shot('keys');
    await press('Escape');
    await help.waitFor({ state: 'detached' });
  });

  const on = async (number: number): Promise<void> => {
    await editor.show(number);
    await editor.focusImage();
  };
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await editor.page.keyboard.press(key);
  };
  const draws = async (key: string): Promise<void> => {
    await press(key);
    await eventually(async () => {
      assert.equal(await editor.button('Draw box').getAttribute('aria-pressed'), 'true');
    });
  };
  const focused = (): Promise<string> =>
    editor.frame
      .locator(':focus')
      .evaluate((element) => element.getAttribute('aria-label') ?? element.tagName);
  const isFocused = (locator: Locator): Promise<void> =>
    eventually(async () => {
      assert.equal(await locator.evaluate((element) => element === document.activeElement), true);
    });
  const rects = (): Promise<Rect[]> =>
    editor.frame.getByRole('button', { name: /^Box \d+ of/ }).evaluateAll((all) =>
      all.map((each) => {
        const numbers = [
          ...(each.getAttribute('aria-label') ?? '').matchAll(/\b(?:x|y|width|height) (-?[\d.]+)/g),
        ];
        const [x = NaN, y = NaN, width = NaN, height = NaN] = numbers.map(([, number]) => Number(number));
        return [x, y, width, height] as const;
      }),
    );
  const hasBox = (number: number, expected: Rect, tolerance = 0): Promise<void> =>
    eventually(async () => {
      const found = (await rects())[number - 1];
      const off = Math.max(...expected.map((value, i) => Math.abs(value - (found?.[i] ?? NaN))));
      assert.ok(off <= tolerance, `Box ${number} is at ${String(found)}, not ${String(expected)}`);
    });
  const undone = async (expected: Rect): Promise<void> => {
    await press('ControlOrMeta+z');
    await hasBox(1, expected);
  };
  const selected = (): Promise<string[]> =>
    editor.frame
      .getByRole('button', { name: /^Box/, pressed: true })
      .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
  const zoom = async (): Promise<number> => parseFloat(await editor.frame.locator('.zoom').innerText());
});
