import type { FoundFunction } from './discover/found.ts';

/**
 * The function of a file that a person means: by its own name, by one that it has in ms-swift's `orms`, or by none
 * where the file has only one.
 */
export function knownAs(
  functions: readonly FoundFunction[],
  symbol: string | undefined,
): FoundFunction | undefined {
  if (symbol === undefined) return functions.length === 1 ? functions[0] : undefined;
  return (
    functions.find((each) => each.symbol === symbol) ??
    functions.find(({ registered }) => registered?.includes(symbol) === true)
  );
}
