import type { Rule } from '../rule.ts';
import { answerUnreadable } from './answerUnreadable.ts';
import { attainable } from './attainable.ts';
import { boxEmpty } from './boxEmpty.ts';
import { boxInverted } from './boxInverted.ts';
import { boxOutside } from './boxOutside.ts';
import { boxUnreadable } from './boxUnreadable.ts';
import { captionEmpty } from './captionEmpty.ts';
import { imageAnimated } from './imageAnimated.ts';
import { imageBroken } from './imageBroken.ts';
import { imageMissing } from './imageMissing.ts';
import { imageSize } from './imageSize.ts';
import { loneSurrogate } from './loneSurrogate.ts';
import { questionEmpty } from './questionEmpty.ts';
import { sizeDisagreement } from './sizeDisagreement.ts';
import { swiftAssistantTurn } from './swiftAssistantTurn.ts';
import { swiftMalformed } from './swiftMalformed.ts';
import { swiftObjects } from './swiftObjects.ts';
import { wrongType } from './wrongType.ts';

/** The rules that look at one row, in the order in which their problems are listed. */
export const RULES: readonly Rule[] = [
  imageMissing,
  imageBroken,
  imageAnimated,
  imageSize,
  questionEmpty,
  boxUnreadable,
  boxInverted,
  boxEmpty,
  boxOutside,
  answerUnreadable,
  captionEmpty,
  wrongType,
  loneSurrogate,
  sizeDisagreement,
  attainable,
  swiftMalformed,
  swiftObjects,
  swiftAssistantTurn,
];
