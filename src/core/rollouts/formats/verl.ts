import type { Json } from '../../json.ts';
import { rewardsIn, mayBeReward } from '../logged.ts';
import { imagePaths, turnsOf, withImages } from '../messages.ts';
import { RecordError, stepOf, type RecordFormat } from '../rollout.ts';

const READ = new Set(['input', 'output', 'step', 'uid']);

/**
 * `{rollout_data_dir}/{global_step}.jsonl` of verl (`RayPPOTrainer._dump_generations`): a row for each completion,
 * with `score`, `gts` and whatever else the reward function returned. v1 adds `uid`.
 */
export const verl: RecordFormat = {
  name: 'verl',
  title: 'verl rollout_data_dir/<step>.jsonl',
  matches: (record) => Object.hasOwn(record, 'input') && Object.hasOwn(record, 'output'),
  read(record, place) {
    const { input, output, uid } = record;
    if (typeof output !== 'string') throw new RecordError('the output is no text');
    const logged = rewardsIn(record, (name) => mayBeReward(name) && name !== 'gts');
    const others = Object.entries(record).filter(([name]) => !READ.has(name) && !Object.hasOwn(logged, name));
    const columns = Object.fromEntries(others);
    const group = groupOf(uid);
    return [
      {
        source: place.source,
        line: place.line,
        step: stepOf(record, place),
        turns: withImages(turnsOf(input), imagePaths(record.images ?? record.image)),
        completion: output,
        logged,
        ...(group !== undefined && { group }),
        ...(Object.keys(columns).length > 0 && { columns }),
      },
    ];
  },
};

/** `<sample>_<rollout>_<output>` names one completion of a sample; an older uid is the group's own. */
function groupOf(uid: Json | undefined): string | undefined {
  if (typeof uid === 'number') return String(uid);
  if (typeof uid !== 'string' || uid === '') return undefined;
  return /^(.+)_\d+_\d+$/.exec(uid)?.[1] ?? uid;
}
