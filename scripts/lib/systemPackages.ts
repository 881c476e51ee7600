import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { scratch } from './paths.ts';
import { run } from './process.ts';

const CHROMIUM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'msedge',
];
const CHROMIUM_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
/** Debian packages, each with a file by which its presence is known. */
type Packages = readonly (readonly [name: string, sign: string])[];
/** For screenshots that look the same everywhere. */
const FONTS: Packages = [
  ['fonts-liberation', '/usr/share/fonts/truetype/liberation'],
  ['fonts-noto-core', '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf'],
  ['fonts-noto-cjk', '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'],
];
const DEBUGPY: Packages = [['python3-debugpy', '/usr/lib/python3/dist-packages/debugpy']];

/** Finds a program on PATH. */
export function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

/** Finds a browser of Chromium's family; `CHROMIUM` in the environment names another. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== '') return named;
  return (
    CHROMIUM_NAMES.map(onPath).find((found) => found !== undefined) ?? CHROMIUM_PLACES.find(isExecutable)
  );
}

/**
 * Makes sure of a browser and, on Debian, of fonts: installed with apt-get where that is allowed.
 * Returns the browser's path; throws one line about what is missing otherwise.
 */
export async function ensureChromium(): Promise<string> {
  await ensure([...(findChromium() === undefined ? ['chromium'] : []), ...missingOf(FONTS)]);
  const found = findChromium();
  if (found !== undefined) return found;
  throw new Error('No Chromium, Chrome or Edge found: install one, or name it in CHROMIUM.');
}

/** Makes sure of Python, which runs reward functions, and on Debian of its debugger; says what is missing elsewhere. */
export async function ensurePython(): Promise<void> {
  await ensure([...(onPath('python3') === undefined ? ['python3'] : []), ...missingOf(DEBUGPY)]);
}

const isDebian = (): boolean => existsSync('/etc/debian_version');

const missingOf = (packages: Packages): string[] =>
  isDebian() ? packages.filter(([, sign]) => !existsSync(sign)).map(([name]) => name) : [];

async function ensure(missing: readonly string[]): Promise<void> {
  if (missing.length === 0) return;
  if (isDebian() && process.getuid?.() === 0 && onPath('apt-get') !== undefined) await aptInstall(missing);
  else console.log(`Missing: ${missing.join(', ')}. On Debian: sudo apt-get install ${missing.join(' ')}`);
}

async function aptInstall(packages: readonly string[]): Promise<void> {
  console.log(`Installing ${packages.join(', ')} with apt-get…`);
  const log = scratch('apt-get.log');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Waits for an apt-get that already runs, rather than failing at its lock.
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  await run('apt-get', [...wait, 'update'], { env, log });
  const install = [...wait, 'install', '-y', '--no-install-recommends', ...packages];
  const { code } = await run('apt-get', install, { env, log });
  if (code !== 0) console.log(`apt-get could not install ${packages.join(', ')}; see ${log}`);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
