import { findJsonError } from '../core/codec/jsonError.ts';
import type { CoordinateConvention } from '../core/geometry/coordinates.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { groundTruthOf } from '../core/rewards/groundTruth.ts';
import type { RewardError, RewardResult } from '../core/rewards/reward.ts';
import { RewardRunner } from '../core/rewards/rewardRunner.ts';
import { internalError } from '../core/rewards/scoringError.ts';
import { selectNames, weightedTotal, type Selection } from '../core/rewards/selection.ts';
import { Tracer, type TraceStep } from '../core/rewards/trace.ts';
import { isBlank, type Block } from './blocks.ts';
import { linesOf, type Line } from './lines.ts';

/** How rows are to be scored; plain data, for threads. */
export interface ScoreSettings {
  /** Names of built-in rewards, in the order in which they are printed. */
  readonly rewards: readonly string[];
  readonly coordinates: CoordinateConvention;
  readonly explain: boolean;
}

export interface ScoredBlock {
  /** A line of JSON for each row, each with its line end. */
  readonly text: string;
  readonly rows: number;
  readonly withErrors: number;
}

/** A row that cannot be scored at all. */
interface RowError {
  readonly type: 'InvalidJson' | 'InvalidRow' | 'InternalError';
  readonly line: number;
  readonly message: string;
}

interface ScoredRow {
  readonly rewards: Readonly<Record<string, number | null>>;
  readonly components?: Readonly<Record<string, number | null>>;
  readonly total: number | null;
  readonly errors?: Readonly<Record<string, RewardError>>;
  readonly trace?: Readonly<Record<string, readonly TraceStep[]>>;
}

/** Scores lines, each of which is a row with its completion. One bad row never affects another. */
export class RowScorer {
  private readonly selection: Selection;
  private readonly runner: RewardRunner;
  private readonly explain: boolean;

  constructor({ rewards, coordinates, explain }: ScoreSettings) {
    this.selection = selectNames(rewards);
    this.runner = new RewardRunner({ coordinates });
    this.explain = explain;
  }

  score(block: Block): ScoredBlock {
    let text = '';
    let rows = 0;
    let withErrors = 0;
    for (const line of linesOf(block)) {
      if (line.text !== undefined && isBlank(line.text)) continue;
      const { failed, printed } = this.scoreLine(line, block.row + rows);
      if (failed) withErrors++;
      text += `${printed}\n`;
      rows++;
    }
    return { text, rows, withErrors };
  }

  private scoreLine(line: Line, index: number): { failed: boolean; printed: string } {
    try {
      const row = readRow(line);
      const result = 'error' in row ? row : this.scoreRow(row.row, row.completion);
      return {
        failed: 'error' in result || 'errors' in result,
        printed: JSON.stringify({ index, ...result }),
      };
    } catch (error) {
      // Nobody foresaw it; the rows after this one are scored all the same.
      const told: RowError = { ...internalError(error), line: line.number };
      return { failed: true, printed: JSON.stringify({ index, error: told }) };
    }
  }

  private scoreRow(row: JsonObject, completion: string): ScoredRow {
    const { rewards: chosen } = this.selection;
    const sample = { truth: groundTruthOf(row), row };
    const results: Record<string, RewardResult> = {};
    const rewards: Record<string, number | null> = {};
    const components: Record<string, number | null> = {};
    const errors: Record<string, RewardError> = {};
    const trace: Record<string, readonly TraceStep[]> = {};
    for (const { name, reward } of chosen) {
      const tracer = this.explain ? new Tracer() : undefined;
      const result = this.runner.run(reward, completion, sample, tracer);
      if (tracer !== undefined) trace[name] = tracer.steps;
      results[name] = result;
      rewards[name] = result.value;
      Object.assign(components, name === 'caption' ? captionComponents(result) : result.components);
      if (result.error !== undefined) errors[name] = result.error;
    }
    return {
      rewards,
      ...(Object.keys(components).length === 0 ? {} : { components }),
      total: weightedTotal(chosen, results),
      ...(Object.keys(errors).length === 0 ? {} : { errors }),
      ...(this.explain ? { trace } : {}),
    };
  }
}

/** Null where the caption has none: without a caption tag, or where the reference raises. */
function captionComponents(result: RewardResult): Record<string, number | null> {
  return { bleu: result.components?.bleu ?? null, rougeL: result.components?.rougeL ?? null };
}

function readRow(line: Line): { row: JsonObject; completion: string } | { error: RowError } {
  const failed = (type: RowError['type'], message: string): { error: RowError } => ({
    error: { type, line: line.number, message },
  });
  if (line.text === undefined) return failed('InvalidJson', line.problem ?? 'the line cannot be read');
  let row: Json;
  try {
    row = JSON.parse(line.text) as Json;
  } catch {
    const { offset, message } = findJsonError(line.text);
    return failed('InvalidJson', `${message} (character ${offset + 1})`);
  }
  if (!isObject(row)) return failed('InvalidJson', 'the line is no JSON object');
  const completion = Object.hasOwn(row, 'completion') ? row.completion : undefined;
  if (completion === undefined) return failed('InvalidRow', 'the row has no column completion');
  if (typeof completion !== 'string') return failed('InvalidRow', 'the completion is no text');
  return { row, completion };
}
