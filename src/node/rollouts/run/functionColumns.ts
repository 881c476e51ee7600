import { FunctionColumn, type OutcomeError } from '../../../core/rollouts/functionColumn.ts';
import { ABSENT } from '../../../core/rollouts/table.ts';
import { FailedBatches } from '../../runner/failedBatches.ts';
import type { ScoredFunction, ScoreRequest } from '../../../protocol/rollouts/functions.ts';

/** Numbers of a rollout that filters know by name besides rewards. */
const RESERVED = ['step', 'length', 'advantage', 'line', 'total', 'mean', 'spread', 'density'];
const FAILED = '.failed';
const MILLISECONDS = '.ms';

/** A function that is being, or was, called with the rollouts. */
export interface FunctionEntry {
  readonly name: string;
  readonly request: ScoreRequest;
  readonly column: FunctionColumn;
  readonly notes: Set<string>;
  readonly batches: FailedBatches;
  givenUp: string | undefined;
  running: boolean;
}

/** By the names of functions; null where one gave no reward. */
export interface CalledValues {
  readonly values: Readonly<Record<string, number | null>>;
  readonly errors: Readonly<Record<string, OutcomeError>>;
}

/** The reward functions of the user's that were called with the rollouts of a run, by name. */
export class FunctionColumns {
  private readonly entries = new Map<string, FunctionEntry>();

  /** Makes room for what a function will say; what the same one said before is let go. */
  begin(request: ScoreRequest, count: number, taken: Iterable<string>): FunctionEntry {
    const known = [...this.entries.values()].find((entry) => keyOf(entry.request) === keyOf(request));
    const name = known?.name ?? this.free(request.name, new Set([...taken, ...RESERVED]));
    const column = new FunctionColumn();
    column.grow(count);
    const batches = new FailedBatches();
    const entry = {
      name,
      request,
      column,
      notes: new Set<string>(),
      batches,
      givenUp: undefined,
      running: true,
    };
    this.entries.set(name, entry);
    return entry;
  }

  get(name: string): FunctionEntry | undefined {
    return this.entries.get(name);
  }

  get names(): readonly string[] {
    return [...this.entries.keys()];
  }

  all(): readonly FunctionEntry[] {
    return [...this.entries.values()];
  }

  /** A reward, or the milliseconds of `name.ms`; NaN where there is none, undefined for names that are no function's. */
  number(name: string, rollout: number): number | undefined {
    const value = this.entries.get(name)?.column.at(rollout);
    if (value !== undefined) return value === ABSENT ? NaN : value;
    if (!name.endsWith(MILLISECONDS)) return undefined;
    return this.entries.get(name.slice(0, -MILLISECONDS.length))?.column.milliseconds(rollout);
  }

  /** Whether the function of `name.failed` failed. */
  is(name: string, rollout: number): boolean {
    if (!name.endsWith(FAILED)) return false;
    return this.errorOf(name.slice(0, -FAILED.length), rollout) !== undefined;
  }

  errorOf(name: string, rollout: number): OutcomeError | undefined {
    return this.entries.get(name)?.column.errorOf(rollout);
  }

  /** What those functions that were called with a rollout said of it. */
  of(rollout: number): CalledValues {
    const called = this.all().filter(({ column }) => column.at(rollout) !== ABSENT);
    const errors = called.flatMap(({ name, column }) => {
      const error = column.errorOf(rollout);
      return error === undefined ? [] : [[name, error] as const];
    });
    const values = called.map(({ name, column }) => {
      const value = column.at(rollout);
      return [name, Number.isNaN(value) ? null : value] as const;
    });
    return { values: Object.fromEntries(values), errors: Object.fromEntries(errors) };
  }

  private free(wanted: string, taken: ReadonlySet<string>): string {
    // A filter ends a name at these.
    const plain = wanted.replace(/[\s<>=!"]/g, '_');
    let name = plain;
    for (let i = 2; taken.has(name) || this.entries.has(name); i++) name = `${plain}${i}`;
    return name;
  }
}

export function stateOf({
  name,
  request,
  column,
  running,
  notes,
  batches,
  givenUp,
}: FunctionEntry): ScoredFunction {
  const { target, copy } = request;
  const { done, failed } = column;
  return {
    name,
    target,
    done,
    failed,
    running,
    notes: [...notes],
    ...(batches.told !== undefined && { failedBatches: batches.told }),
    ...(givenUp !== undefined && { givenUp }),
    ...(copy !== undefined && { commit: copy.commit }),
  };
}

const keyOf = ({ target, copy }: ScoreRequest): string =>
  `${target.file}:${target.symbol ?? ''}@${copy === undefined ? '' : 'HEAD'}`;
