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
