/**
 * Takes the README's picture, `media/screenshot.png`, of a real VS Code on the sample dataset.
 *
 *   npm run screenshot
 */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { openSample } from '../test/e2e/support/dataset.ts';
import { closeShared } from '../test/e2e/support/shared.ts';
import { closeWorkbenches } from '../test/e2e/support/workbench.ts';
import { startServer } from './lib/codeServer/server.ts';
import { inRoot, root, scratch } from './lib/paths.ts';

/** Its three boxes are large enough to be seen in a small picture, and rollout 2 misses each by a bit. */
const SAMPLE = 11;

// Installed rather than under development, which VS Code would say in the title bar.
const profile = await mkdtemp(scratch('profiles', 'screenshot-'));
await mkdir(path.join(profile, 'extensions'));
await symlink(root, path.join(profile, 'extensions', 'vqa-verify.vqa-verify-0.1.0'));
const server = await startServer({ profile });
try {
  const editor = await openSample({ server, settings: { 'window.title': '${activeEditorShort}' } });
  const { page } = editor.workbench;
  await editor.workbench.setTheme('dark');
  await page.keyboard.press('ControlOrMeta+b');
  await editor.show(SAMPLE);
  await editor.frame.getByRole('option', { name: /^Rollout 2/ }).click();
  await editor.rewards.getByRole('row', { name: /^bbox / }).click();
  await editor.focusImage();
  await page.mouse.move(0, 0);
  // Fewer colours keep the file small; the eye does not miss them.
  const picture = await sharp(await page.screenshot())
    .png({ palette: true, colours: 128 })
    .toBuffer();
  await writeFile(inRoot('media/screenshot.png'), picture);
  console.log(`media/screenshot.png: ${Math.round(picture.length / 1024)} kB`);
} finally {
  await closeWorkbenches();
  await closeShared();
  await server.stop();
  await rm(profile, { recursive: true, force: true, maxRetries: 3 });
}
