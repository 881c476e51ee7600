import type { RunsFileMethods, RunsMethods } from '../../../../protocol/rollouts/runs.ts';
import { CallError, type CallContext, type Handlers } from '../../../../protocol/rpc.ts';
import type { LiveRun } from '../liveRun.ts';
import { RunsComparison } from '../runs/comparison.ts';
import { writeRuns } from '../runs/csv.ts';
import { judged, OtherRun } from '../runs/otherRun.ts';

/** Part of the progress that reading and judging the runs is. */
const READING = 0.8;

/** What is asked about two runs on the same samples. */
export function runsHandlers(current: () => LiveRun): Handlers<RunsMethods & RunsFileMethods> {
  const others = new WeakMap<LiveRun, OtherRun>();
  const last = new WeakMap<LiveRun, RunsComparison>();
  const comparison = (): RunsComparison => {
    const made = last.get(current());
    if (made === undefined) throw new CallError('OrderError', 'Nothing was compared yet');
    return made;
  };
  return {
    async runs(query, call) {
      const run = current();
      const other = others.get(run) ?? new OtherRun(run);
      others.set(run, other);
      const reading = (done: number): void => {
        call.progress(done * READING);
      };
      await judged(run, call.signal, reading);
      const base = query.other === null ? run : await other.open(query.other, call.signal, reading);
      const rest: CallContext = {
        signal: call.signal,
        progress: (done) => {
          call.progress(READING + (1 - READING) * Number(done));
        },
      };
      const made = await RunsComparison.make(base, run, query, rest);
      const report = await made.report(rest);
      last.set(run, made);
      return report;
    },
    runsList: (query) => comparison().list(query),
    runsSamples: ({ start, count }) => comparison().samples(start, count),
    async writeRuns({ file }, call) {
      await writeRuns(comparison(), file, call);
      return null;
    },
  };
}
