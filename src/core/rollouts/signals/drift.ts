import { ADVANTAGE_RULES } from '../advantage.ts';
import { agrees } from '../fit.ts';
import type { Signal } from './signal.ts';

/** Trainers log with three or four digits, or in half precision. */
const TOLERANCE = 0.002;

/** What was logged is not what the reward gives today: other columns, another version, another coordinate space. */
export const drift: Signal = {
  name: 'drift',
  title: 'Logged and recomputed differ',
  about:
    'A logged reward is not what it is today, or a logged advantage is not what the preset that fits the run gives.',
  find({ rollout: { logged, advantage }, values, errors, expected }) {
    const differing = Object.entries(logged).flatMap(([name, was]) => {
      const now = values[name];
      if (now === undefined || (was === null && now === null)) return [];
      if (was !== null && now !== null && Math.abs(was - now) <= TOLERANCE) return [];
      return [
        `${name} was logged as ${text(was)}, ${now === null ? `now raises ${errors[name]?.type ?? 'an error'}` : `is ${text(now)}`}`,
      ];
    });
    if (advantage !== undefined && expected !== undefined && !agrees(advantage, expected.value)) {
      const { label } = ADVANTAGE_RULES[expected.preset];
      differing.push(
        `the advantage was logged as ${text(advantage)}, the logged rewards give ${text(expected.value)} by ${label}`,
      );
    }
    return differing.length > 0 ? differing.join('; ') : undefined;
  },
};

const text = (value: number | null): string => value?.toFixed(4) ?? 'failed';
