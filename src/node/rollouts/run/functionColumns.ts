import { FunctionColumn, type OutcomeError } from '../../../core/rollouts/functionColumn.ts';
import { ABSENT } from '../../../core/rollouts/table.ts';
import { fileStamp } from '../../fileStamp.ts';
import { FailedBatches } from '../../runner/failedBatches.ts';
import type { ScoredFunction, ScoreRequest } from '../../../protocol/rollouts/functions.ts';

/** Numbers of a rollout that filters know by name besides rewards. */
const RESERVED = ['step', 'length', 'advantage', 'line', 'total', 'mean', 'spread', 'density'];
const FAILED = '.failed';
const OUTDATED = '.outdated';
const MILLISECONDS = '.ms';

/** A function that is being, or was, called with the rollouts. */
export interface FunctionEntry {
  readonly name: string;
  readonly request: ScoreRequest;
  readonly column: FunctionColumn;
  readonly notes: Set<string>;
  readonly batches: FailedBatches;
  givenUp: string | undefined;
  /** The files that it ran, by path, as they looked then. */
  readonly files: Map<string, string>;
  running: boolean;
}

/** By the names of functions; null where one gave no reward. */
export interface CalledValues {
  readonly values: Readonly<Record<string, number | null>>;
  readonly errors: Readonly<Record<string, OutcomeError>>;
  /** Names of those that were called before the sample or the function was changed. */
  readonly outdated: readonly string[];
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
      files: new Map<string, string>(),
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

  /** The marks that filters know functions by. */
  get marks(): readonly string[] {
    return this.names.flatMap((name) => [name + FAILED, name + OUTDATED]);
  }

  /** What was said of these rollouts holds no longer: their samples say something else now. */
  outdate(rollouts: Iterable<number>): void {
    const columns = this.all().map(({ column }) => column);
    for (const rollout of rollouts) for (const column of columns) column.outdate(rollout);
  }

  /** Outdates what functions said whose files, or files they import, were written since; answers whether there are any. */
  async lookAtFiles(): Promise<boolean> {
    let changed = false;
    for (const { request, column, files, running } of this.entries.values()) {
      if (running || request.copy !== undefined || column.outdated === column.done) continue;
      if (!(await haveChanged(files))) continue;
      for (let rollout = 0; rollout < column.length; rollout++) column.outdate(rollout);
      changed = true;
    }
    return changed;
  }

  /** Whether the function of `name.failed` failed, or what that of `name.outdated` said is outdated. */
  is(name: string, rollout: number): boolean {
    if (name.endsWith(OUTDATED))
      return this.entries.get(name.slice(0, -OUTDATED.length))?.column.isOutdated(rollout) === true;
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
    const outdated = called.filter(({ column }) => column.isOutdated(rollout)).map(({ name }) => name);
    return { values: Object.fromEntries(values), errors: Object.fromEntries(errors), outdated };
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
  const { done, failed, outdated } = column;
  return {
    name,
    target,
    done,
    failed,
    outdated,
    running,
    notes: [...notes],
    ...(batches.told !== undefined && { failedBatches: batches.told }),
    ...(givenUp !== undefined && { givenUp }),
    ...(copy !== undefined && { commit: copy.commit }),
  };
}

/** Whether a file looks different by now. */
export async function haveChanged(files: ReadonlyMap<string, string>): Promise<boolean> {
  for (const [file, stamp] of files) if ((await fileStamp(file)) !== stamp) return true;
  return false;
}

const keyOf = ({ target, copy }: ScoreRequest): string =>
  `${target.file}:${target.symbol ?? ''}@${copy === undefined ? '' : 'HEAD'}`;
