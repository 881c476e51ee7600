import { counted } from '../../core/rewards/explain/written.ts';
import type { RunnerError } from '../../protocol/runner.ts';
import type { RowOutcome } from './rowOutcomes.ts';

/** The batches that fail as a trainer calls them, whatever their rows give one by one. */
export class FailedBatches {
  count = 0;
  private first: RunnerError | undefined;

  /** Takes in the outcomes of whole batches: none is told in two parts. */
  add(outcomes: Iterable<RowOutcome>): void {
    const errors = new Set<RunnerError>();
    for (const { batchError } of outcomes) if (batchError !== undefined) errors.add(batchError);
    this.count += errors.size;
    for (const error of errors) this.first ??= error;
  }

  /** "2 batches fail as a trainer calls them, TypeError: …; …"; undefined where none does. */
  get told(): string | undefined {
    const { count, first } = this;
    if (first === undefined) return undefined;
    const fail = count === 1 ? 'fails' : 'fail';
    return `${counted(count, 'batch', 'batches')} ${fail} as a trainer calls ${count === 1 ? 'it' : 'them'}, ${first.type}: ${first.message}; the rows were then called one by one`;
  }
}
