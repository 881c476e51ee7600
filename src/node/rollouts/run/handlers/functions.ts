import type { CalledRow, ScoreMethods } from '../../../../protocol/rollouts/functions.ts';
import {
  CallError,
  type AbortSignalLike,
  type CallContext,
  type Handlers,
} from '../../../../protocol/rpc.ts';
import type { RunnerError } from '../../../../protocol/runner.ts';
import { fileStamp } from '../../../fileStamp.ts';
import { GIVEN_UP, RunnerClient } from '../../../runner/runnerClient.ts';
import { rowOf, scoreRollouts } from '../../scoreRollouts.ts';
import { haveChanged, stateOf, type FunctionEntry } from '../functionColumns.ts';
import type { LiveRun } from '../liveRun.ts';
import type { RunStore } from '../store.ts';

/** Calls reward functions with the rollouts of a run; `changed` is told as results arrive, `now` where it is over. */
export function functionHandlers(
  current: () => LiveRun,
  changed: (now: boolean) => void,
): Handlers<ScoreMethods> {
  return {
    score: async (request, context) => {
      const run = current();
      await run.whole;
      const { store } = run;
      const taken = [...store.rewards.keys(), ...store.table.rewards.keys()];
      const entry = store.functions.begin(request, store.table.count, taken);
      changed(true);
      try {
        await score(run, entry, context, changed);
      } finally {
        entry.running = false;
        changed(true);
      }
      return stateOf(entry);
    },
    rowsBelow: async ({ name, threshold, most }) => {
      const run = current();
      const { store } = run;
      const below: number[] = [];
      for (let rollout = 0; rollout < store.table.count; rollout++) {
        const low = (store.functions.number(name, rollout) ?? NaN) < threshold;
        if (low || store.functions.errorOf(name, rollout) !== undefined) below.push(rollout);
      }
      const rows: CalledRow[] = [];
      for (const rollout of below.slice(0, most)) {
        const row = await calledRow(run, rollout);
        if ('called' in row) rows.push(row);
      }
      return { below: below.length, rows };
    },
    calledGroup: async ({ rollout }) => {
      const run = current();
      const group = run.store.grouping.groupOf[rollout];
      if (group === undefined) throw new CallError('NotScored', 'The rollout is not there any more.');
      const asked = await calledRow(run, rollout);
      if ('type' in asked)
        throw new CallError('NotScored', `The rollout cannot be scored: ${asked.message}.`);
      const rows: CalledRow[] = [];
      for (const member of run.store.membersOf(group)) {
        const row = member === rollout ? asked : await calledRow(run, member);
        if ('called' in row) rows.push(row);
      }
      return { group, rows, index: rows.indexOf(asked) };
    },
  };
}

async function score(
  run: LiveRun,
  entry: FunctionEntry,
  context: CallContext,
  changed: (now: boolean) => void,
): Promise<void> {
  const { request, column, notes, batches, files } = entry;
  const { target, copy, config, command, limits, patient } = request;
  const { store, reader, judge } = run;
  const file = copy?.file ?? target.file;
  files.set(file, await fileStamp(file));
  const version = judge.dataset?.version;
  const total = store.members.reduce((sum, members) => sum + members.length, 0);
  const signal = AbortSignal.any([run.signal, signalOf(context.signal)]);
  // A process of its own: modules of one version are not those of another.
  const client = new RunnerClient({
    command: () => Promise.resolve(command),
    limits,
    onOutput: (printed) => {
      context.progress({ printed });
    },
  });
  const end = (): void => {
    client.dispose();
  };
  run.signal.addEventListener('abort', end);
  try {
    const portions = scoreRollouts({
      run: async (params, options) => {
        const result = await client.run(params, options);
        for (const [read, stamp] of Object.entries(result.files))
          if (!files.has(read)) files.set(read, stamp);
        return result;
      },
      params: { target: { ...target, file }, stopAtError: false, ...(config !== undefined && { config }) },
      groups: store.members,
      read: (rollout) => reader.rollout(rollout),
      dataset: judge.dataset,
      signal,
      note: (text) => notes.add(text),
      ...(patient !== undefined && { patient }),
    });
    for await (const portion of portions) {
      if (signal.aborted) throw new CallError('CancelledError', 'The run was cancelled');
      for (const { rollout, outcome } of portion) {
        column.set(rollout, outcome);
        for (const note of outcome.notes ?? []) notes.add(note);
        if (outcome.error?.type === GIVEN_UP) entry.givenUp ??= outcome.error.message;
      }
      batches.add(portion.map(({ outcome }) => outcome));
      context.progress({ done: column.done, total });
      changed(false);
    }
  } finally {
    run.signal.removeEventListener('abort', end);
    client.dispose();
  }
  if (await haveChanged(files))
    notes.add('its files were changed meanwhile: some rollouts were scored by them as they were before');
  if (judge.dataset?.version !== version)
    notes.add('the dataset was changed meanwhile: some rollouts were scored against it as it was before');
}

/** Why, for a rollout that cannot be scored. */
async function calledRow(
  { store, reader, judge }: LiveRun,
  rollout: number,
): Promise<CalledRow | RunnerError> {
  const read = await reader.rollout(rollout);
  const called = await rowOf(read, judge.dataset);
  if (!('completion' in called)) return called;
  const group = store.grouping.groupOf[rollout] ?? 0;
  return {
    rollout,
    group: read.group ?? store.names[group] ?? '',
    place: store.membersOf(group).indexOf(rollout) + 1,
    row: linkedRow(store, rollout),
    called,
  };
}

function linkedRow({ judgements }: RunStore, rollout: number): number | null {
  const row = judgements.row.at(rollout);
  return row >= 0 ? row : null;
}

function signalOf(signal: AbortSignalLike): AbortSignal {
  const abort = new AbortController();
  if (signal.aborted) abort.abort();
  signal.addEventListener('abort', () => {
    abort.abort();
  });
  return abort.signal;
}
