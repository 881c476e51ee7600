/**
 * The process in which DuckDB runs, so that a query that takes too much memory or does not end takes nothing else
 * with it.
 *
 *   node query.mjs FOLDER
 *
 * FOLDER is its own: empty, and removed when this process ends.
 */
import { rm } from 'node:fs/promises';
import type { QueryMethods } from '../../protocol/query.ts';
import { CallError, connect, type Handlers, type Methods, type Packet } from '../../protocol/rpc.ts';
import { Queue } from '../queue.ts';
import type { RolloutsDatabase } from './database.ts';

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('FOLDER is required');

let opened: Promise<RolloutsDatabase> | undefined;
const queue = new Queue();

/** One thing after another: the database is filled and queried in turns. */
function inTurn<T>(task: (database: RolloutsDatabase) => Promise<T>): Promise<T> {
  return queue.run(async () => {
    opened ??= open(folder ?? '');
    return task(await opened);
  });
}

async function open(at: string): Promise<RolloutsDatabase> {
  // Where there is no build of DuckDB for this machine, its import is what fails.
  const { RolloutsDatabase: Database } = await import('./database.ts').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const machine = `${process.platform} on ${process.arch}`;
    throw new CallError(
      'DuckDbMissing',
      `SQL needs DuckDB, of which there is no build for ${machine} here: ${reason}`,
    );
  });
  return Database.open(at);
}

const handlers: Handlers<QueryMethods> = {
  tables: ({ columns }) => inTurn((database) => done(database.tables(columns))),
  needs: ({ sql }) => inTurn((database) => database.needs(sql)),
  numbers: (block) => inTurn((database) => done(database.numbers(block))),
  texts: (block) => inTurn((database) => done(database.texts(block))),
  samples: (block) => inTurn((database) => done(database.samples(block))),
  run: ({ sql, ...limits }, { signal }) => inTurn((database) => database.run(sql, limits, signal)),
  rollouts: ({ sql }, { signal }) => inTurn((database) => database.rollouts(sql, signal)),
  ping: () => queue.run(() => Promise.resolve(null)),
};

async function done(work: Promise<void>): Promise<null> {
  await work;
  return null;
}

const connection = connect<QueryMethods, Methods>((packet) => {
  process.send?.(packet);
}, handlers);

process.on('message', (packet) => {
  connection.receive(packet as Packet);
});
process.on('disconnect', () => void end());
// Whoever started this process may have gone while it was loading.
if (!process.connected) void end();

async function end(): Promise<void> {
  await rm(folder ?? '', { recursive: true, force: true });
  process.exit(0);
}
