/** Entry of the worker thread that reads a dump of rollouts for the extension host. */
import { parentPort } from 'node:worker_threads';
import { connect, type Connection, type Packet } from '../protocol/rpc.ts';
import type { RunEvents, RunMethods } from '../protocol/rollouts.ts';
import { Run } from './rollouts/run/run.ts';

const run = new Run((name, data) => {
  remote.send(name, data);
});
const remote: Connection<Record<string, never>, RunEvents, Record<string, never>> = connect<
  RunMethods,
  Record<string, never>,
  RunEvents,
  Record<string, never>
>((packet) => {
  parentPort?.postMessage(packet);
}, run.handlers);
parentPort?.on('message', (packet: Packet) => {
  remote.receive(packet);
});
