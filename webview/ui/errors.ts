/** What an error says to a person. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export const isCancelled = (error: unknown): boolean =>
  error instanceof Error && error.name === 'CancelledError';
