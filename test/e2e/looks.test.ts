import assert from 'node:assert/strict';
import { openDataset, openSample, type DatasetEditor } from './support/dataset.ts';
import type { Theme } from './support/workbench.ts';

const THEMES: readonly Theme[] = ['light', 'dark', 'contrast', 'contrastLight'];
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 800, height: 800 };

/** What is wider than the place it has: text that was cut off without an ellipsis, or a pane that scrolls sideways. */
function sticksOut(editor: DatasetEditor): Promise<string[]> {
  return editor.frame.locator('body').evaluate((body) => {
    const wide = [...body.querySelectorAll('#app, #app *')].filter((element) => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      const clips = overflowX !== 'visible' && textOverflow !== 'ellipsis' && element.clientWidth > 8;
      return element.className !== 'sr-only' && clips && element.scrollWidth > element.clientWidth + 1;
    });
    const outside = [...body.querySelectorAll('button, textarea, input, [role=row]')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (left < -1 || right > window.innerWidth + 1);
    });
    return [...new Set([...wide, ...outside].map((each) => each.outerHTML.slice(0, 200)))];
  });
}

/** The toolbar's controls stand beside each other, not on top of each other. */
function overlaps(editor: DatasetEditor): Promise<string[]> {
  return editor.frame.locator('body').evaluate((body) => {
    const controls = [...body.querySelectorAll('button, vscode-button, textarea, input')].filter(
      (element) => !element.matches('.stage *') && element.checkVisibility(),
    );
    const boxes = controls.map((element) => ({ element, box: element.getBoundingClientRect() }));
    return boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter(
          (b) =>
            !a.element.contains(b.element) &&
            !b.element.contains(a.element) &&
            Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1 &&
            Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 1 &&
            a.element.closest('.inspector') === b.element.closest('.inspector'),
        )
        .map((b) =>
          [a, b]
            .map(({ element }) => element.getAttribute('aria-label') ?? element.textContent.trim())
            .join(' and '),
        ),
    );
  });
}

/** Buttons that show nothing but an icon have it in their middle. */
async function offCentre(editor: DatasetEditor): Promise<string[]> {
  const buttons = await editor.frame.locator('vscode-button').evaluateAll((all) =>
    all.map((button) => ({
      name: button.getAttribute('aria-label') ?? '',
      button: button.getBoundingClientRect().toJSON() as DOMRect,
      icon: button.querySelector('.codicon')?.getBoundingClientRect().toJSON() as DOMRect | undefined,
      label: button.querySelector('.button-label')?.getBoundingClientRect().width ?? 0,
    })),
  );
  return buttons
    .filter(({ button, icon, label }) => {
      if (icon === undefined || label > 0) return false;
      const [dx, dy] = [
        icon.left + icon.right - button.left - button.right,
        icon.top + icon.bottom - button.top - button.bottom,
      ];
      return Math.max(Math.abs(dx), Math.abs(dy)) > 2;
    })
    .map(({ name }) => name);
}

describe('The look of the editor', () => {
  it('fits wide and narrow windows in every theme, and breaks no policy', async () => {
    const editor = await openSample();
    const { workbench } = editor;
    await workbench.page.keyboard.press('ControlOrMeta+b');
    await editor.show(11);
    await editor.box(1).click();
    await editor.rewards.getByRole('row').first().waitFor();
    for (const [name, { width, height }] of Object.entries({ wide: WIDE, narrow: NARROW })) {
      await workbench.setViewport(width, height);
      await editor.box(1).waitFor();
      await workbench.shots(`look-${name}`, THEMES);
      assert.deepEqual(await sticksOut(editor), [], `${name}: something sticks out`);
      assert.deepEqual(await overlaps(editor), [], `${name}: something overlaps`);
      assert.deepEqual(await offCentre(editor), [], `${name}: an icon is off the middle of its button`);
    }
    await workbench.setViewport(WIDE.width, WIDE.height);
    await editor.focusImage();
    await workbench.page.keyboard.press('m');
    await editor.rewards.waitFor({ state: 'detached' });
    await workbench.shot('look-annotate');
    const policy = workbench.errors.filter((text) => /Content.Security.Policy|Refused to/i.test(text));
    assert.deepEqual(policy, []);
  });

  it('shows a malformed line as it stands, and says what is wrong with it', async () => {
    const editor = await openDataset('bad.vqa.jsonl', {
      files: {
        'bad.vqa.jsonl':
          '{"question":"Is this well?","image_caption":"","bboxs":"none","possible_answers":7}\n{"question": "cut o\n',
      },
    });
    await editor.sample(1).click();
    await editor.frame.getByText(/image/i).first().waitFor();
    await editor.workbench.shot('look-wrong-types');
    await editor.sample(2).click();
    await editor.frame.getByText('{"question": "cut o').first().waitFor();
    await editor.workbench.shots('look-malformed');
  });
});
