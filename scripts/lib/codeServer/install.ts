import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun } from '../process.ts';
import { scratch } from '../paths.ts';

/** VS Code 1.139.1's workbench and extension host, and the Node that runs it, both from npm. */
const PACKAGES = { 'code-server': '4.139.1', node: '24.21.0' };
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

export interface Installation {
  /** The Node that code-server needs. */
  readonly node: string;
  /** code-server's entry script. */
  readonly entry: string;
}

/**
 * Installs code-server into `.vscode-test/code-server`, once: a stamp file says that it is whole, and a
 * run that was interrupted is taken up by the next. Nothing is compiled and nothing outside npm is fetched.
 */
export async function installCodeServer(): Promise<Installation> {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) throw new Error(`code-server cannot be installed on ${platform}`);
  const home = scratch('code-server');
  const installation = {
    node: path.join(home, 'node_modules', `node-${platform}`, 'bin', 'node'),
    entry: path.join(home, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  };
  const stamp = path.join(home, 'installed.json');
  const wanted = JSON.stringify({ ...PACKAGES, platform });
  if (await holds(stamp, wanted)) return installation;
  await mkdir(home, { recursive: true });
  const unlock = await lock(path.join(home, 'installing'));
  try {
    if (await holds(stamp, wanted)) return installation;
    console.log('Installing VS Code (code-server) into .vscode-test/code-server, once…');
    await install(home, platform, installation.node);
    await writeFile(stamp, wanted);
  } finally {
    await unlock();
  }
  return installation;
}

async function install(home: string, platform: string, node: string): Promise<void> {
  const log = scratch('code-server-install.log');
  const manifest = {
    private: true,
    dependencies: {
      'code-server': PACKAGES['code-server'],
      [`node-${platform}`]: PACKAGES.node,
    },
  };
  await writeFile(path.join(home, 'package.json'), JSON.stringify(manifest, undefined, 2));
  // code-server's own install script would compile native modules; prebuilt ones come with its packages.
  const flags = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];
  await mustRun('npm', flags, { cwd: home, env: cleanEnvironment(), log });
  const vscode = path.join(home, 'node_modules', 'code-server', 'lib', 'vscode');
  const env = cleanEnvironment(path.dirname(node));
  await mustRun('npm', [...flags, '--omit=dev'], { cwd: vscode, env, log });
  await mustRun('npm', [...flags, '--omit=dev'], { cwd: path.join(vscode, 'extensions'), env, log });
  const system = process.platform === 'darwin' ? 'darwin' : 'linux';
  const bin = path.join(vscode, 'bin');
  await copyFile(
    path.join(bin, 'remote-cli', `code-${system}.sh`),
    path.join(bin, 'remote-cli', 'code-server'),
  );
  await copyFile(path.join(bin, 'helpers', `browser-${system}.sh`), path.join(bin, 'helpers', 'browser.sh'));
  await prune(vscode, platform);
}

/** Takes away some 350 MB that are of no use here: AI extensions and other platforms' binaries. */
async function prune(vscode: string, platform: string): Promise<void> {
  const doomed = [path.join(vscode, 'node_modules', '@github'), path.join(vscode, 'extensions', 'copilot')];
  for (const [folder, keep] of [
    [path.join(vscode, 'node_modules', '@vscode', 'ripgrep-universal', 'bin'), platform],
    [path.join(vscode, 'node_modules', 'node-pty', 'prebuilds'), platform],
  ] as const) {
    if (!existsSync(folder)) continue;
    const others = (await readdir(folder)).filter((name) => name !== keep);
    // An unfamiliar layout is left alone.
    if (existsSync(path.join(folder, keep))) doomed.push(...others.map((name) => path.join(folder, name)));
  }
  await Promise.all(doomed.map((target) => rm(target, { recursive: true, force: true })));
}

/** `npm run` hands its own settings down, which are this project's and not code-server's. */
function cleanEnvironment(firstOnPath?: string): NodeJS.ProcessEnv {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) =>
        !/^npm_(package|lifecycle|command|execpath|node_execpath)|^npm_config_(local_prefix|legacy_peer_deps|save_exact|omit|loglevel)/i.test(
          key,
        ),
    ),
  );
  if (firstOnPath !== undefined) env.PATH = `${firstOnPath}${path.delimiter}${env.PATH ?? ''}`;
  return env;
}

async function holds(file: string, text: string): Promise<boolean> {
  return existsSync(file) && (await readFile(file, 'utf8')) === text;
}

/** Waits for another process that installs at this moment; a lock whose owner has died is taken over. */
async function lock(file: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const owner = Number(await readFile(file, 'utf8').catch(() => ''));
      if (owner > 0 && !alive(owner)) await rm(file, { force: true });
      else await sleep(500);
    }
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
