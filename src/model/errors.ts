import type { ModelErrorName } from '../protocol/model.ts';

/** A failure that a person can act on: `message` says what happened, where, and what to do. */
export class ModelError extends Error {
  constructor(
    override readonly name: ModelErrorName,
    message: string,
  ) {
    super(message);
  }
}
