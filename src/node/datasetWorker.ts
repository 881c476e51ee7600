/** Entry of the worker thread that reads whole datasets for the extension host. */
import { parentPort } from 'node:worker_threads';
import type { AnalysisEvents, AnalysisMethods } from '../protocol/analysis.ts';
import { connect, type Connection, type Packet } from '../protocol/rpc.ts';
import { Analyst } from './analysis/analyst.ts';

const analyst = new Analyst((name, data) => {
  remote.send(name, data);
});
const remote: Connection<Record<string, never>, AnalysisEvents, Record<string, never>> = connect<
  AnalysisMethods,
  Record<string, never>,
  AnalysisEvents,
  Record<string, never>
>((packet) => {
  parentPort?.postMessage(packet);
}, analyst.handlers);
parentPort?.on('message', (packet: Packet) => {
  remote.receive(packet);
});
