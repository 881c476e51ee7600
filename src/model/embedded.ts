/** The model that ships with the extension: text, objects, and a caption composed of both. */
import type { ModelProgress, Proposal, ProposeParams } from '../protocol/model.ts';
import { readPicture } from './image.ts';
import { ObjectFinder } from './objects/detectObjects.ts';
import { TextReader } from './ocr/readText.ts';
import { inkBox } from './ocr/inkBox.ts';
import { makeProposal } from './proposal.ts';
import { Sessions } from './sessions.ts';

export class EmbeddedModel {
  private readonly text: TextReader;
  private readonly objects: ObjectFinder;
  private report: (progress: ModelProgress) => void = () => undefined;

  constructor(modelsDir: string) {
    const sessions = new Sessions(modelsDir, (file) => {
      this.report({ stage: 'loading', message: `Loading ${file}` });
    });
    this.text = new TextReader(sessions);
    this.objects = new ObjectFinder(sessions);
  }

  /** @throws ModelError */
  async propose(params: ProposeParams, progress: (progress: ModelProgress) => void): Promise<Proposal> {
    const started = performance.now();
    this.report = progress;
    progress({ stage: 'reading', message: 'Reading the image' });
    const picture = await readPicture(params.image);
    const texts = await this.text.read(picture, progress);
    progress({ stage: 'objects', message: 'Looking for objects' });
    const objects = await this.objects.find(picture);
    const { width, height } = picture;
    const proposal = makeProposal(params, { width, height }, texts, objects, (region) =>
      inkBox(picture, region),
    );
    return { ...proposal, milliseconds: Math.round(performance.now() - started) };
  }
}
