import path from 'node:path';
import { Analyst } from '../../../src/node/analysis/analyst.ts';
import type { AnalysisSettings, ScoringSettings } from '../../../src/protocol/analysis.ts';
import type { RolloutsRead } from '../../../src/protocol/dataset.ts';
import type { CallContext } from '../../../src/protocol/rpc.ts';

export const CALL: CallContext = { signal: new AbortController().signal, progress: () => undefined };

const SCORING: ScoringSettings = {
  coordinates: 'resized28',
  rewardCoordinates: 'resized28',
  rewards: null,
  attainableBelow: 0.9,
};

/** Settings of a dataset whose images lie beside it. */
export const settings = (file: string, scoring: Partial<ScoringSettings> = {}): AnalysisSettings => ({
  columns: {},
  imageFolders: [path.dirname(file)],
  followLinks: true,
  scoring: { ...SCORING, ...scoring },
});

const running: Analyst[] = [];

export async function closeAnalysts(): Promise<void> {
  await Promise.all(running.splice(0).map((analyst) => analyst.close()));
}

export interface Analysed {
  readonly rollouts?: readonly string[];
  readonly scoring?: Partial<ScoringSettings>;
  /** Is told what is read of the rollouts. */
  readonly told?: (read: RolloutsRead) => void;
}

/** An analyst that has looked at all of a file, and at the files of rollouts. */
export async function analyse(
  file: string,
  { rollouts = [], scoring, told }: Analysed = {},
): Promise<Analyst> {
  const waiting = { problems: deferred(), rollouts: deferred() };
  const analyst = new Analyst((name, data) => {
    if (name === 'problems' && 'complete' in data && data.complete) waiting.problems.resolve();
    if (name === 'rollouts' && 'reading' in data) {
      told?.(data);
      if (!data.reading) waiting.rollouts.resolve();
    }
  });
  running.push(analyst);
  await analyst.handlers.open({ file }, CALL);
  await analyst.handlers.settings(settings(file, scoring), CALL);
  await analyst.handlers.rollouts({ files: rollouts, mapping: {} }, CALL);
  await Promise.all([waiting.problems.promise, waiting.rollouts.promise]);
  return analyst;
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
