import assert from 'node:assert/strict';
import path from 'node:path';
import sharp from 'sharp';
import * as vscode from 'vscode';
import { CALL, openDataset, testApi, type Driver } from './openDataset.ts';
import { waitFor } from './support/waitFor.ts';
import { TestFiles } from './support/workspace.ts';

describe('The model beside a dataset', () => {
  let files: TestFiles;

  beforeEach(async () => {
    files = await TestFiles.create();
  });
  afterEach(() => files.dispose());

  const open = async (image: string): Promise<Driver> => {
    const row = { id: 'a', question: 'What is it?', images: [image], bboxs: [], possible_answers: ['x'] };
    return openDataset(await files.write('some.vqa.jsonl', `${JSON.stringify(row)}\n`));
  };

  it('proposes boxes and a caption for a sample, and tells how far it is', async () => {
    const sample = await vscode.commands.executeCommand<vscode.Uri>('vqaVerify.openSampleDataset');
    const { provider } = await testApi();
    const driver = await waitFor('the sample dataset', () => {
      const found = provider.at(sample);
      const [panel] = found?.panels ?? [];
      return panel;
    });
    const stages: unknown[] = [];
    const proposal = await driver.methods.propose(
      { row: 0 },
      { ...CALL, progress: (progress) => stages.push(progress) },
    );
    assert.ok(proposal.boxes.length > 0);
    assert.notEqual(proposal.caption, '');
    assert.ok(stages.length > 0);
    assert.equal(
      proposal.image,
      path.join(path.dirname(sample.fsPath), 'images', path.basename(proposal.image)),
    );
  });

  it('says plainly that an image is missing or broken', async () => {
    const missing = await open('missing.png');
    await assert.rejects(async () => missing.methods.propose({ row: 0 }, CALL), {
      name: 'ImageMissing',
      message: /missing\.png/,
    });
    await files.write('broken.png', 'no image');
    await missing.set(0, ['images', 0], 'broken.png');
    await assert.rejects(async () => missing.methods.propose({ row: 0 }, CALL), { name: 'ImageUnreadable' });
  });

  it('shows a TIFF, which a webview cannot, by a rendering of it', async () => {
    const tiff = sharp({ create: { width: 300, height: 200, channels: 3, background: 'red' } }).tiff();
    await files.write('scan.tiff', await tiff.toBuffer());
    const driver = await open('scan.tiff');
    const { image } = await driver.methods.row({ id: 0 }, CALL);
    assert.ok(image.kind === 'image' && image.preview, JSON.stringify(image));
    assert.deepEqual([image.width, image.height], [300, 200]);
  });

  it('shows an image of too many pixels by a smaller rendering', async () => {
    const wide = sharp({ create: { width: 30_000, height: 2000, channels: 3, background: 'red' } });
    await files.write('wide.png', await wide.png({ compressionLevel: 1 }).toBuffer());
    const driver = await open('wide.png');
    const { image } = await driver.methods.row({ id: 0 }, CALL);
    assert.ok(image.kind === 'image' && image.preview, JSON.stringify(image));
    assert.deepEqual([image.width, image.height], [30_000, 2000]);
  });
});
