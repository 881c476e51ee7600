/** The licence under which a package says it comes, and the text that has to travel with it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../lib/paths.ts';
import type { InstalledPackage, PackageManifest } from './modules.ts';

export interface Licence {
  /** The SPDX expression of package.json. */
  readonly id: string;
  readonly text: string;
  /** Where `text` comes from, if not from a file of the package. */
  readonly note?: string;
}

const LICENCE_FILE = /^(licen[cs]e|copying|notice|copyrightnotice)/i;

/** Who holds the copyright of packages that state MIT but carry no licence file: their author or sources say so. */
const MIT_HOLDERS: Readonly<Record<string, string>> = {
  '@microsoft/fast-element': 'Microsoft Corporation',
  '@microsoft/fast-foundation': 'Microsoft Corporation',
  '@microsoft/fast-web-utilities': 'Microsoft Corporation',
  'onnxruntime-common': 'Microsoft Corporation',
  'onnxruntime-node': 'Microsoft Corporation',
};

/** Throws where neither the package nor the tables here give a text: someone then has to look. */
export function licenceOf({ folder, manifest }: InstalledPackage): Licence {
  const { name, license: id } = manifest;
  if (id === undefined) throw new Error(`${name} states no licence.`);
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  if (files.length > 0) {
    return {
      id,
      text: files.map((file) => clean(readFileSync(path.join(folder, file), 'utf8'))).join('\n\n'),
    };
  }
  if (id === 'LGPL-3.0-or-later')
    return { id, text: '', note: 'The texts of LGPL 3 and GPL 3 are at the end.' };
  const holder = MIT_HOLDERS[name];
  if (id !== 'MIT' || holder === undefined) throw new Error(`${name} (${id}) holds no licence file.`);
  const mit = clean(readFileSync(inRoot('LICENSE'), 'utf8'));
  return {
    id,
    text: mit.replace(/Copyright .*/, `Copyright (c) ${holder}`),
    note: 'The package states MIT and holds no licence file; this is the text of that licence.',
  };
}

const clean = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();

/** Where a package's source is kept, as a web address. */
export function sourceOf({ homepage, repository }: PackageManifest): string {
  const url = typeof repository === 'string' ? repository : repository?.url;
  if (url === undefined) return homepage ?? '';
  if (/^[\w.-]+\/[\w.-]+$/.test(url)) return `https://github.com/${url}`;
  return url
    .replace(/^git\+/, '')
    .replace(/^(git|ssh):\/\/(git@)?/, 'https://')
    .replace(/\.git$/, '');
}
