/** Reward functions of the person's own, run by the dataset's worker over all groups of its rollouts. */
import type { JsonObject } from '../../core/json.ts';
import type { OwnScoring } from '../../protocol/analysis.ts';
import { CallError, type AbortSignalLike } from '../../protocol/rpc.ts';
import { runRows } from '../runner/rowOutcomes.ts';
import { sampleRow } from '../runner/rows.ts';
import { Runners } from '../runner/runners.ts';

export interface OwnGroup {
  /** Of each completion by each function, in the order of the functions; null where one gave no reward. */
  readonly values: readonly (readonly (number | null)[])[];
  /** How many completions each function failed on. */
  readonly failed: readonly number[];
}

/** Runs the functions as long as it is asked to; its processes are its own, so that the editor's stay free. */
export class OwnGroups {
  private readonly runners = new Map<string, Runners>();

  constructor(private readonly scoring: OwnScoring) {}

  get functions(): OwnScoring['functions'] {
    return this.scoring.functions;
  }

  /** @throws CallError `CancelledError`; `OwnRewardError` where a function cannot be called at all */
  async score(
    completions: readonly string[],
    sample: JsonObject,
    signal: AbortSignalLike,
  ): Promise<OwnGroup> {
    const batch = completions.map((completion) => sampleRow(completion, sample));
    const columns = await Promise.all(
      this.functions.map(async ({ name, target, options, place }) => {
        const runners = this.runnersAt(place);
        const params = { target, batches: [batch], stopAtError: false, config: options };
        const { outcomes, error } = await runRows((asked, run) => runners.run(asked, run), params, {
          signal,
        });
        if (error !== undefined)
          throw new CallError('OwnRewardError', `${name}: ${error.type}: ${error.message}`);
        return outcomes[0] ?? [];
      }),
    );
    return {
      values: completions.map((_, row) => columns.map((outcomes) => outcomes[row]?.reward ?? null)),
      failed: columns.map((outcomes) => outcomes.filter(({ error }) => error !== undefined).length),
    };
  }

  dispose(): void {
    for (const runners of this.runners.values()) runners.dispose();
    this.runners.clear();
  }

  private runnersAt({ cwd, interpreter }: OwnScoring['functions'][number]['place']): Runners {
    const key = `${interpreter}\n${cwd}`;
    const { dist, limits } = this.scoring;
    const known =
      this.runners.get(key) ?? new Runners({ dist, cwd, limits, chosen: () => Promise.resolve(interpreter) });
    this.runners.set(key, known);
    return known;
  }
}
