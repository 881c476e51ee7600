/** Whether the boxes of the completion under test look like those of another coordinate space. */
import { parseCompletion } from '../../src/core/completion.ts';
import { COORDINATE_NAMES, type CoordinateConvention } from '../../src/core/geometry/coordinates.ts';
import { guessConvention, type ConventionGuess } from '../../src/core/geometry/guessConvention.ts';
import type { Box } from '../../src/core/sample.ts';
import type { SettingChange } from '../../src/protocol/dataset.ts';
import { messageOf } from '../ui/errors.ts';
import type { Editor } from './editor.ts';
import { boxesOf, imageBounds } from './layers.ts';
import { testedText } from './scoring.ts';
import type { State } from './state.ts';

export interface CoordinateHint extends ConventionGuess {
  /** "These boxes look like 0–1000 coordinates." */
  readonly message: string;
  readonly actions: readonly HintAction[];
}

export interface HintAction {
  /** Says whose setting it changes. */
  readonly label: string;
  readonly changes: readonly SettingChange[];
}

/** Undefined where the boxes meet the truth as they are read, and where they meet it in no way. */
export function coordinateHint(state: State): CoordinateHint | undefined {
  const text = testedText(state);
  const size = imageBounds(state);
  const settings = state.opened?.settings;
  if (text === undefined || size === undefined || settings === undefined) return undefined;
  const parsed = parseCompletion(text).boxes;
  if (parsed?.kind !== 'boxes') return undefined;
  const truth = boxesOf(state, 'truth').filter((box): box is Box => box !== undefined);
  const { coordinates, rewardCoordinates } = settings;
  const [guess = guessConvention(parsed.boxes, truth, size, coordinates)[0]] = guessConvention(
    parsed.boxes,
    truth,
    size,
    rewardCoordinates,
  );
  if (guess === undefined) return undefined;
  const { convention } = guess;
  return {
    ...guess,
    message: `These boxes look like ${COORDINATE_NAMES[convention]}.`,
    actions: actionsFor(convention, coordinates !== convention, rewardCoordinates !== convention),
  };
}

function actionsFor(value: CoordinateConvention, model: boolean, reward: boolean): readonly HintAction[] {
  const ofModel: SettingChange = { name: 'coordinates', value };
  const ofReward: SettingChange = { name: 'rewardCoordinates', value };
  if (!model) return [{ label: 'Set for the reward', changes: [ofReward] }];
  const first: HintAction = { label: 'Set for the model', changes: [ofModel] };
  return reward ? [first, { label: 'Set for model and reward', changes: [ofModel, ofReward] }] : [first];
}

/** Changes settings of the dataset; the new ones come back as those of any change. */
export async function changeSettings(
  editor: Editor,
  changes: readonly SettingChange[],
  done: string,
): Promise<void> {
  try {
    await editor.host.call('changeSettings', { changes });
    editor.announce(done);
  } catch (error) {
    editor.notify('error', `The setting could not be changed: ${messageOf(error)}`);
  }
}
