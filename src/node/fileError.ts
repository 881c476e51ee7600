/** What went wrong with a file, in words for the person who asked for it. */
export class FileError extends Error {
  override name = 'FileError';
  constructor(
    message: string,
    /** The system's name for it, e.g. `ENOSPC`. */
    readonly code: string,
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The file on disk is not the one that was read: nothing was written. */
export class FileChangedError extends FileError {
  override name = 'FileChangedError';
  constructor(path: string) {
    super(`${path} was changed on disk by something else since it was opened`, 'CHANGED', path);
  }
}

/** A call that its caller gave up. */
export class CancelledError extends Error {
  override name = 'CancelledError';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'there is no permission to do so',
  EPERM: 'there is no permission to do so',
  EROFS: 'it is on a read-only file system',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EMFILE: 'too many files are open',
  ELOOP: 'its symbolic links lead in a circle',
};

/** Turns a system error into a plain one; `action` as in "cannot open". */
export function fileError(error: unknown, action: string, path: string): FileError {
  if (error instanceof FileError) return error;
  const code = codeOf(error);
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  return new FileError(`cannot ${action} ${path}: ${reason}`, code, path, { cause: error });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}
