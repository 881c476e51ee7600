import { promises as fs } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

/** Where a path in a dataset leads. */
export type Located =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'missing'; readonly tried: readonly string[] }
  /** It exists, or would, outside every folder that images may be shown from. */
  | { readonly kind: 'outside'; readonly file: string };

export interface ImageFolders {
  /** What relative paths count from, best first; all of them may be shown from. */
  readonly bases: readonly string[];
  /** Whether a link inside the folders may lead out of them. */
  readonly followLinks: boolean;
}

/**
 * Finds the image file that a row names. A path may only lead into the given folders: a dataset from
 * elsewhere must not make the editor read files of its own choosing, nor contact a file server.
 */
export async function locateImage(written: string, folders: ImageFolders): Promise<Located> {
  const given = /^file:\/\//i.test(written) ? fromFileUri(written) : written;
  if (given === undefined || given.includes('\0')) return { kind: 'missing', tried: [written] };
  const candidates = path.isAbsolute(given)
    ? [path.normalize(given)]
    : folders.bases.map((base) => path.resolve(base, given));
  const inside = candidates.filter((file) => contains(folders.bases, file));
  if (inside.length === 0) return { kind: 'outside', file: candidates[0] ?? given };
  for (const file of new Set(inside)) {
    const info = await fs.stat(file).catch(() => undefined);
    if (info?.isFile() !== true) continue;
    if (folders.followLinks || (await staysInside(file, folders.bases))) return { kind: 'file', file };
    return { kind: 'outside', file: await fs.realpath(file) };
  }
  return { kind: 'missing', tried: [...new Set(inside)] };
}

/** Whether `file` lies below one of `folders`, by name alone. */
export function contains(folders: readonly string[], file: string): boolean {
  return folders.some((folder) => {
    const relative = path.relative(folder, file);
    return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
  });
}

async function staysInside(file: string, folders: readonly string[]): Promise<boolean> {
  const real = await fs.realpath(file);
  const roots = await Promise.all(folders.map((folder) => fs.realpath(folder).catch(() => folder)));
  return contains(roots, real);
}

function fromFileUri(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
