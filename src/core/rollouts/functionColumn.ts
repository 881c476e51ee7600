/** What a reward function of the user's said about the rollouts of a dump: numbers, so that a million fit into memory. */
import type { ScoredSide } from './compare/comparison.ts';
import { bytes, doubles, integers } from './growing.ts';
import { ABSENT } from './table.ts';

/** What a function said about one rollout; a failed reward, none and a zero are different things. */
export interface FunctionOutcome {
  /** Null where the function gave none, or failed. */
  readonly reward: number | null;
  readonly error?: OutcomeError;
  /** Of the call, divided by its rows. */
  readonly milliseconds: number;
}

export interface OutcomeError {
  readonly type: string;
  readonly message: string;
}

/** Different errors that are kept in full; further ones keep their type alone. */
const MOST_ERRORS = 1000;
/** Longest message that is kept, in characters. */
const LONGEST = 500;
const NO_ERROR = -1;

export class FunctionColumn {
  /** NaN where there is no reward, ABSENT where the function was not called yet. */
  private readonly rewards = doubles();
  private readonly times = doubles();
  /** Number of its error. */
  private readonly failures = integers();
  /** 1 where the sample says something else than when the function was called. */
  private readonly stale = bytes();
  private readonly errors: OutcomeError[] = [];
  private readonly known = new Map<string, number>();
  /** Rollouts that were scored, and those of them whose call failed. */
  done = 0;
  failed = 0;
  /** Those of them whose sample says something else now. */
  outdated = 0;

  get length(): number {
    return this.rewards.length;
  }

  /** Makes room for rollouts that have come. */
  grow(count: number): void {
    while (this.rewards.length < count) {
      this.rewards.push(ABSENT);
      this.times.push(NaN);
      this.failures.push(NO_ERROR);
      this.stale.push(0);
    }
  }

  /** Each rollout is told once. */
  set(rollout: number, { reward, error, milliseconds }: FunctionOutcome): void {
    this.done++;
    if (error !== undefined) this.failed++;
    this.rewards.set(rollout, error === undefined ? (reward ?? NaN) : NaN);
    this.times.set(rollout, milliseconds);
    this.failures.set(rollout, error === undefined ? NO_ERROR : this.numberOf(error));
  }

  /** What was said of a rollout, if anything was, holds no longer. */
  outdate(rollout: number): void {
    if (this.at(rollout) === ABSENT || this.isOutdated(rollout)) return;
    this.stale.set(rollout, 1);
    this.outdated++;
  }

  isOutdated(rollout: number): boolean {
    return this.stale.at(rollout) === 1;
  }

  /** NaN where there is no reward, ABSENT where there is none yet. */
  at(rollout: number): number {
    return rollout < this.rewards.length ? this.rewards.at(rollout) : ABSENT;
  }

  errorOf(rollout: number): OutcomeError | undefined {
    return this.errors[this.failures.at(rollout)];
  }

  /** NaN where the function was not called. */
  milliseconds(rollout: number): number {
    return this.times.at(rollout);
  }

  /** The first `count` rollouts, to be compared. */
  side(count: number): ScoredSide {
    return {
      values: Float64Array.from({ length: count }, (_, rollout) => this.at(rollout)),
      failed: (rollout) => this.errorOf(rollout) !== undefined,
    };
  }

  private numberOf({ type, message }: OutcomeError): number {
    const short = message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message;
    const error = this.errors.length < MOST_ERRORS ? { type, message: short } : { type, message: '' };
    const key = `${error.type}\n${error.message}`;
    const number = this.known.get(key) ?? this.errors.length;
    if (number === this.errors.length) {
      this.errors.push(error);
      this.known.set(key, number);
    }
    return number;
  }
}
