import type Mocha from 'mocha';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

/** Files below a folder that end in `.test.ts`, sorted. */
export function testFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => path.join(folder, name));
}

/** The pattern after `-g` on the command line. */
export function grepOption(): string | undefined {
  return parseArgs({ options: { grep: { type: 'string', short: 'g' } } }).values.grep;
}

/** How many tests did what; the counts of a whole suite, or of many. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** The line that every suite ends with, and from which {@link parseCounts} reads it back. */
export const countsLine = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`;

export const sumCounts = (each: readonly Counts[]): Counts => ({
  passed: each.reduce((sum, { passed }) => sum + passed, 0),
  failed: each.reduce((sum, { failed }) => sum + failed, 0),
});

/** A suite of which no test ran has not succeeded. */
export const succeeded = (counts: Counts | undefined): boolean => counts?.failed === 0 && counts.passed > 0;

/** Reads the last such line; undefined where there is none, e.g. because the suite broke off. */
export function parseCounts(output: string): Counts | undefined {
  const found = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  return found === undefined ? undefined : { passed: Number(found[1]), failed: Number(found[2]) };
}

/** Runs what a Mocha has loaded. */
export function runMocha(mocha: Mocha): Promise<Counts> {
  return new Promise((resolve) => {
    const counts = { passed: 0, failed: 0 };
    mocha
      .run(() => {
        resolve(counts);
      })
      .on('pass', () => counts.passed++)
      .on('fail', () => counts.failed++);
  });
}
