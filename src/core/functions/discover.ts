import { runtimeOf } from './target.ts';
import { type FoundFunction } from './discover/found.ts';
import { discoverPython } from './discover/python.ts';
import { discoverScript } from './discover/script.ts';

export type { FoundFunction };

/** The reward functions in a file's text, recognised by their shape, in the order of their definitions. */
export function discover(path: string, text: string): readonly FoundFunction[] {
  switch (runtimeOf(path)) {
    case 'python':
      return discoverPython(text);
    case 'node':
      return discoverScript(text);
    case undefined:
      return [];
  }
}
