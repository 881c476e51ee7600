/** The four rewards of SATORI-R1 as built-ins. */
import { fixed, type BuiltIn } from '../builtIn.ts';
import { REWARDS } from '../registry.ts';
import { REWARD_NAMES, type RewardName } from '../reward.ts';

const SUMMARIES: Readonly<Record<RewardName, string>> = {
  format: '1 where the completion has its caption, boxes and answer in their tags, in order',
  caption: 'the mean of BLEU-4 and ROUGE-L between the caption and the true one',
  bbox: 'intersection over union of all predicted boxes together and all true boxes together',
  answer: '1 where the answer is one of the possible answers, to the letter',
};

export const SATORI: readonly BuiltIn[] = REWARD_NAMES.map((name) =>
  fixed(REWARDS[name], SUMMARIES[name], `SATORI-R1 (arXiv 2505.19094), plugin.py: ${REWARDS[name].source}`),
);
