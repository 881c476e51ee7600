import { ADVANTAGE_PRESETS, type AdvantagePreset } from './advantage.ts';
import { tableAdvantages, type GroupedRewards } from './tableAdvantages.ts';

/** Logs round, and rewards that were logged in half precision differ in the third digit. */
const TOLERANCE = 0.02;
/** Part of the rollouts with a logged advantage that must agree. */
const ENOUGH = 0.95;

/**
 * The preset under which the logged rewards give the logged advantages; undefined where none does, so that there is
 * nothing to compare with. `logged` holds an advantage for each rollout, NaN where there is none.
 */
export function fittingPreset(
  grouped: GroupedRewards,
  logged: ArrayLike<number>,
): AdvantagePreset | undefined {
  let best: { readonly preset: AdvantagePreset; readonly distance: number } | undefined;
  for (const preset of ADVANTAGE_PRESETS) {
    const computed = tableAdvantages(grouped, logged.length, preset);
    const distance = distanceOf(computed, logged);
    if (distance !== undefined && distance < (best?.distance ?? Infinity)) best = { preset, distance };
  }
  return best?.preset;
}

/** Whether a logged advantage is the computed one but for the log's rounding. */
export function agrees(given: number, computed: number): boolean {
  return Math.abs(given - computed) <= TOLERANCE * Math.max(1, Math.abs(given));
}

/** The mean distance where nearly all agree. Advantages of 0 agree with every preset and tell nothing. */
function distanceOf(computed: Float64Array, logged: ArrayLike<number>): number | undefined {
  let [compared, agreeing, sum, telling] = [0, 0, 0, 0];
  for (const [i, value] of computed.entries()) {
    const given = logged[i] ?? NaN;
    if (Number.isNaN(given)) continue;
    const distance = Math.abs(given - value);
    compared++;
    if (agrees(given, value)) agreeing++;
    if (given !== 0) telling++;
    sum += distance;
  }
  if (telling === 0 || agreeing < compared * ENOUGH) return undefined;
  return sum / compared;
}
