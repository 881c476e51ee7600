/** Everything that is looked for in rollouts, in the order in which it is listed. */
import { boxesCoverImage } from './boxesCoverImage.ts';
import { captionIsQuestion } from './captionIsQuestion.ts';
import { copies } from './copies.ts';
import { drift } from './drift.ts';
import { emptyAnswerScores } from './emptyAnswerScores.ts';
import { goldUnreadable } from './goldUnreadable.ts';
import { heatmapUnreadable } from './heatmapUnreadable.ts';
import type { Judged } from './judged.ts';
import { repeatedBlock } from './repeatedBlock.ts';
import { rightAnswerWrongBox } from './rightAnswerWrongBox.ts';
import { saturated } from './saturated.ts';
import type { Finding, GroupSignal, Signal } from './signal.ts';
import { sizesDisagree } from './sizesDisagree.ts';
import { truncated } from './truncated.ts';
import { wrongCoordinates } from './wrongCoordinates.ts';

const SIGNALS: readonly Signal[] = [
  boxesCoverImage,
  captionIsQuestion,
  repeatedBlock,
  rightAnswerWrongBox,
  emptyAnswerScores,
  wrongCoordinates,
  sizesDisagree,
  truncated,
  drift,
  goldUnreadable,
  heatmapUnreadable,
];
const GROUP_SIGNALS: readonly GroupSignal[] = [copies, saturated];

/** Names, titles and when each is found; the place of a name is its bit where flags are kept as a number. */
export const SIGNAL_LIST: readonly Pick<Signal, 'name' | 'title' | 'about'>[] = [
  ...SIGNALS,
  ...GROUP_SIGNALS,
].map(({ name, title, about }) => ({ name, title, about }));

/** What is worth a look at each rollout of a group. */
export function findSignals(group: readonly Judged[]): readonly (readonly Finding[])[] {
  const shared = GROUP_SIGNALS.map((signal) => signal.find(group));
  return group.map((rollout, i) => [
    ...SIGNALS.flatMap((signal) => found(signal, signal.find(rollout))),
    ...GROUP_SIGNALS.flatMap((signal, s) => found(signal, shared[s]?.[i])),
  ]);
}

/** Findings as a number: a bit for each signal. */
export function signalBits(findings: readonly Finding[]): number {
  return findings.reduce(
    (bits, { signal }) => bits | (1 << SIGNAL_LIST.findIndex(({ name }) => name === signal)),
    0,
  );
}

function found({ name, title }: Signal | GroupSignal, evidence: string | undefined): readonly Finding[] {
  return evidence === undefined ? [] : [{ signal: name, title, evidence }];
}
