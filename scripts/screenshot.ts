/**
 * Takes the README's picture, `media/screenshot.png`, of a real VS Code on the sample dataset.
 *
 *   npm run screenshot
 */
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { openSample } from '../test/e2e/support/dataset.ts';
import { closeShared } from '../test/e2e/support/shared.ts';
import { closeWorkbenches } from '../test/e2e/support/workbench.ts';
import { inRoot } from './lib/paths.ts';

const editor = await openSample();
const { page } = editor.workbench;
await editor.workbench.setTheme('dark');
await page.keyboard.press('ControlOrMeta+b');
await editor.show(1);
await page.getByText(/^Sample 1 of /).waitFor();
await editor.frame.getByRole('option', { name: /^Rollout 2/ }).click();
await editor.box(1).click();
await editor.focusImage();
await editor.rewards.getByRole('row').first().waitFor();
// Fewer colours keep the file small; the eye does not miss them.
const picture = await sharp(await page.screenshot())
  .png({ palette: true, colours: 128 })
  .toBuffer();
await writeFile(inRoot('media/screenshot.png'), picture);
console.log(`media/screenshot.png: ${Math.round(picture.length / 1024)} kB`);
await closeWorkbenches();
await closeShared();
