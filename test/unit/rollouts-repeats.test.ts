import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dump } from '../../src/node/rollouts/dump.ts';
import { placed, type DumpRecord } from '../../src/node/rollouts/dumpFile.ts';

interface Row {
  readonly prompt: string;
  readonly completion: string;
  readonly advantage: number;
}

const rows = (prompt: string, ...advantages: readonly number[]): readonly Row[] =>
  advantages.map((advantage, i) => ({ prompt, completion: `${prompt} ${i}`, advantage }));

/** A line of ms-swift's completions.jsonl. */
function line(step: number, of: readonly Row[]): string {
  return JSON.stringify({
    step: of.map(() => String(step)),
    prompt: of.map(({ prompt }) => prompt),
    completion: of.map(({ completion }) => completion),
    Format: of.map(() => 1),
    advantages: of.map(({ advantage }) => advantage),
  });
}

describe('rows that ms-swift logs again', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function read(...lines: readonly string[]): Promise<{ dump: Dump; records: readonly DumpRecord[] }> {
    writeFileSync(path.join(folder, 'completions.jsonl'), `${lines.join('\n')}\n`);
    const dump = await Dump.open(folder);
    const records: DumpRecord[] = [];
    for await (const batch of dump.advance()) records.push(...batch.records);
    return { dump, records };
  }

  const completions = (records: readonly DumpRecord[]): string[][] =>
    records.map(({ rollouts }) => rollouts.map(({ completion }) => completion));

  const [a, b, c] = [rows('a', 0.7, -0.7), rows('b', -0.5, 0.5), rows('c', 0.2, -0.2)];

  it('are left out where a batch is logged in part, then as a whole, as with log_entropy', async () => {
    const { dump, records } = await read(line(1, a), line(2, [...a, ...b]), line(3, [...a, ...b]));
    expect(completions(records)).toEqual([['a 0', 'a 1'], ['b 0', 'b 1'], []]);
    expect(records.map(({ repeated = 0 }) => repeated)).toEqual([0, 2, 4]);
    // What is new of a record is read again at its own place.
    const [[, place] = []] = placed(0, records[1] ?? { offset: 0, length: 0, line: 0, rollouts: [] });
    expect(place && (await dump.read(place)).completion).toBe('b 0');
    await dump.close();
  });

  it('are left out where the buffer still holds the end of what was logged before', async () => {
    const { dump, records } = await read(line(1, [...a, ...b]), line(2, [...b, ...c]));
    expect(completions(records)).toEqual([
      ['a 0', 'a 1', 'b 0', 'b 1'],
      ['c 0', 'c 1'],
    ]);
    await dump.close();
  });

  it('stay where a policy that always says the same is asked the same again: that is no certain sign', async () => {
    const same = ['a', 'a'].map((prompt) => ({ prompt, completion: 'yes', advantage: 0 }));
    const { dump, records } = await read(line(1, same), line(2, same));
    expect(completions(records)).toEqual([
      ['yes', 'yes'],
      ['yes', 'yes'],
    ]);
    await dump.close();
  });

  it('take no number that stands behind the advantages for a reward', async () => {
    const record = {
      step: ['1', '1'],
      prompt: ['a', 'a'],
      completion: ['x', 'y'],
      Format: [1, 0],
      advantages: [0.7, -0.7],
      turn_tokens: [12, 14],
    };
    const { dump, records } = await read(JSON.stringify(record));
    expect(records[0]?.rollouts[0]).toMatchObject({ logged: { format: 1 }, columns: { turn_tokens: 12 } });
    await dump.close();
  });
});
