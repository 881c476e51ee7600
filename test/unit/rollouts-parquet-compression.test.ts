import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dump } from '../../src/node/rollouts/dump.ts';

describe('a Parquet file of completions', () => {
  let folder = '';
  let database: DuckDBInstance;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
    database = await DuckDBInstance.create();
  });
  afterAll(() => {
    database.closeSync();
    rmSync(folder, { recursive: true });
  });

  it.each(['uncompressed', 'snappy', 'zstd', 'gzip', 'brotli', 'lz4_raw'])('is read as %s', async (codec) => {
    const file = path.join(folder, `${codec}.parquet`);
    const connection = await database.connect();
    await connection.run(
      `COPY (SELECT 1 AS step, 'What is it?' AS prompt, '<answer>' || (i % 7) || '</answer>' AS completion,
        i % 2 AS accuracy, 0.5::DOUBLE AS advantage FROM range(2000) t(i))
      TO '${file.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION ${codec})`,
    );
    connection.closeSync();
    const opened = await Dump.open(file);
    try {
      const completions: string[] = [];
      for await (const { records } of opened.advance()) {
        for (const { rollouts } of records) completions.push(...rollouts.map(({ completion }) => completion));
      }
      expect(completions).toEqual(Array.from({ length: 2000 }, (_, i) => `<answer>${i % 7}</answer>`));
    } finally {
      await opened.close();
    }
  });
});
