/** Writes into the manifest what follows from the code: the schema of the `vqaVerify.rewards` setting. */
import { readFileSync, writeFileSync } from 'node:fs';
import { rewardsSchema } from './lib/rewardsSchema.ts';

interface Manifest {
  readonly contributes: { readonly configuration: { readonly properties: Record<string, unknown> } };
}

const file = new URL('../package.json', import.meta.url);
const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
manifest.contributes.configuration.properties['vqaVerify.rewards'] = rewardsSchema();
writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
