/**
 * Node's module hooks, in the thread where Node runs them: users' TypeScript, imports without an extension, and
 * files read anew: a module's address carries the version it was loaded in, and hands it on to what it imports.
 */
import { readFile } from 'node:fs/promises';
import type { LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { MessagePort } from 'node:worker_threads';
import { isTypeScript, looksLikeModule, toJavaScript } from './script.ts';
import { versionOf, withVersion } from './version.ts';

let port: MessagePort | undefined;

export function initialize(data: { readonly port: MessagePort }): void {
  port = data.port;
}

export const resolve: ResolveHook = async (specifier, context, next) => {
  const resolved = await resolveAsTypeScript(specifier, context, next);
  // What the loader asks for has its version already; what that imports inherits it.
  const version = versionOf(resolved.url) || versionOf(context.parentURL ?? '');
  return isUsers(resolved.url) ? { ...resolved, url: withVersion(resolved.url, version) } : resolved;
};

export const load: LoadHook = async (url, context, next) => {
  if (!isUsers(url)) return next(url, context);
  const file = fileURLToPath(url);
  port?.postMessage(file);
  if (isTypeScript(file)) {
    const source = toJavaScript(await readFile(file, 'utf8'), withVersion(url, 0));
    return { format: file.endsWith('.cts') ? 'commonjs' : 'module', source, shortCircuit: true };
  }
  if (file.endsWith('.js') && context.format !== 'module') {
    const source = await readFile(file, 'utf8');
    if (looksLikeModule(source)) return { format: 'module', source, shortCircuit: true };
  }
  return next(url, context);
};

const resolveAsTypeScript: ResolveHook = async (specifier, context, next) => {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (!/^(?:\.{1,2}\/|file:)/.test(specifier)) throw error;
    for (const candidate of candidates(specifier)) {
      try {
        return await next(candidate, context);
      } catch {
        // The first error is the one that people know.
      }
    }
    throw error;
  }
};

/** What TypeScript takes an import for: `./x.js` may be `./x.ts`, `./x` has any of its extensions. */
function candidates(specifier: string): string[] {
  const [, stem = '', kind = ''] = /^(.*)\.([cm]?)js$/.exec(specifier) ?? [];
  if (stem !== '') return [`${stem}.${kind}ts`];
  return ['.ts', '.js', '.mts', '.mjs', '/index.ts', '/index.js'].map((ending) => specifier + ending);
}

function isUsers(url: string): boolean {
  return url.startsWith('file:') && !url.includes('/node_modules/') && !/\/runner(?:Hooks)?\.mjs$/.test(url);
}
