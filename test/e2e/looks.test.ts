import assert from 'node:assert/strict';
import { openDataset, openSample } from './support/dataset.ts';
import { offCentre, overlaps, sticksOut } from './support/looks.ts';
import type { Theme } from './support/workbench.ts';

const THEMES: readonly Theme[] = ['light', 'dark', 'contrast', 'contrastLight'];
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 800, height: 800 };

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
      assert.deepEqual(await sticksOut(editor.frame), [], `${name}: something sticks out`);
      assert.deepEqual(await overlaps(editor.frame), [], `${name}: something overlaps`);
      assert.deepEqual(await offCentre(editor.frame), [], `${name}: an icon is off the middle of its button`);
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
