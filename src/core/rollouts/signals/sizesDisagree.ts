import { sizeDisagreement } from '../../geometry/sizeDisagreement.ts';
import type { Signal } from './signal.ts';

/** Below this even a perfect answer loses part of its reward. */
const LOSES = 0.9;

/** The model sees the image in another size than the reward assumes, so that a perfect answer is not rewarded. */
export const sizesDisagree: Signal = {
  name: 'sizes-disagree',
  title: 'Model and reward sizes disagree',
  about: 'The model saw the image in another size than the reward assumes: a perfect box loses over a tenth.',
  find({ sample, coordinates, rewardCoordinates }) {
    if (sample?.size === undefined) return undefined;
    const disagreement = sizeDisagreement(sample.size, sample.truth, coordinates, rewardCoordinates);
    if (disagreement === undefined || disagreement.iou >= LOSES) return undefined;
    const { model, reward, iou } = disagreement;
    const sizes = `the model sees ${model.width}×${model.height}, the reward assumes ${reward.width}×${reward.height}`;
    return `${sizes}: a perfect box gets ${iou.toFixed(4)}`;
  },
};
