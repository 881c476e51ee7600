import { seenSize, toldSize, type AttainableReward } from '../attainable.ts';
import { sizeDisagreement } from '../geometry/sizeDisagreement.ts';
import { checkFormat } from '../completion.ts';
import { rougeTokens } from '../text/rouge.ts';
import { strip } from '../text/whitespace.ts';
import { wordTokens } from '../text/words.ts';
import type { RuleInput } from './rule.ts';

/** BLEU-4 looks for runs of so many tokens. */
const BLEU_ORDER = 4;
/** The format asks for `[[`, and the bbox reward for a box. */
const NO_BOXES = 'there are no boxes';

/** Why a reward does not give the ground truth itself its full value; empty where that cannot be told. */
export function shortfallOf(reward: AttainableReward, input: RuleInput): string {
  if (reward.error !== undefined) return reward.error.message;
  switch (reward.builtIn) {
    case 'format':
      return formatShortfall(input);
    case 'tagFormat':
      return 'the ground truth is not written in its tags';
    case 'caption':
      return captionShortfall(input.sample.caption.value);
    case 'bbox':
      return bboxShortfall(input);
    case 'answer':
      return answerShortfall(input);
    default:
      return '';
  }
}

function formatShortfall({ sample, scoring }: RuleInput): string {
  if (sample.boxes.value.every((box) => box === undefined)) return NO_BOXES;
  const check = checkFormat(scoring?.attainable?.completion ?? '');
  return check.ok ? '' : 'a text of the sample holds a tag of the format';
}

function captionShortfall(caption: string): string {
  const text = caption.toLowerCase();
  const stripped = strip(text);
  if (stripped === '') return 'the caption is empty';
  const tokens = wordTokens(text).length;
  const reasons: string[] = [];
  if (rougeTokens(text).length === 0) {
    reasons.push('ROUGE-L keeps a–z and 0–9 alone, and the caption has none of them');
  }
  if (tokens < BLEU_ORDER) {
    const counted = tokens === 1 ? '1 token' : `${tokens} tokens`;
    reasons.push(`BLEU counts runs of up to ${BLEU_ORDER} tokens, and the caption has ${counted}`);
  }
  if (reasons.length === 0 && stripped !== text) reasons.push('the caption has spaces at its ends');
  return reasons.join('; ');
}

function bboxShortfall({ sample, image, scoring }: RuleInput): string {
  const boxes = sample.boxes.value.filter((box) => box !== undefined);
  if (boxes.length === 0) return NO_BOXES;
  const seen = seenSize(sample, image);
  if (seen === undefined || scoring === undefined) return '';
  const told = toldSize(sample) ?? seen;
  const { coordinates, rewardCoordinates } = scoring;
  const found = sizeDisagreement(seen, boxes, coordinates, rewardCoordinates, told);
  if (found !== undefined) {
    const { model, reward } = found;
    const spanSame = model.width === reward.width && model.height === reward.height;
    if (spanSame || coordinates === rewardCoordinates) {
      return `the reward scales by the row’s width and height, the image has ${seen.width} × ${seen.height} pixels`;
    }
    return (
      `the coordinates that the model writes span ${model.width} × ${model.height}, ` +
      `those that the reward reads ${reward.width} × ${reward.height}`
    );
  }
  return boxes.every(([x1, y1, x2, y2]) => x1 === x2 || y1 === y2) ? 'the boxes have no area' : '';
}

function answerShortfall({ sample: { answers: column } }: RuleInput): string {
  const { value: answers, raw } = column;
  if (answers.length === 0) return 'there is no answer';
  const padded = answers.find((answer) => answer !== strip(answer));
  if (padded !== undefined) {
    return `the answer ${JSON.stringify(padded)} has spaces at its ends, which a completion’s answer loses`;
  }
  if (Array.isArray(raw) && !raw.some((answer) => typeof answer === 'string')) {
    return 'an answer that is no text never matches';
  }
  return '';
}
