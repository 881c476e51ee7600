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

/** A test that failed. */
export interface Failure {
  /** Of the test; of the whole suite where it was a hook. */
  readonly title: string;
  /** The first line of the error. */
  readonly message: string;
}

export interface Outcome extends Counts {
  readonly failures: readonly Failure[];
}

/** The line that every suite ends with, and from which {@link parseCounts} reads it back. */
export const countsLine = ({ passed, failed }: Counts): string => `${passed} passed, ${failed} failed`;

const FAILURE_MARK = '✖ ';

/** The lines that every suite prints before its counts, and that {@link failureLines} finds again. */
export const failureLine = ({ title, message }: Failure): string => `${FAILURE_MARK}${title}: ${message}`;

export const failureLines = (output: string): string[] =>
  output.split('\n').filter((line) => line.startsWith(FAILURE_MARK));

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

/** A pattern for `-g` that finds just these tests, or the tests of these suites. */
export const grepFor = (failures: readonly Failure[]): string =>
  failures.map(({ title }) => `^${title.replace(/[^\p{L}\p{N} ]/gu, '\\$&')}`).join('|');

/** Runs what a Mocha has loaded. */
export function runMocha(mocha: Mocha): Promise<Outcome> {
  return new Promise((resolve) => {
    let passed = 0;
    const failures: Failure[] = [];
    mocha
      .run(() => {
        resolve({ passed, failed: failures.length, failures });
      })
      .on('pass', () => passed++)
      .on('fail', (test: Mocha.Runnable, error: unknown) => {
        const isHook = 'type' in test && test.type === 'hook';
        const suite = isHook ? test.parent?.fullTitle() : undefined;
        const [message = ''] = String(error).split('\n');
        failures.push({ title: suite ?? test.fullTitle(), message });
      });
  });
}
