import path from 'node:path';

/** The repository. */
export const root = path.resolve(import.meta.dirname, '../..');

/** A path inside the repository. */
export const inRoot = (...parts: string[]): string => path.join(root, ...parts);

/** Everything that running and testing need but git does not: editors, profiles, workspaces, logs. */
export const scratch = (...parts: string[]): string => inRoot('.vscode-test', ...parts);
