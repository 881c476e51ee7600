/**
 * Everything that must hold, or the parts that are named: the build comes first, and each part runs whatever
 * became of those before it.
 *
 *   npm test [-- lint types unit host e2e]
 *
 * The last line is `N passed, N failed`: tests, and one for each of build, lint and types.
 */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildAll } from './lib/build.ts';
import { installCodeServer } from './lib/codeServer/install.ts';
import { countsLine, failureLines, parseCounts, sumCounts, type Counts } from './lib/mocha.ts';
import { inRoot, root, scratch } from './lib/paths.ts';
import { run } from './lib/process.ts';
import { ensureChromium, ensurePython } from './lib/systemPackages.ts';

const FAILED: Counts = { passed: 0, failed: 1 };
const PASSED: Counts = { passed: 1, failed: 0 };

const PARTS = { lint: check, types: check, unit, host: inVsCode, e2e: inVsCode } as const;
type Part = keyof typeof PARTS;

const parts = namedParts();
const outcomes = new Map<string, Counts>();
/** What failed inside VS Code, to be named where it is looked for. */
const failures: string[] = [];
heading('build');
const built = await buildAll();
outcomes.set('build', built ? PASSED : FAILED);
// The two that only read share the time.
const reading = parts.filter((part) => PARTS[part] === check);
await Promise.all(reading.map(record));
for (const part of parts.filter((each) => !reading.includes(each))) await record(part);

heading('summary');
for (const [part, counts] of outcomes) console.log(`${part.padEnd(6)} ${countsLine(counts)}`);
const total = sumCounts([...outcomes.values()]);
if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
console.log(`\n${countsLine(total)}`);
process.exit(total.failed === 0 ? 0 : 1);

function namedParts(): Part[] {
  const { positionals } = parseArgs({ allowPositionals: true });
  const known = Object.keys(PARTS) as Part[];
  const strange = positionals.filter((name) => !known.some((part) => part === name));
  if (strange.length > 0) {
    console.error(`Unknown: ${strange.join(', ')}. There are ${known.join(', ')}.`);
    process.exit(2);
  }
  return known.filter((part) => positionals.length === 0 || positionals.includes(part));
}

async function record(part: Part): Promise<void> {
  try {
    outcomes.set(part, await PARTS[part](part));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    outcomes.set(part, FAILED);
  }
}

/** A script of package.json that either succeeds or not; quiet where it does. */
async function check(part: Part): Promise<Counts> {
  const { code, output } = await run('npm', ['run', '--silent', part], { cwd: root });
  heading(part);
  console.log(code === 0 ? 'Nothing to complain of.' : output);
  return code === 0 ? PASSED : FAILED;
}

async function unit(): Promise<Counts> {
  heading('unit');
  await ensurePython();
  const report = scratch('unit.json');
  await rm(report, { force: true });
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run(inRoot('node_modules/.bin/vitest'), args, { cwd: root, show: true });
  if (!existsSync(report)) return FAILED;
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(await readFile(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  // A file that could not be loaded has no tests to count.
  return { passed, failed: code === 0 ? failed : Math.max(1, failed) };
}

async function inVsCode(part: Part): Promise<Counts> {
  heading(part);
  if (!built) throw new Error('There is nothing to test: the build has failed.');
  await ensureChromium();
  await ensurePython();
  await installCodeServer();
  const { code, output } = await run('npm', ['run', '--silent', `test:${part}`], { cwd: root, show: true });
  failures.push(...failureLines(output));
  const counts = parseCounts(output);
  return counts === undefined || (code !== 0 && counts.failed === 0) ? FAILED : counts;
}

function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 70 - text.length))}`);
}
