import type { Contract } from '../../core/functions/contract.ts';
import type { RunnerRow, RunTarget } from '../../protocol/runner.ts';
import { FoundError } from './found.ts';

type AnyFunction = (...args: readonly unknown[]) => unknown;

export interface RewardFunction {
  readonly symbol: string;
  readonly contract: Contract;
  readonly call: AnyFunction;
}

/** @throws FoundError `NoSuchFunction` that says what there is */
export function findFunction(exports: Readonly<Record<string, unknown>>, target: RunTarget): RewardFunction {
  const functions = new Map(
    Object.entries(exports).filter((entry): entry is [string, AnyFunction] => typeof entry[1] === 'function'),
  );
  const symbol = target.symbol ?? only(functions);
  const call = functions.get(symbol);
  if (call === undefined) {
    throw new FoundError('NoSuchFunction', `the file exports no function ${symbol}${listOf(functions)}`);
  }
  const contract = target.contract ?? contractOf(call);
  if (contract !== 'batch' && contract !== 'single') {
    throw new FoundError(
      'NoSuchFunction',
      `${contract} is no convention for scripts; there are batch, single`,
    );
  }
  return { symbol, contract, call };
}

/** Under which later versions of Node give once more what a CommonJS file exports by `default`. */
const NODES_OWN = 'module.exports';
/** Whether a name stands for all that a file exports, which may have a name besides. */
const isWhole = (name: string): boolean => name === 'default' || name === NODES_OWN;

function only(functions: ReadonlyMap<string, AnyFunction>): string {
  if (functions.has('reward')) return 'reward';
  const named = new Set([...functions].flatMap(([name, call]) => (isWhole(name) ? [] : [call])));
  const names = [...functions.keys()].filter((name) => {
    const call = functions.get(name);
    return !isWhole(name) || (call !== undefined && !named.has(call) && name !== NODES_OWN);
  });
  const [first, ...more] = names;
  if (first === undefined) throw new FoundError('NoSuchFunction', 'the file exports no function');
  if (more.length > 0) {
    throw new FoundError(
      'NoSuchFunction',
      `the file exports ${names.length} functions; say which with FILE:symbol: ${names.join(', ')}`,
    );
  }
  return first;
}

const listOf = (functions: ReadonlyMap<string, AnyFunction>): string =>
  functions.size === 0 ? '' : `; there are ${[...functions.keys()].join(', ')}`;

/** A first parameter in the singular is one completion; the batch is the rule. */
function contractOf(call: AnyFunction): Contract {
  const source = Function.prototype.toString.call(call);
  const [, parameter = ''] =
    /^[^(]*\(\s*([A-Za-z_$][\w$]*)/.exec(source) ??
    /^(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/.exec(source) ??
    [];
  return /^(?:completion|response|text|answer|output|solution)$/.test(parameter) ? 'single' : 'batch';
}

/** Columns as arrays, null where a row has none. */
export function columnsOf(rows: readonly RunnerRow[]): Record<string, unknown[]> {
  const names = new Set(rows.flatMap(({ columns }) => Object.keys(columns)));
  return Object.fromEntries(
    [...names].map((name) => [name, rows.map(({ columns }) => columns[name] ?? null)]),
  );
}
