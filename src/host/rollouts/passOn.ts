import type { RunClient } from '../../node/rollouts/client.ts';
import type { PassedMethods } from '../../protocol/rollouts.ts';
import type { CallContext, Handlers } from '../../protocol/rpc.ts';

/** Handlers that hand every call of these names to the worker, with its progress, and cancel it there. */
export function passOn<K extends keyof PassedMethods>(
  run: RunClient,
  names: Readonly<Record<K, true>>,
): Handlers<Pick<PassedMethods, K>> {
  const pass =
    (method: K) =>
    (params: Parameters<PassedMethods[K]>[0], call: CallContext): unknown =>
      run.call(method, params, {
        signal: call.signal,
        onProgress: (done) => {
          call.progress(done);
        },
      });
  return Object.fromEntries((Object.keys(names) as K[]).map((name) => [name, pass(name)])) as Handlers<
    Pick<PassedMethods, K>
  >;
}
