import { CallError, type AbortSignalLike } from '../../protocol/rpc.ts';

/** Throws CancelledError once the query is cancelled. */
export function goOn(signal: AbortSignalLike): void {
  if (signal.aborted) throw new CallError('CancelledError', 'The query was cancelled');
}
