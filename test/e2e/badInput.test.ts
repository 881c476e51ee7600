import assert from 'node:assert/strict';
import path from 'node:path';
import { DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

/** Files that something is wrong with, opened as a person would: each says so, and keeps every byte. */
describe('Bad input', function () {
  this.timeout(120_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench({ keep: true, copy: 'test/fixtures' });
    await workbench.extensionKnown();
  });

  after(() => workbench.close());

  it('is opened as a dataset from the text editor, by the button in its title', async () => {
    await workbench.quickOpen('malformed-lines.jsonl');
    await workbench.page.locator('.monaco-editor .view-line', { hasText: 'no JSON at all' }).waitFor();
    await workbench.page.getByRole('button', { name: 'Open as Dataset' }).click();
    const editor = new DatasetEditor(workbench, 'datasets/malformed-lines.jsonl');
    await editor.samples.waitFor();
    await workbench.setSettings({
      'workbench.editorAssociations': { '*.jsonl': 'vqaVerify.dataset', '*.json': 'vqaVerify.dataset' },
    });
  });

  it('shows malformed lines verbatim, each with what is wrong', async () => {
    const editor = new DatasetEditor(workbench, 'datasets/malformed-lines.jsonl');
    const lines = (await editor.bytes()).toString('utf8').split('\n');
    const messages: string[] = [];
    for (let number = 2; number <= 10; number++) {
      await editor.show(number);
      const text = editor.frame.getByLabel('Text of the row');
      await eventually(async () => {
        assert.equal((await text.innerText()).trim().replace(/⏎$/, ''), lines[number - 1]);
      });
      messages.push(await editor.frame.locator('.verbatim [role=alert]').innerText());
    }
    assert.ok(
      messages.every((message, index) => message.includes(`line ${index + 2}`)),
      messages.join('\n'),
    );
  });

  it('leaves malformed lines as they are when a row beside them is edited', async () => {
    const editor = new DatasetEditor(workbench, 'datasets/malformed-lines.jsonl');
    const before = (await editor.bytes()).toString('utf8');
    await editor.show(11);
    await moveBox(editor);
    await editor.workbench.save();
    const last = before.trimEnd().split('\n').at(-1) ?? '';
    assert.equal(
      (await editor.bytes()).toString('utf8'),
      before.replace(last, last.replace('[[38,14,62,51]]', '[[39,14,63,51]]')),
    );
  });

  for (const [name, from, to] of [
    ['bom.jsonl', '[[38,14,62,51]]', '[[39,14,63,51]]'],
    ['crlf.jsonl', '[[38,14,62,51]]', '[[39,14,63,51]]'],
    ['no-final-newline.jsonl', '[[38,14,62,51]]', '[[39,14,63,51]]'],
    ['duplicate-keys.jsonl', undefined, undefined],
    ['array-pretty.json', undefined, undefined],
  ] as const) {
    it(`keeps every other byte of ${name}`, async () => {
      const editor = await open(name);
      const before = (await editor.bytes()).toString('utf8');
      await moveBox(editor);
      await editor.workbench.save();
      const after = (await editor.bytes()).toString('utf8');
      if (from !== undefined) assert.equal(after, before.replace(from, to));
      // Whatever the numbers' spelling: two x coordinates are one more, and nothing else has changed.
      const different = before.split(/(\d+)/).filter((part, index) => part !== after.split(/(\d+)/)[index]);
      assert.equal(different.length, 2, different.join());
    });
  }

  it('says that an empty file holds no samples', async () => {
    await workbench.quickOpen('empty.jsonl');
    const editor = new DatasetEditor(workbench, 'datasets/empty.jsonl');
    await editor.frame.getByText('empty.jsonl holds no samples').waitFor();
    await workbench.shot('empty-file');
    assert.equal((await editor.bytes()).length, 0);
  });

  it('says what is wrong with an array that is cut off', async () => {
    await workbench.quickOpen('array-broken.json');
    const editor = new DatasetEditor(workbench, 'datasets/array-broken.json');
    await editor.sample(3).getByText('not readable').waitFor();
    await editor.show(3);
    await editor.frame.getByText('This row is not a sample').waitFor();
    await workbench.shot('array-broken');
  });

  it('shows each image, or why it cannot be shown', async () => {
    const editor = await open('bad-images.jsonl');
    const rows = (await editor.bytes()).toString('utf8').trimEnd().split('\n');
    const seen: Record<string, string> = {};
    await editor.show(1);
    await editor.focusImage();
    for (const row of rows) {
      const { id } = JSON.parse(row) as { id: string };
      await eventually(async () => {
        assert.ok((await editor.field('Question').inputValue()).includes(`(${id})`));
        seen[id] = await whatIsSeen(editor);
        assert.notEqual(seen[id], 'nothing');
      });
      await editor.page.keyboard.press('d');
    }
    for (const [id, message] of [
      ['corrupt.png', 'does not fit its checksum'],
      ['text.png', 'text.png is no image'],
      ['truncated.jpg', 'ends before its image does'],
      ['zero-bytes.png', 'zero-bytes.png is empty'],
    ] as const) {
      assert.ok(seen[id]?.includes(message), `${id}: ${seen[id]}`);
    }
    const whole = Object.values(seen).filter((what) => /^\d+×\d+$/.test(what));
    assert.equal(whole.length, rows.length - 4);
    // Turned upright by their EXIF orientation, all eight are as wide.
    for (let turn = 1; turn <= 8; turn++) assert.equal(seen[`exif-${turn}.jpg`], '96×64');
    for (const id of ['cmyk.jpg', 'good.tiff', 'good.bmp', 'sixteen-bit.png'])
      assert.equal(seen[id], '96×64', id);
    assert.match(seen['huge-30000x30000.png'] ?? '', /^\d+×\d+$/);
  });

  it('says why the model has nothing to say about an image that is broken or too large', async () => {
    const editor = new DatasetEditor(workbench, 'datasets/bad-images.jsonl');
    for (const [number, message] of [
      [4, /corrupt\.png cannot be read as an image/],
      [21, /900 million.*the limit is 100 million/],
      [26, /truncated\.jpg cannot be read as an image/],
    ] as const) {
      await editor.show(number);
      await editor.focusImage();
      await editor.page.keyboard.press('p');
      const failed = editor.frame.locator('.panel.failed');
      await failed.waitFor({ timeout: 60_000 });
      assert.match(await failed.innerText(), message);
      assert.ok(await editor.button('Retry').isEnabled());
      await workbench.shot(`propose-bad-image-${number}`);
    }
  });

  const open = async (name: string): Promise<DatasetEditor> => {
    await workbench.quickOpen(name);
    await workbench.page.locator('.tab.active', { hasText: name.replace(/\.\w+$/, '') }).waitFor();
    const editor = new DatasetEditor(workbench, path.join('datasets', name));
    await editor.samples.waitFor();
    await editor.box(1).waitFor();
    return editor;
  };
  const moveBox = async (editor: DatasetEditor): Promise<void> => {
    await editor.focusImage();
    await editor.page.keyboard.press('Tab');
    await editor.page.keyboard.press('ArrowRight');
    await workbench.waitForDirty();
  };
  const whatIsSeen = async (editor: DatasetEditor): Promise<string> => {
    const note = editor.frame.getByRole('note', { name: 'About the image' });
    if ((await note.count()) > 0) return note.innerText();
    const { complete, naturalWidth, naturalHeight } = await editor.image.locator('img').evaluate((image) => {
      const { complete, naturalWidth, naturalHeight } = image as HTMLImageElement;
      return { complete, naturalWidth, naturalHeight };
    });
    return complete && naturalWidth > 0 ? `${naturalWidth}×${naturalHeight}` : 'nothing';
  };
});
