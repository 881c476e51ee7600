import type { RowId } from '../../core/sample.ts';
import type { ModelClient } from '../../node/modelProcess.ts';
import type { Proposal } from '../../protocol/model.ts';
import { CallError, type CallContext } from '../../protocol/rpc.ts';
import { sampleOf } from './details.ts';
import type { OpenDataset } from './openDataset.ts';

/** Asks the model for boxes and a caption of a sample. @throws CallError that says what to do. */
export async function propose(
  open: OpenDataset,
  id: RowId,
  model: ModelClient,
  call: CallContext,
): Promise<Proposal> {
  const row = await open.document.dataset.row(id);
  const sample = sampleOf(open, row);
  if (sample === undefined) {
    throw new CallError(
      'UnreadableRow',
      `This sample cannot be read: ${row.message ?? 'its row is malformed'}.`,
    );
  }
  const found = await open.images.find(sample.image.value);
  if (found.kind === 'problem') throw new CallError('ImageMissing', found.message);
  return model.propose(
    { image: found.file, question: sample.question.value, answers: sample.answers.value },
    {
      signal: call.signal,
      onProgress: (progress) => {
        call.progress(progress);
      },
    },
  );
}
