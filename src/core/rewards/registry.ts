import { answer } from './answer.ts';
import { bbox } from './bbox.ts';
import { caption } from './caption.ts';
import { format } from './format.ts';
import type { Reward, RewardName } from './reward.ts';

/** The rewards of SATORI-R1 (arXiv 2505.19094, plugin.py). */
export const REWARDS: { readonly [Name in RewardName]: Reward<Name> } = { format, caption, bbox, answer };
