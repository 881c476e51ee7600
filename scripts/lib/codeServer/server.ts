import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scratch } from '../paths.ts';
import { mustRun, spawnGroup, stopGroup } from '../process.ts';
import { installCodeServer } from './install.ts';

/** User settings of every VS Code that is started here: quiet, and nothing that reaches for the network. */
export const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  // Workspaces of tests lie inside this repository, which is none of theirs.
  'git.openRepositoryInParentFolders': 'never',
  // As on the desktop; in the browser VS Code would save by itself.
  'files.autoSave': 'off',
} as const;

/**
 * What makes a new profile show the dataset editor for a file that VS Code is started with. The manifest says
 * the same, but VS Code asks it too late then, unless the association is one of the person's own or left over
 * from an earlier session.
 */
export const FIRST_START_SETTINGS = {
  'workbench.editorAssociations': { '*.vqa.jsonl': 'vqaVerify.dataset' },
} as const;

export interface ServerOptions {
  /** User settings of a new profile, on top of {@link QUIET_SETTINGS}. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Keeps profile and extensions in this folder, instead of in a fresh one that goes with the server. */
  readonly profile?: string;
  /** Extensions to install first. */
  readonly vsix?: readonly string[];
  /** Any free port unless given. */
  readonly port?: number;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether workspaces have to be trusted, as people have it; otherwise everything is. */
  readonly trust?: boolean;
}

export interface Server {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly profile: string;
  stop(): Promise<void>;
}

/** Starts code-server and waits until it serves the workbench. Its log is `server.log` in the profile. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { node, entry } = await installCodeServer();
  await mkdir(scratch('profiles'), { recursive: true });
  const profile = options.profile ?? (await mkdtemp(scratch('profiles', 'server-')));
  await writeSettings(profile, options.settings);
  // Its default is a file in the person's home folder.
  const config = path.join(profile, 'config.yaml');
  await writeFile(config, '');
  const places = [
    ...['--config', config, '--user-data-dir', profile],
    ...['--extensions-dir', path.join(profile, 'extensions')],
  ];
  const env = { ...process.env, ...options.env, ...NO_GALLERY };
  for (const file of options.vsix ?? []) {
    await mustRun(node, [entry, ...places, '--install-extension', file], { env });
  }
  const child = spawnGroup(
    node,
    [
      entry,
      ...places,
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${options.port ?? 0}`],
      ...['--disable-telemetry', '--disable-update-check'],
      ...(options.trust === true ? [] : ['--disable-workspace-trust']),
      ...['--disable-getting-started-override', '--reconnection-grace-time', '20'],
      ...['--vscode-option', 'enable-smoke-test-driver'],
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const stop = async (): Promise<void> => {
    await stopGroup(child);
    await writeFile(path.join(profile, 'server.log'), output).catch(() => undefined);
    if (options.profile === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  };
  const deadline = Date.now() + 60_000;
  for (;;) {
    const url = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
    if (url !== undefined && (await servesWorkbench(url))) return { url, profile, stop };
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`code-server did not start:\n${output.slice(-3000)}`);
    }
    await sleep(100);
  }
}

/** Writes the user settings of a new profile; leaves those of one that was used before. */
export async function writeSettings(
  profile: string,
  settings: ServerOptions['settings'] = {},
): Promise<void> {
  const file = path.join(profile, 'User', 'settings.json');
  if (existsSync(file)) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...QUIET_SETTINGS, ...settings }, undefined, 2));
}

/** An extension gallery of no address: VS Code then asks no marketplace. */
const NO_GALLERY = {
  EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' }),
};

async function servesWorkbench(url: string): Promise<boolean> {
  try {
    return (await (await fetch(url)).text()).includes('vscode-workbench-web-configuration');
  } catch {
    return false;
  }
}

export interface WorkbenchAddress {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** An extension to load from its sources' folder. */
  readonly extension?: string;
  /** The module whose `run()` the extension host calls, and what it finds in `process.env`. */
  readonly tests?: { readonly module: string; readonly env: Readonly<Record<string, string>> };
  /** Absolute path of a file to open with the folder. */
  readonly file?: string;
}

/** The address at which the browser finds the workbench opened as asked. */
export function workbenchUrl(server: Pick<Server, 'url'>, address: WorkbenchAddress): string {
  const remote = (file: string): string => `vscode-remote://${new URL(server.url).host}${file}`;
  const payload: [string, string][] = [];
  if (address.extension !== undefined) payload.push(['extensionDevelopmentPath', remote(address.extension)]);
  if (address.tests !== undefined) {
    payload.push(['extensionTestsPath', remote(address.tests.module)]);
    payload.push(['extensionEnvironment', JSON.stringify(address.tests.env)]);
  }
  if (address.file !== undefined) payload.push(['openFile', remote(address.file)]);
  const url = new URL(server.url);
  url.searchParams.set('folder', address.folder);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
