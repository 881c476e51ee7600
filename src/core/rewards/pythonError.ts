import type { Json } from '../json.ts';
import type { GroundTruth } from './reward.ts';
import { ScoringError } from './scoringError.ts';

/** An exception that ends the reference's batch; `type` is Python's, `message` says what in the data caused it. */
export class PythonError extends ScoringError {
  constructor(type: string, message: string) {
    super(type, message);
    this.name = 'PythonError';
  }
}

/** A column's value; a missing column is a missing argument in Python. */
export function requireColumn(truth: GroundTruth, column: keyof GroundTruth): Json {
  const value = truth[column];
  if (value === undefined) throw new PythonError('TypeError', `the column ${column} is missing`);
  return value;
}

/** What Python calls the type of a JSON value. */
export function pythonType(value: Json): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'object') return 'dict';
  return Number.isInteger(value) ? 'int' : 'float';
}
