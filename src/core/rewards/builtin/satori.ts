/** The four rewards of SATORI-R1 as built-ins. */
import { fixed, type BuiltIn } from '../builtIn.ts';
import { REWARDS } from '../registry.ts';
import { REWARD_NAMES, type RewardName } from '../reward.ts';

const ABOUT: Readonly<Record<RewardName, Pick<BuiltIn, 'short' | 'summary'>>> = {
  format: {
    short: 'fmt',
    summary: '1 where the completion has its caption, boxes and answer in their tags, in order',
  },
  caption: { short: 'cap', summary: 'the mean of BLEU-4 and ROUGE-L between the caption and the true one' },
  bbox: {
    short: 'bbox',
    summary: 'intersection over union of all predicted boxes together and all true boxes together',
  },
  answer: { short: 'ans', summary: '1 where the answer is one of the possible answers, to the letter' },
};

export const SATORI: readonly BuiltIn[] = REWARD_NAMES.map((name) => {
  const source = `SATORI-R1 (arXiv 2505.19094), plugin.py: ${REWARDS[name].source}`;
  return fixed(REWARDS[name], { ...ABOUT[name], source });
});
