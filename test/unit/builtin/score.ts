import type { CoordinateConvention } from '../../../src/core/geometry/coordinates.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { findBuiltIn } from '../../../src/core/rewards/builtIns.ts';
import { groundTruthOf } from '../../../src/core/rewards/groundTruth.ts';
import type { Trace } from '../../../src/core/rewards/reward.ts';
import { RewardRunner } from '../../../src/core/rewards/rewardRunner.ts';

interface Asked {
  readonly row?: JsonObject;
  readonly options?: JsonObject;
  readonly coordinates?: CoordinateConvention;
}

/** A built-in by name on a completion and its row, with its steps. */
export function explain(name: string, completion: string, asked: Asked = {}): Trace {
  const builtIn = findBuiltIn(name);
  if (builtIn === undefined) throw new Error(`there is no reward ${name}`);
  const { row = {}, options = {}, coordinates = 'original' } = asked;
  const runner = new RewardRunner({ coordinates });
  const reward = builtIn.create(options);
  const trace = runner.explain(reward, completion, { truth: groundTruthOf(row), row });
  // A trace never changes what comes out.
  const plain = runner.run(reward, completion, { truth: groundTruthOf(row), row });
  if (JSON.stringify(plain) !== JSON.stringify(trace.result)) throw new Error('the trace changed the result');
  return trace;
}

/** Its value, or the type of its error. */
export function score(name: string, completion: string, asked: Asked = {}): number | string {
  const { result } = explain(name, completion, asked);
  return result.value ?? result.error.type;
}
