/** How people write which reward function they mean: `FILE` or `FILE:symbol`. */
export interface WrittenTarget {
  readonly path: string;
  readonly symbol?: string;
}

/** The part behind the last colon is a symbol where it can be one: `C:\x.py` has none. */
export function readTarget(written: string): WrittenTarget {
  const [, path, symbol] = /^(.+\.[A-Za-z]+):([^:\\/]+)$/s.exec(written) ?? [];
  return path === undefined || symbol === undefined ? { path: written } : { path, symbol };
}

/** What runs a file, by its name; undefined for files that hold no reward functions. */
export function runtimeOf(path: string): 'python' | 'node' | undefined {
  if (/\.py$/i.test(path)) return 'python';
  return /\.[cm]?[jt]s$/i.test(path) ? 'node' : undefined;
}
