import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { inRoot } from '../../scripts/lib/paths.ts';
import { openSample, type DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';

const run = promisify(execFile);

/** The main job from beginning to end in one window, by mouse and keyboard; each step goes on from the last. */
describe('The main job', function () {
  this.timeout(120_000);
  this.bail(true);
  let editor: DatasetEditor;
  let original: Buffer;
  /** Labels of the boxes that were accepted, and the caption, both of sample 24. */
  let accepted: (string | null)[] = [];
  let proposed = '';

  before(async () => {
    editor = await openSample({ keep: true });
    original = await editor.bytes();
    const git = (...args: string[]) => run('git', args, { cwd: editor.workbench.folder });
    await git('init', '--quiet');
    await git('add', '--all');
    const author = ['-c', 'user.name=Tester', '-c', 'user.email=tester@localhost'];
    await git(...author, 'commit', '--quiet', '-m', 'Before');
  });

  after(() => editor.workbench.close());

  it('shows a sample that is clicked: image, boxes, question, answers, caption', async () => {
    await editor.show(11);
    await eventually(async () => {
      const image = editor.image.locator('img');
      assert.equal(await image.evaluate((each) => (each as HTMLImageElement).naturalWidth), 1200);
    });
    assert.deepEqual(await boxLabels(), [
      'Box 1 of 3: x 94, y 624, width 172, height 172',
      'Box 2 of 3: x 338, y 344, width 172, height 126',
      'Box 3 of 3: x 514, y 300, width 192, height 170',
    ]);
    assert.equal(await editor.field('Question').inputValue(), 'How many oranges are there?');
    assert.equal((await editor.field('Answers').inputValue()).split('\n')[0], '3');
    assert.match(await editor.field('Caption').inputValue(), /bowl/);
  });

  it('keeps the proportions of the image, and puts the boxes where they belong on it', async () => {
    const place = await editor.image.locator('img').boundingBox();
    assert(place !== null);
    assert.ok(Math.abs(place.width / place.height - 1200 / 900) < 0.01, `${place.width} × ${place.height}`);
    // With its line, which is as wide on every side.
    const box = await editor.box(1).boundingBox();
    const middle = await editor.at(180, 710);
    assert(box !== null);
    assert.ok(
      Math.abs(box.x + box.width / 2 - middle.x) < 1 && Math.abs(box.y + box.height / 2 - middle.y) < 1,
    );
  });

  it('hides predictions and rewards in Annotate mode; M toggles', async () => {
    const { keyboard } = editor.page;
    await editor.rewards.waitFor();
    await keyboard.press('m');
    await editor.rewards.waitFor({ state: 'detached' });
    assert.equal(await editor.predicted(1).count(), 0);
    assert.equal(await editor.field('Completion').count(), 0);
    await keyboard.press('m');
    await editor.rewards.waitFor();
    await editor.predicted(1).waitFor();
  });

  it('moves the bbox reward while a corner of a true box is dragged', async () => {
    const start = await value('bbox');
    await editor.click(180, 710);
    await editor.press([266, 796], [290, 830]);
    const half = await value('bbox');
    const end = await editor.at(330, 870);
    await editor.page.mouse.move(end.x, end.y, { steps: 4 });
    const held = await value('bbox');
    assert.ok(start > half && half > held, `${start} ${half} ${held}`);
    assert.equal(await editor.workbench.isDirty(), false, 'nothing is changed before the mouse is let go');
    await editor.page.mouse.up();
    await editor.workbench.waitForDirty();
    await eventually(async () => {
      assert.equal(await editor.reward('bbox'), `bbox ${held.toFixed(4)}, was ${start.toFixed(4)}`);
    });
    assert.equal(await label(1), 'Box 1 of 3: x 94, y 624, width 236, height 246');
  });

  it('moves the bbox reward while a predicted box is dragged, in a scratch copy', async () => {
    await editor.page.keyboard.press('g');
    const name = await editor.predicted(2).getAttribute('aria-label');
    const start = await editor.reward('bbox');
    await editor.click(424, 400);
    await editor.press([510, 470], [470, 440]);
    const held = await value('bbox');
    assert.notEqual(held, Number(/[\d.]+/.exec(start)?.[0]));
    await editor.page.mouse.up();
    await eventually(async () => {
      assert.match(await editor.reward('bbox'), new RegExp(`^bbox ${held.toFixed(4)}, was `));
    });
    assert.notEqual(await editor.predicted(2).getAttribute('aria-label'), name);
    await editor.frame.getByRole('option', { name: /^Scratch, total/, selected: true }).waitFor();
    assert.deepEqual(
      await editor.workbench.bytes('sample.rollouts.jsonl'),
      await run('git', ['show', 'HEAD:sample.rollouts.jsonl'], {
        cwd: editor.workbench.folder,
        encoding: 'buffer',
        maxBuffer: 1 << 26,
      }).then(({ stdout }) => stdout),
    );
    await editor.page.keyboard.press('g');
  });

  it('changes the caption reward as one types; letters are text there, and Escape leaves the field', async () => {
    const { keyboard } = editor.page;
    const caption = editor.field('Caption');
    const text = await caption.inputValue();
    await caption.click();
    await keyboard.press('ControlOrMeta+End');
    const seen = [await editor.reward('caption')];
    for (const typed of [' A', ' ramp', ' drags', ' pogs']) {
      await keyboard.type(typed);
      await eventually(async () => {
        const now = await editor.reward('caption');
        assert.ok(!seen.includes(now), seen.join(' | '));
        seen.push(now);
      });
    }
    assert.equal(await caption.inputValue(), `${text}${TYPED}`);
    await editor.shows(11);
    assert.equal(await editor.button('Select').getAttribute('aria-pressed'), 'true');
    assert.equal(await editor.proposed(1).count(), 0);
    await keyboard.press('Escape');
    await editor.keysWork();
    await keyboard.press('m');
    await editor.rewards.waitFor({ state: 'detached' });
    assert.equal(await caption.inputValue(), `${text}${TYPED}`);
    await keyboard.press('m');
    await editor.rewards.waitFor();
  });

  it('proposes dashed boxes and a caption after P; Enter takes those preselected, Backspace rejects another', async () => {
    const { keyboard } = editor.page;
    await editor.show(24);
    await editor.focusImage();
    await keyboard.press('ControlOrMeta+a');
    await keyboard.press('Delete');
    await editor.box(1).waitFor({ state: 'detached' });
    await keyboard.press('p');
    await editor.proposed(1).waitFor({ timeout: 60_000 });
    await editor.frame.getByRole('group', { name: 'Proposal for this text' }).waitFor();
    const dashes = await editor
      .proposed(1)
      .locator('.edge')
      .evaluate((edge) => getComputedStyle(edge).strokeDasharray);
    assert.notEqual(dashes, 'none');
    const names = await proposals();
    const preselected = names.filter((name) => name.includes('kite')).length;
    assert.ok(preselected >= 3 && preselected < names.length, names.join());
    await editor.workbench.shot('story-proposals');

    await keyboard.press('Enter');
    await editor.box(preselected).waitFor();
    assert.equal(await editor.box(preselected + 1).count(), 0);
    const left = await proposals();
    assert.equal(left.length, names.length - preselected);

    await clickBox(editor.proposed(2));
    await keyboard.press('Backspace');
    await eventually(async () => {
      assert.equal((await proposals()).length, left.length - 1);
    });
    assert.equal(await editor.box(preselected + 1).count(), 0);
    accepted = await boxLabels();
    assert.equal(accepted.length, preselected);
  });

  it('takes the proposed caption whole', async () => {
    const caption = editor.field('Caption');
    const before = await caption.inputValue();
    await editor.button('Accept text').click();
    await eventually(async () => {
      assert.notEqual(await caption.inputValue(), before);
    });
    proposed = await caption.inputValue();
    assert.match(proposed, /kites/);
  });

  it('undoes each step with Ctrl+Z and does it again with Ctrl+Shift+Z', async () => {
    const { keyboard } = editor.page;
    const firstBox = async (): Promise<unknown> => (await boxLabels())[0];
    const allBoxes = async (): Promise<unknown> => boxLabels();
    const caption = (): Promise<string> => editor.field('Caption').inputValue();
    await editor.show(11);
    const typed = await caption();
    // From the last to the first: where it shows, how to see it, before it and after it.
    const steps: [number, () => Promise<unknown>, unknown, unknown][] = [
      [24, caption, captionOf(original, 24), proposed],
      [24, allBoxes, [], accepted],
      [24, allBoxes, BOXES_24, []],
      [11, caption, typed.replace(TYPED, ''), typed],
      [11, firstBox, `${CORNER}, width 172, height 172`, `${CORNER}, width 236, height 246`],
    ];
    // VS Code refuses to undo while it still undoes: each step is waited for, as by a person who looks.
    const press = async (
      key: string,
      number: number,
      see: () => Promise<unknown>,
      expected: unknown,
    ): Promise<void> => {
      await editor.show(number);
      await editor.focusImage();
      await keyboard.press(key);
      await eventually(async () => {
        assert.deepEqual(await see(), expected);
      });
    };
    for (const [number, see, before] of steps) await press('ControlOrMeta+z', number, see, before);
    await editor.workbench.waitForSaved();
    for (const [number, see, , after] of steps.reverse()) {
      await press('ControlOrMeta+Shift+z', number, see, after);
    }
    assert.equal(await editor.workbench.isDirty(), true);
  });

  it('saves with Ctrl+S; git shows exactly the values that were touched', async () => {
    await editor.workbench.save();
    const expected = lines(original);
    const boxes = accepted.map((name) => {
      const [x = 0, y = 0, width = 0, height = 0] = [
        ...(name ?? '').matchAll(/\b(?:x|y|width|height) (-?[\d.]+)/g),
      ].map(([, number]) => Number(number));
      return [x, y, x + width, y + height];
    });
    expected[10] = replaced(expected[10], '[94,624,266,796]', '[94,624,330,870]');
    expected[10] = replaced(expected[10], '","bboxs"', `${TYPED}","bboxs"`);
    expected[23] = replaced(expected[23], /(?<="bboxs":)\[\[.*?\]\]/, JSON.stringify(boxes));
    expected[23] = replaced(expected[23], /(?<="image_caption":)".*?"(?=,")/, JSON.stringify(proposed));
    assert.deepEqual(lines(await editor.bytes()), expected);
    const { stdout } = await run('git', ['diff', '--numstat'], { cwd: editor.workbench.folder });
    assert.equal(stdout, '2\t2\tsample.vqa.jsonl\n');
  });

  it('shows the rewards that the command line computes from the saved file', async () => {
    await editor.show(11);
    const completion = await editor.field('Completion').inputValue();
    const row = JSON.parse(lines(await editor.bytes())[10] ?? '') as object;
    const score = run(process.execPath, [inRoot('dist/cli.js'), 'score', '-']);
    score.child.stdin?.end(JSON.stringify({ ...row, completion }));
    const { rewards } = JSON.parse((await score).stdout) as { rewards: Record<string, number> };
    for (const [name, reward] of Object.entries(rewards)) {
      assert.equal(await value(name), Number(reward.toFixed(4)), name);
    }
  });

  const label = (number: number): Promise<string | null> => editor.box(number).getAttribute('aria-label');
  const boxLabels = (): Promise<(string | null)[]> =>
    editor.frame
      .getByRole('button', { name: /^Box \d+ of/ })
      .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
  const value = async (name: string): Promise<number> => {
    const text = await editor.reward(name);
    const found = new RegExp(`^${name} (\\d\\.\\d{4})`).exec(text)?.[1];
    assert(found !== undefined, text);
    return Number(found);
  };
  const proposals = (): Promise<string[]> =>
    editor.frame
      .getByRole('button', { name: /^Proposed box/ })
      .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
  const clickBox = async (box: Locator): Promise<void> => {
    const place = await box.boundingBox();
    assert(place !== null);
    await editor.page.mouse.click(place.x + place.width / 2, place.y + place.height / 2);
  };
});

const TYPED = ' A ramp drags pogs';

const CORNER = 'Box 1 of 3: x 94, y 624';

const BOXES_24 = [
  'Box 1 of 3: x 229, y 157, width 142, height 192',
  'Box 2 of 3: x 556, y 90, width 168, height 230',
  'Box 3 of 3: x 865, y 203, width 130, height 177',
];

const lines = (bytes: Buffer): string[] => bytes.toString('utf8').split('\n');

const captionOf = (bytes: Buffer, number: number): unknown =>
  (JSON.parse(lines(bytes)[number - 1] ?? '') as { image_caption?: unknown }).image_caption;

/** The text with one part replaced, which must be in it. */
function replaced(text: string | undefined, part: string | RegExp, by: string): string {
  assert(text !== undefined);
  const after = text.replace(part, () => by);
  assert.notEqual(after, text);
  return after;
}
