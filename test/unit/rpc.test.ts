import { describe, expect, it } from 'vitest';
import {
  CallError,
  connect,
  type CallContext,
  type Connection,
  type Packet,
} from '../../src/protocol/rpc.ts';

type Methods = {
  double(value: number): number;
  fail(params: null): null;
  slow(params: null): string;
};
type Sent = { changed: { rev: number } };
type Client = Connection<Methods, Record<string, never>, Sent>;

/** Two ends joined by structured clones, as every real transport of ours does it. */
function pair(slow: (context: CallContext) => Promise<string> = () => new Promise(() => undefined)) {
  const wire: Packet[] = [];
  const client: Client = connect((packet) => {
    wire.push(packet);
    server.receive(structuredClone(packet));
  }, {});
  const server = connect<Methods, Record<string, never>, Sent>(
    (packet) => {
      wire.push(packet);
      client.receive(structuredClone(packet));
    },
    {
      double: (value) => value * 2,
      fail: () => {
        throw new TypeError('no such row');
      },
      slow: (_params, context) => slow(context),
    },
  );
  return { client, server, wire };
}

describe('rpc', () => {
  it('answers a call', async () => {
    expect(await pair().client.call('double', 21)).toBe(42);
  });

  it('gives nobody the answer to a call of the page before, which was thrown away', async () => {
    let page: Client;
    const asked: ((text: string) => void)[] = [];
    const server = connect<Methods, Record<string, never>, Sent>(
      (packet) => {
        page.receive(packet);
      },
      {
        double: (value) => value * 2,
        fail: () => null,
        slow: () => new Promise((resolve) => asked.push(resolve)),
      },
    );
    const open = (): Client =>
      connect((packet) => {
        server.receive(packet);
      }, {});
    page = open();
    void page.call('slow', null);
    page = open();
    const answer = page.call('slow', null);
    asked[0]?.('to the page before');
    asked[1]?.('to this page');
    expect(await answer).toBe('to this page');
  });

  it('fails with the name and message of the other end', async () => {
    await expect(pair().client.call('fail', null)).rejects.toMatchObject({
      name: 'TypeError',
      message: 'no such row',
    });
  });

  it('refuses a method that the other end does not have, inherited names included', async () => {
    const client = pair().client as unknown as Connection<Record<string, () => unknown>, never, never>;
    await expect(client.call('toString', undefined as never)).rejects.toMatchObject({
      name: 'UnknownMethod',
    });
  });

  it('cancels: the caller fails at once and the other end is told', async () => {
    let told = false;
    const { client } = pair((context) => {
      context.signal.addEventListener('abort', () => (told = true));
      return new Promise(() => undefined);
    });
    const abort = new AbortController();
    const answer = client.call('slow', null, { signal: abort.signal });
    abort.abort();
    await expect(answer).rejects.toMatchObject({ name: 'CancelledError' });
    expect(told).toBe(true);
  });

  it('does not call at all once cancelled', async () => {
    const { client, wire } = pair();
    await expect(client.call('double', 1, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(CallError);
    expect(wire).toEqual([]);
  });

  it('times out and ignores an answer that comes later', async () => {
    let finish: (value: string) => void = () => undefined;
    const { client, wire } = pair(() => new Promise((resolve) => (finish = resolve)));
    await expect(client.call('slow', null, { timeout: 5 })).rejects.toMatchObject({ name: 'TimeoutError' });
    finish('late');
    await Promise.resolve();
    expect(wire.map((packet) => packet.t)).toEqual(['call', 'cancel']);
  });

  it('reports progress while the call is open and not after', async () => {
    let late: CallContext | undefined;
    const { client } = pair((context) => {
      context.progress(0.5);
      late = context;
      return Promise.resolve('done');
    });
    const seen: unknown[] = [];
    await client.call('slow', null, { onProgress: (value) => seen.push(value) });
    late?.progress(1);
    expect(seen).toEqual([0.5]);
  });

  it('sends events until the listener is taken off', () => {
    const { client, server } = pair();
    const seen: number[] = [];
    const off = client.on('changed', ({ rev }) => seen.push(rev));
    server.send('changed', { rev: 1 });
    off();
    server.send('changed', { rev: 2 });
    expect(seen).toEqual([1]);
  });

  it('close fails what is open, and every call after', async () => {
    const { client } = pair();
    const answer = client.call('slow', null);
    client.close('the process ended');
    await expect(answer).rejects.toMatchObject({ name: 'ClosedError', message: 'the process ended' });
    await expect(client.call('double', 1)).rejects.toMatchObject({ name: 'ClosedError' });
  });
});
