/** Every reward that can be chosen by name. docs/rewards.md explains each with an example. */
import type { BuiltIn } from './builtIn.ts';
import { anls } from './builtin/anls.ts';
import { count } from './builtin/count.ts';
import { exactMatch } from './builtin/exactMatch.ts';
import { generalPoints } from './builtin/generalPoints.ts';
import { languageConsistency } from './builtin/languageConsistency.ts';
import { boxF1, boxIou } from './builtin/matchedBoxes.ts';
import { mathAnswer } from './builtin/mathAnswer.ts';
import { multipleChoice } from './builtin/multipleChoice.ts';
import { numeric } from './builtin/numeric.ts';
import { overlongPenalty } from './builtin/overlongPenalty.ts';
import { pointInBox } from './builtin/pointInBox.ts';
import { repetitionPenalty } from './builtin/repetitionPenalty.ts';
import { SATORI } from './builtin/satori.ts';
import { tagFormat } from './builtin/tagFormat.ts';
import { virlAction } from './builtin/virlAction.ts';
import { vqaAccuracy } from './builtin/vqaAccuracy.ts';

/** SATORI-R1's four first, then by what they look at, in the order in which people are offered them. */
export const BUILT_INS: readonly BuiltIn[] = [
  ...SATORI,
  tagFormat,
  languageConsistency,
  exactMatch,
  vqaAccuracy,
  anls,
  numeric,
  multipleChoice,
  mathAnswer,
  count,
  boxIou,
  boxF1,
  pointInBox,
  repetitionPenalty,
  overlongPenalty,
  generalPoints,
  virlAction,
];

const byName = new Map(BUILT_INS.map((reward) => [reward.name, reward]));

export function findBuiltIn(name: string): BuiltIn | undefined {
  return byName.get(name);
}
