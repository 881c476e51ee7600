/**
 * Why a reward has no value for a row: shown as an error, never as a zero. `type` is a short name of the kind of
 * failure, `message` says what in the data caused it.
 */
export class ScoringError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.name = 'ScoringError';
    this.type = type;
  }
}

/** What is told of an exception that nobody foresaw; a defect of the reward, not of the data. */
export function internalError(error: unknown): { readonly type: 'InternalError'; readonly message: string } {
  return { type: 'InternalError', message: error instanceof Error ? error.message : String(error) };
}
