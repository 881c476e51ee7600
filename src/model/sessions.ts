/** Model files, loaded when first used and kept until the process ends. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { ModelError } from './errors.ts';

/** More threads gain little on models this small, and the machine belongs to the person in front of it. */
const MAX_THREADS = 4;

export class Sessions {
  private readonly sessions = new Map<string, Promise<ort.InferenceSession>>();

  constructor(
    private readonly directory: string,
    private readonly onLoad: (file: string) => void,
  ) {}

  /** @throws ModelError ModelFileMissing, naming the file */
  session(file: string): Promise<ort.InferenceSession> {
    let session = this.sessions.get(file);
    if (session === undefined) {
      this.onLoad(file);
      session = this.create(file);
      this.sessions.set(file, session);
      // A file that is missing now may be there the next time.
      session.catch(() => this.sessions.delete(file));
    }
    return session;
  }

  private async create(file: string): Promise<ort.InferenceSession> {
    const full = this.locate(file);
    try {
      return await ort.InferenceSession.create(full, {
        intraOpNumThreads: Math.min(MAX_THREADS, availableParallelism()),
        interOpNumThreads: 1,
        enableMemPattern: false,
        logSeverityLevel: 3,
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ModelError('ModelFileMissing', `The model file ${full} is damaged (${reason}). ${REMEDY}`);
    }
  }

  async text(file: string): Promise<string> {
    return readFile(this.locate(file), 'utf8');
  }

  private locate(file: string): string {
    const full = path.join(this.directory, file);
    if (!existsSync(full)) {
      throw new ModelError('ModelFileMissing', `The model file ${full} is missing. ${REMEDY}`);
    }
    return full;
  }
}

const REMEDY = 'Install the extension again, or run `npm run build` in a source checkout.';

/** Runs a model with one input and returns its first output. */
export async function run(session: ort.InferenceSession, input: ort.Tensor): Promise<ort.Tensor> {
  const [inputName] = session.inputNames;
  const [outputName] = session.outputNames;
  if (inputName === undefined || outputName === undefined) throw new Error('a model without input or output');
  const outputs = await session.run({ [inputName]: input });
  const output = outputs[outputName];
  if (output === undefined) throw new Error(`the model gave no ${outputName}`);
  return output;
}

/** The numbers of a float32 tensor. */
export function floats(tensor: ort.Tensor): Float32Array {
  if (!(tensor.data instanceof Float32Array))
    throw new Error(`a ${tensor.type} tensor where floats were due`);
  return tensor.data;
}
