/**
 * The part of THIRD_PARTY_NOTICES.md about libraries, from what is bundled and staged.
 *
 *   npx tsx scripts/package/notices.ts [--check]
 *
 * Rewrites the part; with `--check` changes nothing and exits 1 where it is out of date.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { inRoot } from '../lib/paths.ts';
import { bundledPackages } from './bundled.ts';
import { licenceOf, sourceOf } from './licence.ts';
import { mustFindPackage, nativeClosure, type InstalledPackage } from './modules.ts';

const NOTICES = inRoot('THIRD_PARTY_NOTICES.md');
const BEGIN = '<!-- libraries: written by scripts/package/notices.ts -->';
const END = '<!-- end of libraries -->';
const FENCE = '````';

/** The whole file with its part about libraries as it has to be; all else is kept. */
export async function notices(): Promise<string> {
  const old = existsSync(NOTICES)
    ? readFileSync(NOTICES, 'utf8')
    : `# Third-party notices\n\n${BEGIN}\n${END}\n`;
  const begin = old.indexOf(BEGIN);
  const end = old.indexOf(END);
  if (begin < 0 || end < begin)
    throw new Error(`THIRD_PARTY_NOTICES.md has no lines "${BEGIN}" and "${END}".`);
  const text = `${old.slice(0, begin)}${BEGIN}\n\n${await librariesPart()}\n\n${old.slice(end)}`;
  return format(text, { ...(await resolveConfig(NOTICES)), parser: 'markdown' });
}

export const isUpToDate = async (): Promise<boolean> =>
  existsSync(NOTICES) && readFileSync(NOTICES, 'utf8') === (await notices());

async function librariesPart(): Promise<string> {
  // Of one package, two versions may be bundled.
  const found = new Map<string, InstalledPackage>();
  for (const each of [...(await bundledPackages()), ...nativeClosure().values()]) {
    found.set(`${each.manifest.name} ${each.manifest.version}`, each);
  }
  const packages = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  return [
    '## Libraries',
    'Code of these npm packages is in the bundles or lies beside them.',
    table(packages),
    libvips(),
    onnxRuntime(),
    duckDb(),
    '### Licence texts',
    ...packages.map(licenceText),
    fullText('GNU Lesser General Public License 3', 'LGPL-3.0.txt'),
    fullText('GNU General Public License 3', 'GPL-3.0.txt'),
  ].join('\n\n');
}

function table(packages: readonly InstalledPackage[]): string {
  const rows = packages.map(
    ({ manifest }) =>
      `| ${manifest.name} | ${manifest.version} | ${manifest.license ?? ''} | ${sourceOf(manifest)} |`,
  );
  return ['| Package | Version | Licence | Source |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** sharp's packages for all platforms hold the same libraries; the table is the one in their README. */
function libvips(): string {
  const sharp = mustFindPackage('sharp').manifest;
  const { folder } = installedLibvips();
  const versions = JSON.parse(readFileSync(path.join(folder, 'versions.json'), 'utf8')) as Record<
    string,
    string
  >;
  const rows = readFileSync(path.join(folder, 'README.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| [a-z]/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, name = '', licence = '']) => `| ${name} | ${versionOf(versions, name)} | ${licence} |`);
  return [
    '### sharp and libvips',
    `The package for a platform holds \`@img/sharp-<platform>\` ${sharp.version} (Apache-2.0) and, inside it or as \`@img/sharp-libvips-<platform>\`, libvips with the libraries below (LGPL-3.0-or-later as a whole). They are shared libraries, loaded when the program runs: replacing the files by builds of one's own replaces them. Their sources and build scripts: https://github.com/lovell/sharp-libvips.`,
    ['| Library | Version | Used under |', '| --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

function installedLibvips(): { folder: string } {
  const scope = inRoot('node_modules/@img');
  const name = readdirSync(scope).find((each) => existsSync(path.join(scope, each, 'versions.json')));
  if (name === undefined) throw new Error("sharp's binaries are not installed: run npm ci.");
  return { folder: path.join(scope, name) };
}

/** Names of versions.json that are not the README's, nor those without "lib". libnsgif is part of libvips. */
const VERSION_KEYS: Readonly<Record<string, string>> = { libultrahdr: 'uhdr', libnsgif: 'vips' };

function versionOf(versions: Readonly<Record<string, string>>, name: string): string {
  const version = versions[name] ?? versions[VERSION_KEYS[name] ?? name.replace(/^lib/, '')];
  if (version === undefined) throw new Error(`libvips says nothing about the version of ${name}.`);
  return version;
}

function onnxRuntime(): string {
  const { version } = mustFindPackage('onnxruntime-node').manifest;
  return [
    '### ONNX Runtime',
    `\`onnxruntime-node\` holds ONNX Runtime ${version}, built by Microsoft (MIT). What is linked into it, and under which licences, is told by its own notices, which the npm package leaves out: https://github.com/microsoft/onnxruntime/blob/v${version}/ThirdPartyNotices.txt.`,
  ].join('\n\n');
}

function duckDb(): string {
  const { version } = mustFindPackage('@duckdb/node-bindings').manifest;
  const duckdb = version.replace(/-r\..*$/, '');
  return [
    '### DuckDB',
    `The package for a platform holds \`@duckdb/node-bindings-<platform>\` ${version} (MIT): the binding and, as a shared library, DuckDB ${duckdb} (MIT, Stichting DuckDB Foundation). What is linked into it, and under which licences, lies in the folders of https://github.com/duckdb/duckdb/tree/v${duckdb}/third_party.`,
  ].join('\n\n');
}

function licenceText(installed: InstalledPackage): string {
  const { text, note } = licenceOf(installed);
  const head = `#### ${installed.manifest.name} ${installed.manifest.version}`;
  return [head, ...(note === undefined ? [] : [note]), ...(text === '' ? [] : [fenced(text)])].join('\n\n');
}

const fullText = (title: string, file: string): string =>
  `#### ${title}\n\n${fenced(readFileSync(path.join(import.meta.dirname, 'licences', file), 'utf8').trimEnd())}`;

const fenced = (text: string): string => `${FENCE}text\n${text}\n${FENCE}`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (!process.argv.includes('--check')) writeFileSync(NOTICES, await notices());
  else if (!(await isUpToDate())) {
    console.error('THIRD_PARTY_NOTICES.md is out of date: run npx tsx scripts/package/notices.ts');
    process.exitCode = 1;
  }
}
